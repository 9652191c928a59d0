-- Grain: one row a registry row of the load, DTSEN's members with what their family tells.
-- Reads only: the facts that the rules' conditions stand on, as alias r; nothing a rule does not read.
-- Looked for once a load: in the rule itself every row would be looked up again.
WITH repeated AS MATERIALIZED (
    SELECT
        r.file_id,
        r.nik
    FROM checked_file AS f
    INNER JOIN staging.registry_row AS r ON f.file_id = r.file_id
    WHERE r.nik IS NOT null
    GROUP BY r.file_id, r.nik
    HAVING count(*) > 1
),

placed AS MATERIALIZED (
    SELECT
        f.file_id,
        l.collection,
        l.collection LIKE 'dtsen/%' AS has_families
    FROM checked_file AS f
    INNER JOIN landing.file AS l ON f.file_id = l.file_id
),

-- The newest readable file at each path of the versions that the load concerns: arriving now, or in core.
held AS MATERIALIZED (
    SELECT DISTINCT ON (l.collection, l.path)
        l.collection,
        l.file_id
    FROM landing.file AS l
    WHERE
        l.feed = 'poverty_registry' AND l.collection IN (SELECT p.collection FROM placed AS p WHERE p.has_families)
        AND (
            l.file_id IN (SELECT p.file_id FROM placed AS p)
            OR EXISTS (SELECT FROM core.file_reading AS g WHERE g.file_id = l.file_id AND g.outcome = 'read')
        )
    ORDER BY l.collection ASC, l.path ASC, l.received_at DESC, l.reading DESC, l.file_id DESC
),

family_row AS (
    SELECT
        file_id,
        family_ref,
        village_code,
        desil
    FROM staging.registry_family
    UNION ALL
    SELECT
        file_id,
        family_ref,
        village_code,
        desil
    FROM core.registry_family
),

family AS MATERIALIZED (
    SELECT
        h.collection,
        f.family_ref,
        CASE WHEN min(f.village_code) = max(f.village_code) THEN min(f.village_code) END AS village_code,
        CASE WHEN min(f.desil) = max(f.desil) THEN min(f.desil) END AS desil,
        coalesce(min(f.village_code) <> max(f.village_code), false) OR coalesce(min(f.desil) <> max(f.desil), false) AS contradictory
    FROM held AS h
    INNER JOIN family_row AS f ON h.file_id = f.file_id
    WHERE f.family_ref IS NOT null
    GROUP BY h.collection, f.family_ref
)

SELECT
    r.row_id,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    coalesce(r.village_code, CASE WHEN a.village_code NOT LIKE '%.unknown' THEN a.village_code END, r.card_village_code, a.village_code)
        AS village_code,
    r.nik,
    r.nik_fault,
    d.nik IS NOT null AS nik_repeated,
    r.dukcapil_matched,
    r.name,
    r.birth_date,
    r.sex,
    coalesce(r.desil, a.desil) AS desil,
    CASE WHEN p.has_families AND a.family_ref IS null THEN 'missing' WHEN a.contradictory THEN 'contradictory' END AS family
FROM placed AS p
INNER JOIN staging.registry_row AS r ON p.file_id = r.file_id
LEFT JOIN repeated AS d ON r.file_id = d.file_id AND r.nik = d.nik
LEFT JOIN family AS a ON p.has_families AND p.collection = a.collection AND r.family_ref = a.family_ref
