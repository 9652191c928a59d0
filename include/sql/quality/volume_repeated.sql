-- Grain: one row a file and village: whether the village's list is, row for row, that of its last month with a list, in another
-- file than a copy of it. Idempotent after forget.sql. One list is checked, so checked is 1; nothing is held.
-- Rows are compared by what is written about the person, not by running number or layout; only lists of equal length are.
INSERT INTO quality.rule_result (file_id, rule_id, village_code, checked, failed)
WITH lists AS (
    SELECT
        r.file_id,
        r.village_code,
        f.period,
        f.sha256,
        count(*) AS listed
    FROM checked_row AS r
    INNER JOIN checked_file AS f ON r.file_id = f.file_id
    GROUP BY r.file_id, r.village_code, f.period, f.sha256
),

-- The files that stood in the newest version of an earlier month; version 0 tells a month that has none yet.
stood AS MATERIALIZED (
    SELECT
        s.village_code,
        s.period,
        s.file_id,
        s.rows,
        dense_rank() OVER (PARTITION BY s.village_code, s.period ORDER BY s.version DESC) AS age
    FROM reconciliation.submission AS s
    WHERE s.kind = 'list' AND s.state = 'standing' AND s.period < (SELECT max(f.period) FROM checked_file AS f)
),

last_month AS (
    SELECT
        l.file_id,
        l.village_code,
        max(s.period) AS period
    FROM lists AS l
    INNER JOIN stood AS s ON l.village_code = s.village_code AND l.period > s.period AND s.age = 1
    GROUP BY l.file_id, l.village_code
),

-- A list in parts is compared with nothing: each part would have to be known again.
candidates AS MATERIALIZED (
    SELECT
        l.file_id,
        l.village_code,
        min(s.file_id) AS earlier_file_id
    FROM lists AS l
    INNER JOIN last_month AS p ON l.file_id = p.file_id AND l.village_code = p.village_code
    INNER JOIN stood AS s ON p.village_code = s.village_code AND p.period = s.period AND s.age = 1
    INNER JOIN landing.file AS o ON s.file_id = o.file_id
    GROUP BY l.file_id, l.village_code, l.listed
    HAVING count(*) = 1 AND min(s.rows) = l.listed AND bool_and(o.sha256 <> l.sha256)
),

-- Both lists' rows of a candidate: those that arrive, and those of the month before.
told AS (
    SELECT
        c.file_id,
        c.village_code,
        true AS arrives,
        r.nik_raw,
        r.name,
        r.birth_date_raw,
        r.sex,
        r.address,
        r.participant_group,
        r.funding_source,
        r.action,
        r.note
    FROM candidates AS c
    INNER JOIN staging.village_row AS r ON c.file_id = r.file_id AND c.village_code = r.village_code
    UNION ALL
    SELECT
        c.file_id,
        c.village_code,
        false,
        r.nik_raw,
        r.name,
        r.birth_date_raw,
        r.sex,
        r.address,
        r.participant_group,
        r.funding_source,
        r.action,
        r.note
    FROM candidates AS c
    INNER JOIN core.village_row AS r ON c.earlier_file_id = r.file_id AND c.village_code = r.village_code
),

hashed AS (
    SELECT
        t.file_id,
        t.village_code,
        t.arrives,
        hashtextextended(to_jsonb(ARRAY[
            t.nik_raw, t.name, t.birth_date_raw, t.sex, t.address, t.participant_group, t.funding_source, t.action, t.note
        ])::text, 0)::numeric AS told
    FROM told AS t
),

compared AS (
    SELECT
        file_id,
        village_code,
        sum(told) FILTER (WHERE arrives) = sum(told) FILTER (WHERE NOT arrives) AS same
    FROM hashed
    GROUP BY file_id, village_code
)

SELECT
    l.file_id,
    :rule_id AS rule_id,
    l.village_code,
    1 AS checked,
    CASE WHEN c.same THEN 1 ELSE 0 END AS failed
FROM lists AS l
LEFT JOIN compared AS c ON l.file_id = c.file_id AND l.village_code = c.village_code
RETURNING file_id, village_code, failed
