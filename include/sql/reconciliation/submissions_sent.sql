-- One row a file and village of the month, by its newest reading: a list, a nil report, or a refused file whose evidence
-- names the village. A withdrawn file is told with the villages it was read for, without rows.

WITH files AS (
    SELECT
        f.file_id,
        f.collection,
        f.path,
        f.sha256,
        f.received_at,
        f.withdrawn,
        g.outcome,
        g.village_codes
    FROM landing.current_file AS f
    INNER JOIN core.file_reading AS g ON f.file_id = g.file_id
    WHERE f.feed = 'village_submissions' AND f.period = :period
),

lists AS (
    SELECT
        r.file_id,
        r.village_code,
        count(*)::integer AS rows
    FROM core.village_row AS r INNER JOIN files ON r.file_id = files.file_id
    WHERE NOT files.withdrawn
    GROUP BY r.file_id, r.village_code
)

SELECT
    f.file_id,
    l.village_code,
    f.collection,
    f.path,
    f.sha256,
    f.received_at,
    'list' AS kind,
    b.file_id IS NOT NULL AS held,
    f.withdrawn,
    l.rows
FROM files AS f
INNER JOIN lists AS l ON f.file_id = l.file_id
LEFT JOIN quality.breaker AS b ON f.file_id = b.file_id
UNION ALL
SELECT
    f.file_id,
    u.village_code,
    f.collection,
    f.path,
    f.sha256,
    f.received_at,
    CASE f.outcome WHEN 'read' THEN 'list' ELSE f.outcome END,
    false,
    f.withdrawn,
    0
FROM files AS f
CROSS JOIN unnest(f.village_codes) AS u (village_code)
WHERE f.withdrawn OR f.outcome IN ('nil', 'refused')
ORDER BY received_at, path, file_id, village_code;
