-- Grain: one row a file, row rule of the feed and village: rows checked and rows failed.
-- Idempotent after forget.sql. A row whose village cannot be told is counted at the regency's unknown village.
INSERT INTO quality.rule_result (file_id, rule_id, village_code, checked, failed)
WITH elsewhere AS (SELECT min(left(village_code, 5)) || '.unknown.unknown' AS village_code FROM core.village),

placed AS MATERIALIZED (
    SELECT
        r.file_id,
        r.row_id,
        coalesce(r.village_code, e.village_code, 'unknown') AS village_code
    FROM checked_row AS r
    CROSS JOIN elsewhere AS e
),

checked AS (
    SELECT
        file_id,
        village_code,
        count(*) AS row_count
    FROM placed
    GROUP BY file_id, village_code
),

failed AS (
    SELECT
        p.file_id,
        p.village_code,
        v.rule_id,
        count(*) AS row_count
    FROM quality.violation AS v
    INNER JOIN placed AS p ON v.file_id = p.file_id AND v.row_id = p.row_id
    WHERE v.rule_id = any(:rule_ids)
    GROUP BY p.file_id, p.village_code, v.rule_id
)

SELECT
    c.file_id,
    q.rule_id,
    c.village_code,
    c.row_count AS checked,
    coalesce(f.row_count, 0) AS failed
FROM checked AS c
CROSS JOIN unnest(cast(:rule_ids AS text[])) AS q (rule_id)
LEFT JOIN failed AS f ON c.file_id = f.file_id AND c.village_code = f.village_code AND q.rule_id = f.rule_id
