-- candidate anew, and target more: whoever a village's row that nothing has identified may be although the birth date is another
-- one or untold. Of the same village they share a word of the name, of the same district the whole name; and the year of birth, or
-- its day and month, unless one side tells none, or village and whole name are the same. Where a record tells no district: the
-- whole name, and day and month the other way about. Birth dates that differ identify nobody: these are for a person to see.
-- A row whose own NIK is good is asked about only for the branch's rows that have none, or one that a slip makes of it: two good
-- NIKs are two people, namesakes above all. Needs link_row, target and resolved. Temporary.

CREATE TEMP TABLE looked_for ON COMMIT DROP AS
WITH unknown AS (
    SELECT l.* FROM link_row AS l
    WHERE l.side = 'village' AND NOT EXISTS (SELECT FROM resolved AS r WHERE r.link_id = l.link_id)
),

names AS (
    SELECT
        link_id,
        name_words || string_to_array(name, ' ') AS names,
        false AS whole
    FROM unknown
    UNION ALL
    SELECT
        link_id,
        ARRAY[array_to_string(name_words, ''), replace(name, ' ', '')],
        true
    FROM unknown
)

SELECT DISTINCT
    u.link_id,
    u.own_nik IS NOT NULL AS own,
    u.village_code,
    CASE WHEN n.whole THEN u.district ELSE u.village_code END AS place,
    u.birth_date,
    u.swapped_date,
    w.name,
    n.whole
FROM unknown AS u
INNER JOIN names AS n ON u.link_id = n.link_id
CROSS JOIN unnest(n.names) AS w (name)
WHERE length(w.name) > 1;
CREATE INDEX ON looked_for (place, name);
ANALYZE looked_for;

CREATE TEMP TABLE like_named ON COMMIT DROP AS
WITH cards AS (
    SELECT
        'branch' AS kind,
        1000000000000 + b.row_id AS target_id,
        b.row_id AS record_id,
        b.nik,
        r.nik_raw,
        r.nik_fault,
        b.name_words,
        r.name,
        coalesce(b.birth_date, r.nik_birth_date) AS birth_date,
        b.sex,
        b.village_code,
        b.kpj,
        b.name_words[1] AS first_word,
        b.name_words[2] AS second_word,
        array_to_string(b.name_words, '') AS whole,
        left(b.village_code, 8) AS district
    FROM branch_laid AS b
    INNER JOIN core.branch_row AS r ON b.row_id = r.row_id
    WHERE coalesce(cardinality(b.name_words), 0) > 0
),

residents AS (
    SELECT
        'registry',
        3000000000000 + g.row_id,
        g.row_id,
        g.nik,
        g.nik,
        NULL,
        NULL::text[],
        g.name,
        coalesce(g.birth_date, core.birth_date_in_nik(g.nik, core.first_day(:period))),
        g.sex,
        g.village_code,
        NULL,
        split_part(g.name, ' ', 1) AS first_word,
        split_part(g.name, ' ', 2) AS second_word,
        replace(g.name, ' ', '') AS whole,
        left(g.village_code, 8) AS district
    FROM core.registry_person AS g
    INNER JOIN core.registry_in_force AS f ON g.registry_version_id = f.registry_version_id
    WHERE g.nik IS NOT NULL AND g.name IS NOT NULL AND EXISTS (SELECT FROM looked_for AS k WHERE NOT k.own)
)

SELECT c.* FROM cards AS c
WHERE
    EXISTS (SELECT FROM looked_for AS k WHERE k.place = c.village_code AND k.name = c.first_word)
    OR EXISTS (SELECT FROM looked_for AS k WHERE k.place = c.village_code AND k.name = c.second_word)
    OR EXISTS (SELECT FROM looked_for AS k WHERE k.place = c.district AND k.name = c.whole)
UNION ALL
SELECT r.* FROM residents AS r
WHERE
    EXISTS (SELECT FROM looked_for AS k WHERE NOT k.own AND k.place = r.village_code AND k.name = r.first_word)
    OR EXISTS (SELECT FROM looked_for AS k WHERE NOT k.own AND k.place = r.village_code AND k.name = r.second_word)
    OR EXISTS (SELECT FROM looked_for AS k WHERE NOT k.own AND k.place = r.district AND k.name = r.whole);
ANALYZE like_named;

DELETE FROM candidate;
INSERT INTO candidate (link_id, target_id)
WITH met AS (
    SELECT
        k.link_id,
        k.birth_date,
        t.target_id,
        t.birth_date AS other_date,
        false AS same
    FROM looked_for AS k INNER JOIN like_named AS t ON k.place = t.village_code AND k.name = t.first_word
    UNION ALL
    SELECT
        k.link_id,
        k.birth_date,
        t.target_id,
        t.birth_date,
        false
    FROM looked_for AS k INNER JOIN like_named AS t ON k.place = t.village_code AND k.name = t.second_word
    UNION ALL
    SELECT
        k.link_id,
        k.birth_date,
        t.target_id,
        t.birth_date,
        k.village_code = t.village_code
    FROM looked_for AS k INNER JOIN like_named AS t ON k.place = t.district AND k.name = t.whole
),

found AS (
    SELECT
        m.link_id,
        m.target_id
    FROM met AS m
    WHERE
        m.same OR m.birth_date IS NULL OR m.other_date IS NULL
        OR date_part('year', m.birth_date) = date_part('year', m.other_date)
        OR to_char(m.birth_date, 'MMDD') = to_char(m.other_date, 'MMDD')
    UNION
    SELECT
        k.link_id,
        t.target_id
    FROM looked_for AS k
    INNER JOIN target AS t ON k.whole AND k.swapped_date = t.birth_date AND k.name = array_to_string(t.name_words, '')
    WHERE coalesce(t.village_code, 'unknown') LIKE '%unknown' AND t.kind <> 'village'
)

SELECT
    f.link_id,
    f.target_id
FROM found AS f
INNER JOIN link_row AS l ON f.link_id = l.link_id
LEFT JOIN like_named AS t ON f.target_id = t.target_id
WHERE
    l.own_nik IS NULL
    OR (t.kind = 'branch' AND (t.nik IS NULL OR core.nik_could_be(l.nik_written, l.nik_fault, t.nik)));

INSERT INTO target (target_id, kind, record_id, nik, nik_raw, nik_fault, name_words, name, birth_date, sex, village_code, kpj)
SELECT
    n.target_id,
    n.kind,
    n.record_id,
    n.nik,
    n.nik_raw,
    n.nik_fault,
    n.name_words,
    n.name,
    n.birth_date,
    n.sex,
    n.village_code,
    n.kpj
FROM like_named AS n
WHERE
    n.target_id IN (SELECT c.target_id FROM candidate AS c)
    AND NOT EXISTS (SELECT FROM target AS t WHERE t.target_id = n.target_id);
ANALYZE target (target_id);
ANALYZE candidate;
