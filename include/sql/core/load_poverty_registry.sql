-- One snapshot a registry version that the load changed: its newest readable bytes at each path, new or known before.
-- Snapshots are never overwritten: other bytes make another snapshot of the same version.

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
    ORDER BY f.collection ASC, f.path ASC, f.seen_at DESC, f.file_id DESC
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

INSERT INTO core.registry_person
SELECT
    v.registry_version_id,
    r.row_id,
    r.file_id,
    r.sheet,
    r.row_number,
    r.person_ref,
    r.family_ref,
    CASE WHEN r.nik_fault IS NULL OR r.nik_fault = 'impossible_date' THEN r.nik END,
    r.dukcapil_matched,
    r.name,
    r.birth_date,
    r.sex,
    r.village_code,
    r.desil,
    r.occupation,
    r.family_relation
FROM snapshot AS s
INNER JOIN core.registry_version AS v ON s.registry = v.registry AND s.version = v.version AND s.file_ids = v.file_ids AND v.load_id = :load_id
INNER JOIN staging.registry_row AS r ON r.file_id = any(s.file_ids);

-- Files of the version that were there before bring their people from the snapshot they are in.
INSERT INTO core.registry_person
SELECT DISTINCT ON (p.row_id)
    v.registry_version_id,
    p.row_id,
    p.file_id,
    p.sheet,
    p.row_number,
    p.person_ref,
    p.family_ref,
    p.nik,
    p.dukcapil_matched,
    p.name,
    p.birth_date,
    p.sex,
    p.village_code,
    p.desil,
    p.occupation,
    p.family_relation
FROM snapshot AS s
INNER JOIN core.registry_version AS v ON s.registry = v.registry AND s.version = v.version AND s.file_ids = v.file_ids AND v.load_id = :load_id
INNER JOIN core.registry_version AS w ON s.registry = w.registry AND s.version = w.version AND v.registry_version_id <> w.registry_version_id
INNER JOIN core.registry_person AS p ON w.registry_version_id = p.registry_version_id AND p.file_id = any(s.file_ids)
ORDER BY p.row_id ASC, p.registry_version_id DESC;

UPDATE core.registry_version AS v
SET persons = c.persons
FROM (
    SELECT
        p.registry_version_id,
        count(*) AS persons
    FROM core.registry_person AS p
    INNER JOIN core.registry_version AS w ON p.registry_version_id = w.registry_version_id
    WHERE w.load_id = :load_id GROUP BY p.registry_version_id
) AS c
WHERE v.registry_version_id = c.registry_version_id;

DELETE FROM staging.registry_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
