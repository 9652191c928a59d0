-- One snapshot a registry version that the load changed: its newest readable bytes at each path, new or known before.
-- Snapshots are never overwritten: other bytes make another snapshot of the same version. DTSEN's members are joined
-- with the families of the same snapshot, whichever of the two files came first or was corrected.

INSERT INTO core.registry_family (file_id, member, sheet, row_number, family_ref, village_code, desil, desil_province, desil_regency)
SELECT
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    r.family_ref,
    r.village_code,
    r.desil,
    r.desil_province,
    r.desil_regency
FROM staging.registry_family AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
WHERE g.load_id = :load_id;

CREATE TEMP TABLE snapshot ON COMMIT DROP AS
WITH changed AS (
    SELECT DISTINCT f.collection FROM core.file_reading AS g
    INNER JOIN landing.file AS f ON g.file_id = f.file_id
    WHERE g.load_id = :load_id AND g.outcome = 'read'
),

newest AS (
    SELECT DISTINCT ON (f.collection, f.path)
        f.collection,
        f.file_id,
        f.received_at
    FROM landing.file AS f
    INNER JOIN changed AS c ON f.collection = c.collection
    INNER JOIN core.file_reading AS g ON f.file_id = g.file_id
    WHERE f.feed = 'poverty_registry' AND g.outcome = 'read'
    ORDER BY f.collection ASC, f.path ASC, f.received_at DESC, f.reading DESC, f.file_id DESC
)

SELECT
    split_part(collection, '/', 1) AS registry,
    split_part(collection, '/', 2) AS version,
    array_agg(file_id ORDER BY file_id) AS file_ids,
    max(received_at) AS received_at,
    NULL::integer AS registry_version_id
FROM newest GROUP BY collection;

INSERT INTO core.registry_version (registry, version, file_ids, received_at, persons, load_id)
SELECT
    s.registry,
    s.version,
    s.file_ids,
    s.received_at,
    0,
    :load_id
FROM snapshot AS s
ORDER BY s.received_at, s.registry, s.version;

UPDATE snapshot AS s
SET registry_version_id = v.registry_version_id
FROM core.registry_version AS v
WHERE v.load_id = :load_id AND s.registry = v.registry AND s.version = v.version AND s.file_ids = v.file_ids;

-- A family that stands twice and contradicts itself tells nothing: its members keep what only one value says.
CREATE TEMP TABLE family ON COMMIT DROP AS
SELECT
    s.registry_version_id,
    f.family_ref,
    CASE WHEN min(f.village_code) = max(f.village_code) THEN min(f.village_code) END AS village_code,
    CASE WHEN min(f.desil) = max(f.desil) THEN min(f.desil) END AS desil,
    CASE WHEN min(f.desil_province) = max(f.desil_province) THEN min(f.desil_province) END AS desil_province,
    CASE WHEN min(f.desil_regency) = max(f.desil_regency) THEN min(f.desil_regency) END AS desil_regency
FROM snapshot AS s
INNER JOIN core.registry_family AS f ON f.file_id = any(s.file_ids)
WHERE f.family_ref IS NOT NULL
GROUP BY s.registry_version_id, f.family_ref;
ANALYZE family;

-- People whose own row tells everything (P3KE), and the members of DTSEN before their families are looked up.
INSERT INTO core.registry_person (
    registry_version_id, row_id, file_id, member, sheet, row_number, person_ref, family_ref, nik, dukcapil_matched, name, birth_date, sex,
    card_village_code, village_code, village_origin, desil, desil_province, desil_regency, occupation, family_relation
)
WITH elsewhere AS (SELECT min(left(village_code, 5)) || '.unknown.unknown' AS village_code FROM core.village),

arrived AS (
    SELECT
        s.registry,
        s.registry_version_id,
        r.row_id,
        r.file_id,
        r.member,
        r.sheet,
        r.row_number,
        r.person_ref,
        r.family_ref,
        core.possible_nik(r.nik, r.nik_fault) AS nik,
        r.dukcapil_matched,
        r.name,
        r.birth_date,
        r.sex,
        r.card_village_code,
        r.village_code,
        r.desil,
        r.occupation,
        r.family_relation
    FROM snapshot AS s
    INNER JOIN staging.registry_row AS r ON r.file_id = any(s.file_ids)
),

-- Files of the version that were there before bring their people from the snapshot they are in.
known AS (
    SELECT DISTINCT ON (s.registry_version_id, p.row_id)
        s.registry,
        s.registry_version_id,
        p.row_id,
        p.file_id,
        p.member,
        p.sheet,
        p.row_number,
        p.person_ref,
        p.family_ref,
        p.nik,
        p.dukcapil_matched,
        p.name,
        p.birth_date,
        p.sex,
        p.card_village_code,
        CASE WHEN s.registry = 'p3ke' THEN p.village_code END AS village_code,
        CASE WHEN s.registry = 'p3ke' THEN p.desil END AS desil,
        p.occupation,
        p.family_relation
    FROM snapshot AS s
    INNER JOIN core.registry_version AS w ON s.registry = w.registry AND s.version = w.version AND s.registry_version_id <> w.registry_version_id
    INNER JOIN core.registry_person AS p ON w.registry_version_id = p.registry_version_id AND p.file_id = any(s.file_ids)
    ORDER BY s.registry_version_id ASC, p.row_id ASC, p.registry_version_id DESC
),

person AS (
    SELECT * FROM arrived
    UNION ALL
    SELECT * FROM known
)

SELECT
    p.registry_version_id,
    p.row_id,
    p.file_id,
    p.member,
    p.sheet,
    p.row_number,
    p.person_ref,
    p.family_ref,
    p.nik,
    p.dukcapil_matched,
    p.name,
    p.birth_date,
    p.sex,
    p.card_village_code,
    coalesce(
        p.village_code,
        CASE WHEN f.village_code NOT LIKE '%.unknown' THEN f.village_code END,
        CASE WHEN p.card_village_code NOT LIKE '%.unknown' THEN p.card_village_code END,
        f.village_code,
        p.card_village_code,
        e.village_code
    ) AS village_code,
    CASE
        WHEN p.registry = 'p3ke' THEN 'row'
        WHEN f.village_code NOT LIKE '%.unknown' THEN 'family'
        WHEN p.card_village_code NOT LIKE '%.unknown' OR f.village_code IS NULL THEN 'card'
        ELSE 'family'
    END AS village_origin,
    CASE WHEN p.registry = 'p3ke' THEN p.desil ELSE f.desil END AS desil,
    f.desil_province,
    f.desil_regency,
    p.occupation,
    p.family_relation
FROM person AS p
CROSS JOIN elsewhere AS e
LEFT JOIN family AS f ON p.registry = 'dtsen' AND p.registry_version_id = f.registry_version_id AND p.family_ref = f.family_ref;

UPDATE core.registry_version AS v
SET
    persons = (SELECT count(*) FROM core.registry_person AS p WHERE p.registry_version_id = v.registry_version_id),
    families = (SELECT count(*) FROM family AS f WHERE f.registry_version_id = v.registry_version_id)
WHERE v.load_id = :load_id;

UPDATE core.registry_version AS v
SET
    families_without_members = (
        SELECT count(*) FROM family AS f
        WHERE
            f.registry_version_id = v.registry_version_id AND NOT EXISTS (
                SELECT FROM core.registry_person AS p
                WHERE p.registry_version_id = v.registry_version_id AND p.family_ref = f.family_ref
            )
    ),
    persons_without_family = (
        SELECT count(*) FROM core.registry_person AS p
        WHERE
            p.registry_version_id = v.registry_version_id AND NOT EXISTS (
                SELECT FROM family AS f
                WHERE f.registry_version_id = v.registry_version_id AND f.family_ref = p.family_ref
            )
    )
WHERE v.load_id = :load_id AND v.registry = 'dtsen';

-- Who fell out and who came in, as counts; pairs of versions that this load left alone stay as they are.
DELETE FROM mart.registry_change_count AS m
WHERE
    EXISTS (
        SELECT FROM snapshot AS s
        WHERE m.registry = s.registry AND s.version IN (m.version_before, m.version_after)
    )
    OR NOT EXISTS (
        SELECT FROM core.registry_snapshot AS b
        INNER JOIN core.registry_snapshot AS a ON b.registry = a.registry AND a.place = b.place + 1
        WHERE b.registry = m.registry AND b.version = m.version_before AND a.version = m.version_after
    );

INSERT INTO mart.registry_change_count (
    registry, version_before, version_after, village_code, desil,
    persons_before, fell_out, moved_out, came_in, moved_in, persons_after
)
WITH pair AS (
    SELECT
        b.registry,
        b.version AS version_before,
        a.version AS version_after,
        b.registry_version_id AS id_before,
        a.registry_version_id AS id_after
    FROM core.registry_snapshot AS b
    INNER JOIN core.registry_snapshot AS a ON b.registry = a.registry AND a.place = b.place + 1
    WHERE NOT EXISTS (
        SELECT FROM mart.registry_change_count AS m
        WHERE m.registry = b.registry AND m.version_before = b.version AND m.version_after = a.version
    )
),

compared AS MATERIALIZED (
    SELECT
        p.registry,
        p.version_before,
        p.version_after,
        c.change,
        c.village_before,
        c.village_after,
        CASE WHEN c.desil_before ~ '^(10|[1-9]|4\+)$' THEN c.desil_before ELSE 'unknown' END AS desil_before,
        CASE WHEN c.desil_after ~ '^(10|[1-9]|4\+)$' THEN c.desil_after ELSE 'unknown' END AS desil_after
    FROM pair AS p
    CROSS JOIN LATERAL core.registry_compared(p.id_before, p.id_after) AS c
),

placed AS (
    SELECT
        registry,
        version_before,
        version_after,
        village_before AS village_code,
        desil_before AS desil,
        1 AS before,
        (change = 'fell_out')::integer AS fell_out,
        (change <> 'fell_out' AND (village_before, desil_before) <> (village_after, desil_after))::integer AS moved_out,
        0 AS came_in,
        0 AS moved_in,
        0 AS after
    FROM compared WHERE change <> 'came_in'
    UNION ALL
    SELECT
        registry,
        version_before,
        version_after,
        village_after,
        desil_after,
        0,
        0,
        0,
        (change = 'came_in')::integer,
        (change <> 'came_in' AND (village_before, desil_before) <> (village_after, desil_after))::integer,
        1
    FROM compared WHERE change <> 'fell_out'
)

SELECT
    registry,
    version_before,
    version_after,
    village_code,
    desil,
    sum(before),
    sum(fell_out),
    sum(moved_out),
    sum(came_in),
    sum(moved_in),
    sum(after)
FROM placed
GROUP BY registry, version_before, version_after, village_code, desil;

DELETE FROM staging.registry_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
DELETE FROM staging.registry_family AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
