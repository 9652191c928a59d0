-- Needs month_outcome and mart.denominator of the version. mart.coverage: one row an area and denominator of one version of one month.
-- Published numbers exist for the regency only; a registry counts its adults in every area, each once.

INSERT INTO mart.coverage (period, version, level, area_code, denominator, denominator_date, denominator_persons, roster_persons, covered_persons)
WITH village AS (
    SELECT
        village_code,
        count(*) FILTER (
            WHERE side = 'village' AND outcome NOT IN (
                'superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible'
            )
        ) AS roster,
        count(*) FILTER (WHERE covered AND outcome <> 'duplicate_at_branch') AS covered
    FROM month_outcome
    GROUP BY village_code
),

limits AS MATERIALIZED (
    SELECT
        (core.first_day(:period) - make_interval(years => core.parameter_of('age_below_years', :period)::integer))::date AS born_after,
        (core.first_day(:period) - make_interval(years => core.parameter_of('age_minimum_years', :period)::integer))::date AS born_until
),

counted_snapshot AS (
    SELECT
        s.registry_version_id,
        s.registry,
        s.version
    FROM core.registry_snapshot AS s
    WHERE (s.registry, s.version) IN (
        SELECT
            d.registry,
            d.registry_version
        FROM mart.denominator AS d WHERE d.period = :period AND d.version = :version
    )
),

-- Of several records of one NIK the first counts. Counted, not sorted: sorting every record takes five times as long. The snapshots
-- are asked for as an array: joined, the planner takes them for a few of the records, and sorts after all.
repeated AS (
    SELECT
        registry_version_id,
        nik,
        min(row_id) AS first_row_id
    FROM core.registry_person
    WHERE nik IS NOT NULL AND registry_version_id = any(array(SELECT s.registry_version_id FROM counted_snapshot AS s))
    GROUP BY registry_version_id, nik HAVING count(*) > 1
),

registered AS MATERIALIZED (
    SELECT
        p.registry_version_id,
        p.village_code,
        p.desil,
        coalesce(p.birth_date > limits.born_after AND p.birth_date <= limits.born_until, true) AS of_age,
        count(*) AS persons
    FROM core.registry_person AS p
    LEFT JOIN repeated AS r ON p.registry_version_id = r.registry_version_id AND p.nik = r.nik
    CROSS JOIN limits
    WHERE
        p.registry_version_id = any(array(SELECT s.registry_version_id FROM counted_snapshot AS s))
        AND (r.nik IS NULL OR p.row_id = r.first_row_id)
    GROUP BY 1, 2, 3, 4
),

measured AS (
    SELECT
        d.denominator,
        r.village_code,
        sum(r.persons) AS persons
    FROM mart.denominator AS d
    INNER JOIN counted_snapshot AS s ON d.registry = s.registry AND d.registry_version = s.version
    INNER JOIN registered AS r ON s.registry_version_id = r.registry_version_id
    WHERE
        d.period = :period AND d.version = :version
        AND (d.kind = 'registry' OR (d.kind = 'registry_eligible' AND r.of_age AND array_position(d.desils, r.desil) IS NOT NULL))
    GROUP BY d.denominator, r.village_code
),

cell AS (
    SELECT
        d.denominator,
        d.date,
        v.village_code,
        0 AS persons,
        v.roster,
        v.covered
    FROM mart.denominator AS d CROSS JOIN village AS v
    WHERE d.period = :period AND d.version = :version
    UNION ALL
    SELECT
        m.denominator,
        d.date,
        m.village_code,
        m.persons,
        0,
        0
    FROM measured AS m
    INNER JOIN mart.denominator AS d ON d.period = :period AND d.version = :version AND m.denominator = d.denominator
),

area AS (
    SELECT
        'village' AS level,
        village_code AS area_code,
        denominator,
        date,
        sum(persons) AS persons,
        sum(roster) AS roster,
        sum(covered) AS covered
    FROM cell
    GROUP BY village_code, denominator, date
    UNION ALL
    SELECT
        'district',
        regexp_replace(village_code, '\.[^.]+$', ''),
        denominator,
        date,
        sum(persons),
        sum(roster),
        sum(covered)
    FROM cell
    GROUP BY 2, denominator, date
    UNION ALL
    SELECT
        'regency',
        :regency,
        denominator,
        date,
        sum(persons),
        sum(roster),
        sum(covered)
    FROM cell
    GROUP BY denominator, date
)

SELECT
    :period,
    :version,
    a.level,
    a.area_code,
    a.denominator,
    a.date,
    CASE WHEN d.title_id IS NULL THEN a.persons ELSE p.persons END,
    a.roster,
    a.covered
FROM area AS a
INNER JOIN mart.denominator AS d ON d.period = :period AND d.version = :version AND a.denominator = d.denominator
LEFT JOIN core.denominator AS p ON a.denominator = p.denominator
WHERE d.kind <> 'published' OR a.level = 'regency';
