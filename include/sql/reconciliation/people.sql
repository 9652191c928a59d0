-- Gives every usable row of both sides its person, making the people who are new.
-- Needs variant, which tells apart the people of one NIK. Idempotent: a NIK and variant is one person for ever.

CREATE TEMP TABLE told_apart ON COMMIT DROP AS
SELECT
    o.observation_id,
    o.nik,
    o.name_words,
    o.birth_date,
    coalesce(v.variant, p.variant, 1) AS variant
FROM observation AS o
LEFT JOIN variant AS v ON o.observation_id = v.observation_id
LEFT JOIN core.person AS p ON o.person_key = p.person_key;
ANALYZE told_apart (nik, variant);

INSERT INTO core.person (nik, variant, name_words, birth_date, first_period)
SELECT DISTINCT ON (o.nik, o.variant)
    o.nik,
    o.variant,
    o.name_words,
    o.birth_date,
    :period
FROM told_apart AS o
WHERE NOT EXISTS (SELECT FROM core.person AS p WHERE p.nik = o.nik AND p.variant = o.variant)
ORDER BY o.nik, o.variant, o.observation_id;

CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT
    o.nik,
    o.name_words,
    o.birth_date,
    p.person_key
FROM told_apart AS o
INNER JOIN core.person AS p ON o.nik = p.nik AND o.variant = p.variant;
ANALYZE known (nik);

-- village_side and branch_side: the rows laid out, with their person and room for what becomes of them.
CREATE TEMP TABLE village_side ON COMMIT DROP AS
SELECT
    v.*,
    k.person_key,
    false AS contradicted,
    NULL::text AS outcome,
    NULL::text AS reason
FROM village_laid AS v
LEFT JOIN known AS k
    ON v.nik = k.nik AND v.name_words IS NOT DISTINCT FROM k.name_words AND v.birth_date IS NOT DISTINCT FROM k.birth_date;

CREATE TEMP TABLE branch_side ON COMMIT DROP AS
SELECT
    b.*,
    k.person_key
FROM branch_laid AS b
LEFT JOIN known AS k
    ON b.nik = k.nik AND b.name_words IS NOT DISTINCT FROM k.name_words AND b.birth_date IS NOT DISTINCT FROM k.birth_date;

ALTER TABLE village_side ADD PRIMARY KEY (row_id);
ALTER TABLE branch_side ADD PRIMARY KEY (row_id);
CREATE INDEX ON village_side (nik);
CREATE INDEX ON branch_side (nik);
CREATE INDEX ON village_side (person_key);
CREATE INDEX ON branch_side (person_key);
ANALYZE village_side (row_id, nik, person_key, village_code);
ANALYZE branch_side (row_id, nik, person_key, covered);

-- A village row is contradicted when the branch knows its NIK only for other people,
-- or, where the branch does not know it, when another standing row of the villages gives it to somebody else.
UPDATE village_side AS v SET contradicted = true
WHERE
    v.nik IN (SELECT c.nik FROM contradiction AS c) AND NOT v.superseded AND v.rejected_by IS NULL
    AND CASE
        WHEN EXISTS (SELECT FROM branch_side AS b WHERE b.nik = v.nik)
            THEN NOT EXISTS (
                SELECT FROM branch_side AS b
                WHERE b.nik = v.nik AND NOT core.contradicts(v.name_words, v.birth_date, b.name_words, b.birth_date)
            )
        ELSE EXISTS (
            SELECT FROM village_side AS w
            WHERE
                w.nik = v.nik AND NOT w.superseded AND w.rejected_by IS NULL
                AND core.contradicts(v.name_words, v.birth_date, w.name_words, w.birth_date)
        )
    END;
