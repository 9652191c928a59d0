-- target: one row a record that a row of link_row may be: the branch's month, people of earlier months, the registry in
-- force, and, for the branch's rows, the villages' rows whose NIK the branch does not know; of them only those with a birth
-- date, or twelve first or eight last digits of a NIK, that are asked for.
-- candidate: one row a row of link_row and a target with the same birth date that share a word of the name, or its first four
-- letters, or the NIK's place, or the village; or with day and month the other way about, a word and the district; or with the
-- twelve digits; or, where the row tells no birth date, with the eight. Beside an equal birth date the last digits are but the
-- serial, which begins anew every day and place: asked for, nearly everybody of a date would be a candidate of everybody.
-- Needs link_row. Temporary.

CREATE TEMP TABLE target ON COMMIT DROP AS
WITH asked AS (
    SELECT birth_date FROM link_row WHERE birth_date IS NOT NULL
    UNION
    SELECT swapped_date FROM link_row WHERE swapped_date IS NOT NULL
),

asked_digits AS (
    SELECT DISTINCT twelve_digits AS digits FROM link_row WHERE twelve_digits IS NOT NULL
),

asked_endings AS (
    SELECT DISTINCT last_digits AS digits FROM link_row WHERE last_digits IS NOT NULL
),

records AS (
    SELECT
        'branch' AS kind,
        b.row_id AS record_id,
        b.nik,
        r.nik_raw,
        r.nik_fault,
        b.name_words,
        r.name,
        coalesce(b.birth_date, r.nik_birth_date) AS birth_date,
        b.sex,
        b.village_code,
        b.kpj
    FROM branch_laid AS b
    INNER JOIN core.branch_row AS r ON b.row_id = r.row_id
    WHERE coalesce(cardinality(b.name_words), 0) > 0
    UNION ALL
    SELECT
        'person',
        p.person_key,
        p.nik,
        p.nik,
        NULL,
        p.name_words,
        array_to_string(p.name_words, ' '),
        coalesce(p.birth_date, core.birth_date_in_nik(p.nik, core.first_day(:period))),
        NULL,
        NULL,
        p.kpj
    FROM core.person AS p WHERE p.first_period < :period AND coalesce(cardinality(p.name_words), 0) > 0
    UNION ALL
    SELECT
        'registry',
        g.row_id,
        g.nik,
        g.nik,
        NULL,
        NULL,
        g.name,
        coalesce(g.birth_date, core.birth_date_in_nik(g.nik, core.first_day(:period))),
        g.sex,
        g.village_code,
        NULL
    FROM core.registry_person AS g
    INNER JOIN core.registry_in_force AS f ON g.registry_version_id = f.registry_version_id
    WHERE g.nik IS NOT NULL AND g.name IS NOT NULL
    UNION ALL
    SELECT
        'village',
        l.row_id,
        l.own_nik,
        l.nik_raw,
        l.nik_fault,
        l.name_words,
        l.name,
        l.birth_date,
        l.sex,
        l.village_code,
        NULL
    FROM link_row AS l WHERE l.side = 'village' AND l.own_nik IS NOT NULL
)

SELECT
    array_position(ARRAY['branch', 'person', 'registry', 'village'], r.kind) * 1000000000000 + r.record_id AS target_id,
    r.*,
    coalesce(r.name_words[1], split_part(r.name, ' ', 1)) AS first_word,
    coalesce(r.name_words[2], split_part(r.name, ' ', 2)) AS second_word,
    left(replace(coalesce(array_to_string(r.name_words, ''), r.name), ' ', ''), 4) AS beginning,
    left(r.nik, 7) AS first_digits,
    right(r.nik, 8) AS last_digits,
    left(r.nik, 12) AS twelve_digits,
    left(r.village_code, 8) AS district
FROM records AS r
WHERE
    r.birth_date IN (SELECT a.birth_date FROM asked AS a) OR left(r.nik, 12) IN (SELECT a.digits FROM asked_digits AS a)
    OR right(r.nik, 8) IN (SELECT a.digits FROM asked_endings AS a);

CREATE INDEX ON target (target_id);
ANALYZE target (target_id, birth_date, first_word, second_word, beginning, first_digits, last_digits, twelve_digits, village_code);

CREATE TEMP TABLE candidate ON COMMIT DROP AS
WITH word AS (
    SELECT DISTINCT
        l.link_id,
        l.birth_date,
        l.swapped_date,
        l.district,
        w.word
    FROM link_row AS l
    CROSS JOIN unnest(l.name_words || string_to_array(l.name, ' ')) AS w (word)
    WHERE length(w.word) > 1
),

found AS (
    SELECT
        w.link_id,
        t.target_id
    FROM word AS w INNER JOIN target AS t ON w.birth_date = t.birth_date AND w.word = t.first_word
    UNION
    SELECT
        w.link_id,
        t.target_id
    FROM word AS w INNER JOIN target AS t ON w.birth_date = t.birth_date AND w.word = t.second_word
    UNION
    SELECT
        l.link_id,
        t.target_id
    FROM link_row AS l INNER JOIN target AS t ON l.birth_date = t.birth_date AND l.beginning = t.beginning
    UNION
    SELECT
        l.link_id,
        t.target_id
    FROM link_row AS l INNER JOIN target AS t ON l.birth_date = t.birth_date AND l.first_digits = t.first_digits
    UNION
    SELECT
        l.link_id,
        t.target_id
    FROM link_row AS l INNER JOIN target AS t ON l.last_digits = t.last_digits
    UNION
    SELECT
        l.link_id,
        t.target_id
    FROM link_row AS l INNER JOIN target AS t ON l.birth_date = t.birth_date AND l.village_code = t.village_code
    UNION
    SELECT
        w.link_id,
        t.target_id
    FROM word AS w INNER JOIN target AS t ON w.swapped_date = t.birth_date AND w.word = t.first_word AND w.district = t.district
    UNION
    SELECT
        l.link_id,
        t.target_id
    FROM link_row AS l INNER JOIN target AS t ON l.twelve_digits = t.twelve_digits
)

SELECT
    f.link_id,
    f.target_id
FROM found AS f
INNER JOIN link_row AS l ON f.link_id = l.link_id
INNER JOIN target AS t ON f.target_id = t.target_id
-- A village's row is never a target of another one; a branch's row only where its NIK can be used.
WHERE CASE l.side WHEN 'village' THEN t.kind <> 'village' ELSE t.kind <> 'branch' OR t.nik IS NOT NULL END;
ANALYZE candidate;
