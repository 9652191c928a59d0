-- Grain: one row a village and file of its month, in order of receipt; refused files and replaced ones included.
-- Reads only.

SELECT
    s.village_code,
    s.file_id,
    s.kind,
    s.state,
    f.path,
    f.sha256,
    f.received_at AT TIME ZONE 'Asia/Jakarta' AS received_at,
    g.refusal_code,
    g.refusal_details,
    g.village_codes,
    g.layout,
    b.breaker_id
FROM reconciliation.submission AS s
INNER JOIN landing.file AS f ON s.file_id = f.file_id
INNER JOIN core.file_reading AS g ON s.file_id = g.file_id
LEFT JOIN quality.breaker AS b ON s.file_id = b.file_id
WHERE s.period = :period AND s.version = :version
ORDER BY s.village_code COLLATE "C", f.received_at, f.path COLLATE "C", f.file_id;
