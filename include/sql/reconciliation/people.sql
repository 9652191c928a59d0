-- Gives every usable row of both sides its person, making the people who are new.
-- Needs variant, which tells apart the people of one NIK. Idempotent: a NIK and variant is one person for ever.

UPDATE observation AS o SET variant = coalesce(v.variant, p.variant, 1)
FROM observation AS self
LEFT JOIN variant AS v ON self.observation_id = v.observation_id
LEFT JOIN core.person AS p ON self.person_key = p.person_key
WHERE o.observation_id = self.observation_id;

INSERT INTO core.person (nik, variant, name_words, birth_date, first_period)
SELECT DISTINCT ON (o.nik, o.variant)
    o.nik,
    o.variant,
    o.name_words,
    o.birth_date,
    :period
FROM observation AS o
WHERE NOT EXISTS (SELECT FROM core.person AS p WHERE p.nik = o.nik AND p.variant = o.variant)
ORDER BY o.nik, o.variant, o.observation_id;

UPDATE village_side AS v SET person_key = p.person_key
FROM observation AS o
INNER JOIN core.person AS p ON o.nik = p.nik AND o.variant = p.variant
WHERE v.nik = o.nik AND v.name_words IS NOT DISTINCT FROM o.name_words AND v.birth_date IS NOT DISTINCT FROM o.birth_date;

UPDATE branch_side AS b SET person_key = p.person_key
FROM observation AS o
INNER JOIN core.person AS p ON o.nik = p.nik AND o.variant = p.variant
WHERE b.nik = o.nik AND b.name_words IS NOT DISTINCT FROM o.name_words AND b.birth_date IS NOT DISTINCT FROM o.birth_date;

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

CREATE INDEX ON village_side (person_key);
CREATE INDEX ON branch_side (person_key);
ANALYZE village_side;
ANALYZE branch_side;
