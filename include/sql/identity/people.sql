-- Gives every usable row of both sides its person, making the people who are new. A person keeps the key under which they were
-- first met, whatever NIK they come to be known by; a NIK that only mistyped rows bear is nobody's.
-- Needs told_apart, link_row and row_link. Idempotent: a NIK and variant is one person for ever.

-- Observations all of whose rows are somebody else by another way.
CREATE TEMP TABLE mistyped ON COMMIT DROP AS
WITH linked AS (
    SELECT v.row_id
    FROM link_row AS v
    INNER JOIN row_link AS l ON v.side = l.side AND v.row_id = l.row_id
    WHERE v.own_nik IS NOT NULL AND split_part(l.entity, '/', 1) <> v.own_nik
)

SELECT o.observation_id
FROM told_apart AS o
INNER JOIN village_laid AS v
    ON o.nik = v.nik AND o.name_words IS NOT DISTINCT FROM v.name_words AND o.birth_date IS NOT DISTINCT FROM v.birth_date
LEFT JOIN linked AS l ON v.row_id = l.row_id
WHERE o.nik IN (SELECT r.own_nik FROM link_row AS r INNER JOIN linked ON r.row_id = linked.row_id AND r.side = 'village')
GROUP BY o.observation_id
HAVING count(l.row_id) = count(*);

-- Who is met this month: by NIK and variant, with the record that names them if they are new.
CREATE TEMP TABLE met ON COMMIT DROP AS
WITH records AS (
    SELECT
        o.nik,
        o.variant,
        o.name_words,
        o.birth_date,
        o.observation_id AS place
    FROM told_apart AS o
    WHERE NOT EXISTS (SELECT FROM mistyped AS m WHERE m.observation_id = o.observation_id)
    UNION ALL
    SELECT
        split_part(l.entity, '/', 1),
        split_part(l.entity, '/', 2)::smallint,
        r.name_words,
        r.birth_date,
        1000000000000 + r.link_id
    FROM row_link AS l
    INNER JOIN link_row AS r ON l.side = r.side AND l.row_id = r.row_id
    WHERE l.entity ~ '^\d{16}/'
)

SELECT DISTINCT ON (r.nik, r.variant)
    r.nik,
    r.variant,
    r.name_words,
    r.birth_date,
    p.person_key
FROM records AS r
LEFT JOIN core.person AS p ON r.nik = p.nik AND r.variant = p.variant
ORDER BY r.nik, r.variant, r.place;
CREATE INDEX ON met (nik);
ANALYZE met;

-- Somebody new by this NIK whom an earlier month knew otherwise: by a NIK noted then, by the mistyped NIK that their row still
-- bears, or by the card. Nobody is two of this month's people.
CREATE TEMP TABLE heir ON COMMIT DROP AS
WITH earlier AS (
    SELECT
        n.nik,
        n.variant,
        n.person_key,
        1 AS way
    FROM core.person_nik AS n
    UNION ALL
    SELECT
        split_part(l.entity, '/', 1),
        split_part(l.entity, '/', 2)::smallint,
        p.person_key,
        2
    FROM row_link AS l
    INNER JOIN link_row AS r ON l.side = r.side AND l.row_id = r.row_id
    INNER JOIN core.person AS p ON r.own_nik = p.nik AND NOT core.contradicts(r.name_words, r.birth_date, p.name_words, p.birth_date)
    WHERE l.entity ~ '^\d{16}/'
    UNION ALL
    SELECT
        b.nik,
        o.variant,
        p.person_key,
        3
    FROM core.person AS p
    INNER JOIN branch_laid AS b ON p.kpj = b.kpj AND NOT core.contradicts(b.name_words, b.birth_date, p.name_words, p.birth_date)
    INNER JOIN told_apart AS o
        ON b.nik = o.nik AND b.name_words IS NOT DISTINCT FROM o.name_words AND b.birth_date IS NOT DISTINCT FROM o.birth_date
    WHERE p.nik IS NULL
    UNION ALL
    SELECT
        split_part(l.entity, '/', 1),
        split_part(l.entity, '/', 2)::smallint,
        p.person_key,
        3
    FROM row_link AS l
    INNER JOIN link_row AS r ON l.side = r.side AND l.row_id = r.row_id
    INNER JOIN core.person AS p ON r.kpj = p.kpj AND p.nik IS NULL
    WHERE l.entity ~ '^\d{16}/'
),

free AS (
    SELECT DISTINCT ON (m.nik, m.variant)
        m.nik,
        m.variant,
        e.person_key,
        e.way
    FROM met AS m
    INNER JOIN earlier AS e ON m.nik = e.nik AND m.variant = e.variant
    WHERE m.person_key IS NULL AND NOT EXISTS (SELECT FROM met AS k WHERE k.person_key = e.person_key)
    ORDER BY m.nik, m.variant, e.way, e.person_key
)

SELECT DISTINCT ON (person_key)
    nik,
    variant,
    person_key
FROM free
ORDER BY person_key, way, nik, variant;

UPDATE met SET person_key = h.person_key
FROM heir AS h WHERE met.nik = h.nik AND met.variant = h.variant;

INSERT INTO core.person_nik (nik, variant, person_key, first_period)
SELECT
    nik,
    variant,
    person_key,
    :period
FROM heir
ORDER BY nik, variant
ON CONFLICT DO NOTHING;

INSERT INTO core.person (nik, variant, name_words, birth_date, first_period)
SELECT
    nik,
    variant,
    name_words,
    birth_date,
    :period
FROM met WHERE person_key IS NULL
ORDER BY nik, variant;

UPDATE met SET person_key = p.person_key
FROM core.person AS p WHERE met.person_key IS NULL AND met.nik = p.nik AND met.variant = p.variant;

-- stranger: one row somebody whom neither side names by a usable NIK.
CREATE TEMP TABLE stranger ON COMMIT DROP AS
SELECT DISTINCT ON (l.entity)
    l.entity,
    r.kpj,
    r.name_words,
    r.birth_date,
    CASE WHEN l.entity LIKE 'person/%' THEN split_part(l.entity, '/', 2)::bigint END AS person_key
FROM row_link AS l
INNER JOIN link_row AS r ON l.side = r.side AND l.row_id = r.row_id
WHERE l.entity !~ '^\d{16}/'
ORDER BY l.entity ASC, l.side ASC, l.row_id ASC;

UPDATE stranger SET person_key = nextval(pg_get_serial_sequence('core.person', 'person_key'))
WHERE person_key IS NULL;

INSERT INTO core.person (person_key, nik, kpj, name_words, birth_date, first_period) OVERRIDING SYSTEM VALUE
SELECT
    person_key,
    NULL,
    kpj,
    name_words,
    birth_date,
    :period
FROM stranger
WHERE entity NOT LIKE 'person/%'
ORDER BY entity COLLATE "C";

CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT
    o.nik,
    o.name_words,
    o.birth_date,
    m.person_key
FROM told_apart AS o
INNER JOIN met AS m ON o.nik = m.nik AND o.variant = m.variant;
ANALYZE known (nik);

CREATE TEMP TABLE linked_person ON COMMIT DROP AS
SELECT
    l.side,
    l.row_id,
    l.method,
    l.weight,
    m.nik,
    coalesce(m.person_key, s.person_key) AS person_key
FROM row_link AS l
LEFT JOIN met AS m ON l.entity = m.nik || '/' || m.variant
LEFT JOIN stranger AS s ON l.entity = s.entity;
CREATE INDEX ON linked_person (side, row_id);
ANALYZE linked_person;
