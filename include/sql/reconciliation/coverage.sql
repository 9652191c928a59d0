-- Needs month_outcome. mart.coverage: one row an area and denominator of one version of one month. Published numbers exist for the regency
-- only; the registry in force counts its adults in every area.

INSERT INTO mart.coverage (period, version, level, area_code, denominator, denominator_date, denominator_persons, roster_persons, covered_persons)
WITH roster AS (
    SELECT
        village_code,
        count(*) AS persons
    FROM month_outcome
    WHERE
        side = 'village'
        AND outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible')
    GROUP BY village_code
),

covered AS (
    SELECT
        village_code,
        count(*) AS persons
    FROM month_outcome
    WHERE side = 'branch' AND covered AND outcome <> 'duplicate_at_branch'
    GROUP BY village_code
),

poor AS (
    SELECT
        p.village_code,
        count(*) AS persons
    FROM core.registry_person AS p
    INNER JOIN core.registry_in_force AS g ON p.registry_version_id = g.registry_version_id
    GROUP BY p.village_code
),

village AS (
    SELECT
        coalesce(r.village_code, c.village_code, p.village_code) AS village_code,
        coalesce(p.persons, 0) AS poor,
        coalesce(r.persons, 0) AS roster,
        coalesce(c.persons, 0) AS covered
    FROM roster AS r
    FULL JOIN covered AS c ON r.village_code = c.village_code
    FULL JOIN poor AS p ON coalesce(r.village_code, c.village_code) = p.village_code
),

area AS (
    SELECT
        'village' AS level,
        village_code AS area_code,
        poor,
        roster,
        covered
    FROM village
    UNION ALL
    SELECT
        'district',
        regexp_replace(village_code, '\.[^.]+$', ''),
        sum(poor),
        sum(roster),
        sum(covered)
    FROM village GROUP BY 2
    UNION ALL
    SELECT
        'regency',
        :regency,
        coalesce(sum(poor), 0),
        coalesce(sum(roster), 0),
        coalesce(sum(covered), 0)
    FROM village
)

SELECT
    :period,
    :version,
    a.level,
    a.area_code,
    g.registry || ' ' || g.version,
    (g.received_at AT TIME ZONE 'Asia/Jakarta')::date,
    a.poor,
    a.roster,
    a.covered
FROM area AS a CROSS JOIN core.registry_in_force AS g
UNION ALL
SELECT
    :period,
    :version,
    a.level,
    a.area_code,
    d.denominator,
    d.date,
    d.persons,
    a.roster,
    a.covered
FROM area AS a CROSS JOIN core.denominator AS d
WHERE a.level = 'regency';
