-- One row a loaded branch file of the month.

SELECT
    f.file_id,
    'branch' AS village_code,
    f.path,
    f.sha256,
    f.received_at,
    'list' AS kind,
    b.file_id IS NOT NULL AS held,
    g.rows
FROM landing.file AS f
INNER JOIN core.file_reading AS g ON f.file_id = g.file_id
LEFT JOIN quality.breaker AS b ON f.file_id = b.file_id
WHERE f.feed = 'bpjs_branch_export' AND f.period = :period AND f.load_id IS NOT NULL AND g.outcome = 'read'
ORDER BY f.received_at, f.path, f.file_id;
