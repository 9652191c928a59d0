-- mart.gap_bridge of one version of one month: one row a line, cell (area, group, funder) and level.
-- Needs month_outcome and standing_branch_file. Every cell that has a row or a printed total has every line; a village without
-- rows has one cell of zeros.

CREATE TEMP TABLE fact ON COMMIT DROP AS
WITH village_rows AS (
    SELECT * FROM month_outcome WHERE side = 'village'
),

branch_rows AS (
    SELECT * FROM month_outcome WHERE side = 'branch'
),

pairs AS (
    SELECT
        v.village_code,
        v.participant_group,
        v.funding_source,
        v.rupiah AS expected,
        b.village_code AS branch_village_code,
        b.participant_group AS branch_group,
        b.funding_source AS branch_funder,
        b.rupiah AS billed,
        (v.village_code, v.participant_group, v.funding_source) = (b.village_code, b.participant_group, b.funding_source) AS stays
    FROM village_rows AS v
    INNER JOIN branch_rows AS b ON v.pair_id = b.pair_id
    WHERE v.outcome IN ('matched', 'matched_different', 'matched_by_inference')
)

SELECT
    village_code,
    participant_group,
    funding_source,
    CASE WHEN carried THEN 'carried_forward' ELSE 'submitted' END AS line,
    1 AS persons,
    rupiah
FROM village_rows
UNION ALL
SELECT
    village_code,
    participant_group,
    funding_source,
    outcome,
    1,
    rupiah
FROM village_rows
UNION ALL
SELECT
    village_code,
    participant_group,
    funding_source,
    'roster',
    1,
    rupiah
FROM village_rows
WHERE outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible')
UNION ALL
SELECT
    village_code,
    participant_group,
    funding_source,
    'contribution_difference',
    0,
    billed - expected
FROM pairs WHERE stays
UNION ALL
SELECT
    village_code,
    participant_group,
    funding_source,
    'moved_out',
    1,
    expected
FROM pairs WHERE NOT stays
UNION ALL
SELECT
    branch_village_code,
    branch_group,
    branch_funder,
    'moved_in',
    1,
    billed
FROM pairs WHERE NOT stays
UNION ALL
SELECT
    village_code,
    participant_group,
    funding_source,
    CASE outcome
        WHEN 'ambiguous' THEN 'ambiguous_at_branch'
        WHEN 'rejected' THEN 'rejected_at_branch'
        WHEN 'inactive_at_branch' THEN 'inactive_rows_at_branch'
        ELSE outcome
    END,
    1,
    rupiah
FROM branch_rows WHERE outcome NOT IN ('matched', 'matched_different', 'matched_by_inference')
UNION ALL
SELECT
    village_code,
    participant_group,
    funding_source,
    'rows_at_branch',
    1,
    rupiah
FROM branch_rows
UNION ALL
SELECT
    village_code,
    participant_group,
    funding_source,
    CASE WHEN covered THEN 'covered_at_branch' ELSE 'not_covered_at_branch' END,
    1,
    rupiah
FROM branch_rows;

CREATE TEMP TABLE cell ON COMMIT DROP AS
WITH village_cell AS (
    SELECT
        village_code AS area_code,
        participant_group,
        funding_source,
        line,
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM fact GROUP BY village_code, participant_group, funding_source, line
),

-- A village code ends in '.unknown' or four digits; its first eight letters are its district, unless that is unknown.
district_cell AS (
    SELECT
        regexp_replace(area_code, '\.[^.]+$', '') AS area_code,
        participant_group,
        funding_source,
        line,
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM village_cell GROUP BY 1, 2, 3, 4
),

regency_cell AS (
    SELECT
        :regency AS area_code,
        participant_group,
        funding_source,
        line,
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM village_cell GROUP BY 2, 3, 4
)

SELECT
    'village' AS level,
    *
FROM village_cell
UNION ALL
SELECT
    'district',
    *
FROM district_cell
UNION ALL
SELECT
    'regency',
    *
FROM regency_cell;

-- The branch's printed totals: those of the newest standing file that has any.
CREATE TEMP TABLE printed ON COMMIT DROP AS
WITH newest AS (
    SELECT s.file_id
    FROM standing_branch_file AS s
    INNER JOIN landing.file AS f ON s.file_id = f.file_id
    WHERE EXISTS (SELECT FROM core.branch_total AS t WHERE t.file_id = s.file_id)
    ORDER BY f.received_at DESC, f.path COLLATE "C" DESC LIMIT 1
)

SELECT
    t.participant_group,
    t.funding_source,
    t.persons,
    t.rupiah
FROM core.branch_total AS t
INNER JOIN newest AS n ON t.file_id = n.file_id;

-- Split by group and funder, or one number for all; a split by one of the two only adds up to one number.
CREATE TEMP TABLE printed_cell ON COMMIT DROP AS
WITH split AS (
    SELECT
        participant_group,
        funding_source,
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM printed WHERE participant_group IS NOT NULL AND funding_source IS NOT NULL
    GROUP BY participant_group, funding_source
),

grand AS (
    SELECT
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM printed
    WHERE participant_group IS NULL AND funding_source IS NULL
    HAVING count(*) > 0
),

partly AS (
    SELECT
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM printed
    WHERE (participant_group IS NULL) <> (funding_source IS NULL)
    HAVING count(*) > 0
)

SELECT
    participant_group,
    funding_source,
    persons,
    rupiah
FROM split
UNION ALL
SELECT
    'all',
    'all',
    persons,
    rupiah
FROM grand WHERE NOT EXISTS (SELECT FROM split)
UNION ALL
SELECT
    'all',
    'all',
    persons,
    rupiah
FROM partly WHERE NOT EXISTS (SELECT FROM split) AND NOT EXISTS (SELECT FROM grand);

-- In a month without a split every line is also written as the sum over groups and funders.
INSERT INTO cell
SELECT
    level,
    area_code,
    'all',
    'all',
    line,
    sum(persons),
    sum(rupiah)
FROM cell
WHERE EXISTS (SELECT FROM printed_cell WHERE participant_group = 'all')
GROUP BY level, area_code, line;

ANALYZE cell;

WITH line (line) AS (
    VALUES ('submitted'), ('carried_forward'), ('superseded'), ('rejected'), ('duplicate_in_file'), ('withdrawn'),
    ('duplicate_across_villages'), ('ineligible'), ('roster'), ('inactive_at_branch'), ('ambiguous'), ('in_process'),
    ('not_at_branch'), ('matched'), ('matched_different'), ('matched_by_inference'), ('contribution_difference'),
    ('moved_out'), ('moved_in'), ('billed_after_exit'), ('not_submitted'), ('duplicate_at_branch'),
    ('ambiguous_at_branch'), ('rejected_at_branch'), ('inactive_rows_at_branch'), ('rows_at_branch'),
    ('not_covered_at_branch'), ('covered_at_branch')
),

programme AS (
    SELECT
        participant_group,
        default_funding_source
    FROM core.programme
    WHERE is_default AND core.first_day(:period) BETWEEN valid_from AND coalesce(valid_to, 'infinity')
),

village_needed AS (
    SELECT
        area_code,
        participant_group,
        funding_source
    FROM cell
    WHERE level = 'village'
    UNION
    SELECT
        v.village_code,
        p.participant_group,
        p.default_funding_source
    FROM core.village AS v CROSS JOIN programme AS p
    WHERE NOT EXISTS (SELECT FROM cell AS c WHERE c.level = 'village' AND c.area_code = v.village_code)
),

needed AS (
    SELECT
        'village' AS level,
        area_code,
        participant_group,
        funding_source
    FROM village_needed
    UNION
    SELECT
        'district',
        regexp_replace(area_code, '\.[^.]+$', ''),
        participant_group,
        funding_source
    FROM village_needed
    UNION
    SELECT
        'regency',
        :regency,
        participant_group,
        funding_source
    FROM village_needed
    UNION
    SELECT
        'regency',
        :regency,
        participant_group,
        funding_source
    FROM printed_cell
)

INSERT INTO mart.gap_bridge (period, version, level, area_code, participant_group, funding_source, line, persons, rupiah)
SELECT
    :period,
    :version,
    n.level,
    n.area_code,
    n.participant_group,
    n.funding_source,
    l.line,
    coalesce(c.persons, 0),
    coalesce(c.rupiah, 0)
FROM needed AS n
CROSS JOIN line AS l
LEFT JOIN cell AS c
    ON
        n.level = c.level AND n.area_code = c.area_code AND n.participant_group = c.participant_group
        AND n.funding_source = c.funding_source AND l.line = c.line;

-- The last two lines exist at the regency only, in every cell of a month with a split, else in all x all.
WITH counted AS (
    SELECT
        participant_group,
        funding_source,
        persons,
        rupiah
    FROM mart.gap_bridge
    WHERE
        period = :period AND version = :version AND level = 'regency' AND line = 'covered_at_branch'
        AND EXISTS (SELECT FROM printed_cell)
        AND ((participant_group = 'all') = EXISTS (SELECT FROM printed_cell WHERE participant_group = 'all'))
),

told AS (
    SELECT
        c.participant_group,
        c.funding_source,
        coalesce(p.persons, 0) AS persons,
        coalesce(p.rupiah, 0) AS rupiah,
        coalesce(p.persons, 0) - c.persons AS persons_apart,
        coalesce(p.rupiah, 0) - c.rupiah AS rupiah_apart
    FROM counted AS c
    LEFT JOIN printed_cell AS p ON c.participant_group = p.participant_group AND c.funding_source = p.funding_source
)

INSERT INTO mart.gap_bridge (period, version, level, area_code, participant_group, funding_source, line, persons, rupiah)
SELECT
    :period,
    :version,
    'regency',
    :regency,
    participant_group,
    funding_source,
    'printed_total',
    persons,
    rupiah
FROM told
UNION ALL
SELECT
    :period,
    :version,
    'regency',
    :regency,
    participant_group,
    funding_source,
    'difference_to_printed_total',
    persons_apart,
    rupiah_apart
FROM told;
