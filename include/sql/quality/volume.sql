-- Grain: one row a file and village: whether the village's list in it is shorter or longer than usual.
-- Idempotent after forget.sql. One list is checked, so checked is 1; nothing is held. :direction is 1 for a maximum, -1 for a minimum.
-- Usual is the village's own: the median of its last accepted months, give or take a share of it and no less than some persons.
-- A village without an earlier list is judged by :parameter. A list may come in parts: the shortest is what all parts of the
-- load make together, the longest is one file. An earlier month may arrive with the same load: its files may be parts or versions
-- of one list, so its length is told in favour of the village.
INSERT INTO quality.rule_result (file_id, rule_id, village_code, checked, failed)
WITH lists AS (
    SELECT
        r.file_id,
        r.village_code,
        f.period,
        count(*) AS listed
    FROM checked_row AS r
    INNER JOIN checked_file AS f ON r.file_id = f.file_id
    GROUP BY r.file_id, r.village_code, f.period
),

judged AS (
    SELECT
        file_id,
        village_code,
        period,
        CASE WHEN :direction > 0 THEN listed ELSE sum(listed) OVER (PARTITION BY village_code, period) END AS listed
    FROM lists
),

-- Limits are looked up once a month, not once a file.
months AS MATERIALIZED (
    SELECT
        m.period,
        core.parameter_of(:parameter, m.period) AS bound,
        core.parameter_of('village_rows_band_share', m.period) AS share,
        core.parameter_of('village_rows_band_persons', m.period) AS persons,
        core.parameter_of('village_rows_band_months', m.period) AS months
    FROM (SELECT DISTINCT period FROM checked_file) AS m
),

-- Version 0 tells a month that has no version yet, -1 one that arrives now.
known AS (
    SELECT
        village_code,
        period,
        rows_submitted - rows_superseded AS listed,
        version
    FROM mart.submission_status
    WHERE status IN ('received', 'late') AND rows_accepted > 0 AND period < (SELECT max(m.period) FROM months AS m)
    UNION ALL
    SELECT
        village_code,
        period,
        CASE WHEN :direction > 0 THEN sum(listed) ELSE max(listed) END,
        -1
    FROM lists
    GROUP BY village_code, period
),

earlier AS MATERIALIZED (
    SELECT DISTINCT ON (village_code, period)
        village_code,
        period,
        listed
    FROM known
    ORDER BY village_code ASC, period ASC, version DESC
),

ranked AS (
    SELECT
        m.period,
        e.village_code,
        e.listed,
        row_number() OVER (PARTITION BY m.period, e.village_code ORDER BY e.period DESC) AS place
    FROM months AS m
    INNER JOIN earlier AS e ON m.period > e.period
),

usual AS (
    SELECT
        r.period,
        r.village_code,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY r.listed)::numeric AS median
    FROM ranked AS r
    INNER JOIN months AS m ON r.period = m.period AND r.place <= m.months
    GROUP BY r.period, r.village_code
)

SELECT
    l.file_id,
    :rule_id AS rule_id,
    l.village_code,
    1 AS checked,
    CASE
        WHEN (l.listed - coalesce(u.median + :direction * greatest(u.median * m.share, m.persons), m.bound)) * :direction > 0 THEN 1
        ELSE 0
    END AS failed
FROM judged AS l
INNER JOIN months AS m ON l.period = m.period
LEFT JOIN usual AS u ON l.period = u.period AND l.village_code = u.village_code
RETURNING file_id, village_code, failed
