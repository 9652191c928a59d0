-- Grain: one row a file and village: whether an earlier month has the very same bytes.
-- Idempotent after forget.sql. One list is checked, so checked is 1; nothing is held.
INSERT INTO quality.rule_result (file_id, rule_id, village_code, checked, failed)
WITH lists AS (
    SELECT DISTINCT
        file_id,
        village_code
    FROM checked_row
),

copies AS (
    SELECT f.file_id
    FROM checked_file AS f
    INNER JOIN landing.file AS m ON f.file_id = m.file_id
    WHERE EXISTS (
        SELECT FROM landing.file AS o
        WHERE
            o.feed = :feed AND o.sha256 = f.sha256 AND o.period < f.period
            -- A file that was assigned to a later month is no copy of itself.
            AND (o.collection, o.path) <> (m.collection, m.path)
    )
)

SELECT
    l.file_id,
    :rule_id AS rule_id,
    l.village_code,
    1 AS checked,
    CASE WHEN c.file_id IS null THEN 0 ELSE 1 END AS failed
FROM lists AS l
LEFT JOIN copies AS c ON l.file_id = c.file_id
RETURNING file_id, village_code, failed
