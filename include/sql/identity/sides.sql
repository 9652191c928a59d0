-- village_side and branch_side: the rows laid out, with their person and room for what becomes of them. person_nik: the NIK by
-- which the person is known where it is not the row's own; link_method, link_weight: how the row was identified, null by its
-- own NIK; doubt: why nobody can tell who the row is. Needs known, linked_person and row_doubt. Temporary.

CREATE TEMP TABLE village_side ON COMMIT DROP AS
SELECT
    v.*,
    coalesce(l.person_key, k.person_key) AS person_key,
    l.nik AS person_nik,
    l.method AS link_method,
    l.weight AS link_weight,
    d.reason AS doubt,
    NULL::text AS outcome,
    NULL::text AS reason
FROM village_laid AS v
LEFT JOIN known AS k
    ON v.nik = k.nik AND v.name_words IS NOT DISTINCT FROM k.name_words AND v.birth_date IS NOT DISTINCT FROM k.birth_date
LEFT JOIN linked_person AS l ON l.side = 'village' AND v.row_id = l.row_id
LEFT JOIN row_doubt AS d ON v.row_id = d.row_id;

CREATE TEMP TABLE branch_side ON COMMIT DROP AS
SELECT
    b.*,
    coalesce(l.person_key, k.person_key) AS person_key,
    l.method AS link_method,
    l.weight AS link_weight
FROM branch_laid AS b
LEFT JOIN known AS k
    ON b.nik = k.nik AND b.name_words IS NOT DISTINCT FROM k.name_words AND b.birth_date IS NOT DISTINCT FROM k.birth_date
LEFT JOIN linked_person AS l ON l.side = 'branch' AND b.row_id = l.row_id;

ALTER TABLE village_side ADD PRIMARY KEY (row_id);
ALTER TABLE branch_side ADD PRIMARY KEY (row_id);
CREATE INDEX ON village_side (nik);
CREATE INDEX ON branch_side (nik);
CREATE INDEX ON village_side (person_key);
CREATE INDEX ON branch_side (person_key);
ANALYZE village_side (row_id, nik, person_key, village_code);
ANALYZE branch_side (row_id, nik, person_key, covered);

-- A village row is of somebody else than its NIK when the branch knows the NIK only for other people,
-- or, where the branch does not know it, when another standing row of the villages gives it to somebody else: to one whom the
-- offices have not found to be the same.
UPDATE village_side AS v SET doubt = 'same_nik_other_person'
WHERE
    v.nik IN (SELECT c.nik FROM contradiction AS c) AND NOT v.superseded AND v.rejected_by IS NULL AND v.link_method IS NULL
    AND CASE
        WHEN EXISTS (SELECT FROM branch_side AS b WHERE b.nik = v.nik)
            THEN NOT EXISTS (
                SELECT FROM branch_side AS b
                WHERE b.nik = v.nik AND NOT core.contradicts(v.name_words, v.birth_date, b.name_words, b.birth_date)
            )
        ELSE EXISTS (
            SELECT FROM village_side AS w
            WHERE
                w.nik = v.nik AND NOT w.superseded AND w.rejected_by IS NULL AND w.person_key IS DISTINCT FROM v.person_key
                AND core.contradicts(v.name_words, v.birth_date, w.name_words, w.birth_date)
        )
    END;
