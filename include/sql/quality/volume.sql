-- Grain: one row a file and village: whether the village's list in it is shorter or longer than the limit in force.
-- Idempotent after forget.sql. One list is checked, so checked is 1; nothing is held. :direction is 1 for a maximum, -1 for a minimum.
INSERT INTO quality.rule_result (file_id, rule_id, village_code, checked, failed)
WITH lists AS (
    SELECT
        file_id,
        village_code,
        count(*) AS listed
    FROM checked_row
    GROUP BY file_id, village_code
),

-- Limits are looked up once a month, not once a file.
months AS MATERIALIZED (
    SELECT
        m.period,
        core.parameter_of(:parameter, m.period) AS bound
    FROM (SELECT DISTINCT period FROM checked_file) AS m
)

SELECT
    l.file_id,
    :rule_id AS rule_id,
    l.village_code,
    1 AS checked,
    CASE WHEN (l.listed - m.bound) * :direction > 0 THEN 1 ELSE 0 END AS failed
FROM lists AS l
INNER JOIN checked_file AS f ON l.file_id = f.file_id
INNER JOIN months AS m ON f.period = m.period
RETURNING file_id, village_code, failed
