-- Grain: one row a file of which more than a share of the rows is held by a blocking rule.
-- Idempotent after forget.sql. The share and the fewest rows that are judged are those in force in the file's month.
-- A rule that makes the whole file wait (stops_load) is told otherwise and not counted here.
INSERT INTO quality.breaker (file_id, breaker_id, checked, failed, threshold)
WITH held AS (
    SELECT DISTINCT row_id FROM quality.violation
    WHERE rule_id = any(:blocking_ids) AND file_id IN (SELECT file_id FROM checked_file)
),

counted AS (
    SELECT
        r.file_id,
        count(*) AS checked,
        count(h.row_id) AS failed
    FROM checked_row AS r
    LEFT JOIN held AS h ON r.row_id = h.row_id
    GROUP BY r.file_id
),

-- Limits are looked up once a month, not once a file.
months AS MATERIALIZED (
    SELECT
        m.period,
        core.parameter_of(:share, m.period) AS share,
        core.parameter_of(:minimum_rows, m.period) AS minimum_rows
    FROM (SELECT DISTINCT period FROM checked_file) AS m
)

SELECT
    c.file_id,
    :breaker_id AS breaker_id,
    c.checked,
    c.failed,
    m.share AS threshold
FROM counted AS c
INNER JOIN checked_file AS f ON c.file_id = f.file_id
INNER JOIN months AS m ON f.period = m.period
WHERE c.checked >= m.minimum_rows AND c.failed > c.checked * m.share
RETURNING file_id, breaker_id, checked, failed, threshold
