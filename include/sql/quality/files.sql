-- Grain: one row a file of the load that was read, with the month by which it is judged and that month's limits.
-- Idempotent: a temporary table of this connection, made anew.
-- cut_off is the day that rules take as today: :now where PADAN_NOW is set, else the month's own.
-- A file without a coverage month (registry, exclusion list) is judged by the month in which it was received, or by
-- the first month for which every limit is known: a registry may be older than the programme.
CREATE TEMPORARY TABLE checked_file AS
WITH earliest AS (
    SELECT to_char(max(p.first_day), 'YYYY-MM') AS period
    FROM (
        SELECT min(valid_from) AS first_day FROM core.parameter
        GROUP BY name
    ) AS p
),

readings AS (
    SELECT
        f.file_id,
        f.sha256,
        f.received_at,
        coalesce(
            f.period,
            greatest(to_char(f.received_at AT TIME ZONE 'Asia/Jakarta', 'YYYY-MM'), e.period)
        ) AS period
    FROM staging.reading AS s
    CROSS JOIN earliest AS e
    INNER JOIN landing.file AS f ON s.file_id = f.file_id
    WHERE s.load_id = :load_id AND s.outcome = 'read'
),

-- Limits are looked up once a month, not once a file.
months AS MATERIALIZED (
    SELECT
        m.period,
        core.first_day(m.period) AS first_day,
        coalesce(((:now)::timestamptz AT TIME ZONE 'Asia/Jakarta')::date, core.cut_off_of(m.period)) AS cut_off,
        core.parameter_of('age_minimum_years', m.period)::integer AS age_minimum,
        core.parameter_of('age_below_years', m.period)::integer AS age_below
    FROM (SELECT DISTINCT period FROM readings) AS m
)

SELECT
    r.file_id,
    r.sha256,
    r.received_at,
    m.period,
    m.first_day,
    m.cut_off,
    m.age_minimum,
    m.age_below
FROM readings AS r
INNER JOIN months AS m ON r.period = m.period;

-- Or the planner takes every file for one of 200 and lays the rows, not the files, into its hash tables.
ANALYZE checked_file;
