-- confirmed: what the offices found that holds this month.
-- link_row: one row a row of either side that its NIK alone does not identify: a village's row whose NIK is damaged, missing or
-- unknown to the branch, and the branch's row whose NIK is damaged or missing. Rows without a name, and those that another
-- rule holds, are none; nor are those whose NIK is written for two people, unless both offices said who they are. Needs chosen,
-- held_row, village_laid, branch_laid and contradiction. Temporary.

CREATE TEMP TABLE confirmed ON COMMIT DROP AS
SELECT * FROM core.confirmed_link_in_force
WHERE first_period <= :period AND (next_period IS NULL OR next_period > :period);

CREATE TEMP TABLE link_row ON COMMIT DROP AS
WITH villages AS (
    SELECT
        v.row_id,
        v.nik,
        v.name_words,
        v.sex,
        v.village_code,
        coalesce(v.birth_date, v.nik_birth_date) AS birth_date
    FROM village_laid AS v
    LEFT JOIN held_row AS h ON v.row_id = h.row_id
    LEFT JOIN quality.rule AS q ON h.rule_id = q.rule_id
    WHERE
        coalesce(cardinality(v.name_words), 0) > 0 AND coalesce(q.nik_fault, true)
        AND NOT EXISTS (SELECT FROM branch_laid AS b WHERE b.nik = v.nik)
        AND NOT EXISTS (SELECT FROM contradiction AS c WHERE c.nik = v.nik)
    UNION ALL
    SELECT
        v.row_id,
        v.nik,
        v.name_words,
        v.sex,
        v.village_code,
        v.birth_date
    FROM village_laid AS v
    INNER JOIN core.village_row AS r ON v.row_id = r.row_id
    WHERE
        v.nik IN (SELECT c.nik FROM contradiction AS c)
        AND core.link_key(r.nik_raw, r.name_words, r.birth_date, r.village_code) IN (SELECT f.village_key FROM confirmed AS f WHERE f.same)
),

rows AS (
    SELECT
        'village' AS side,
        v.row_id,
        v.nik AS own_nik,
        r.nik_raw,
        r.nik_fault,
        v.name_words,
        r.name,
        v.birth_date,
        v.sex,
        v.village_code,
        r.rt,
        r.rw,
        NULL AS kpj
    FROM villages AS v
    INNER JOIN core.village_row AS r ON v.row_id = r.row_id
    UNION ALL
    SELECT
        'branch',
        b.row_id,
        NULL,
        r.nik_raw,
        r.nik_fault,
        b.name_words,
        r.name,
        coalesce(b.birth_date, r.nik_birth_date),
        b.sex,
        b.village_code,
        NULL,
        NULL,
        b.kpj
    FROM branch_laid AS b
    INNER JOIN core.branch_row AS r ON b.row_id = r.row_id
    WHERE b.nik IS NULL AND coalesce(cardinality(b.name_words), 0) > 0
)

SELECT
    row_number() OVER (ORDER BY side COLLATE "C", row_id) AS link_id,
    rows.*,
    core.nik_written(nik_raw) AS nik_written,
    left(array_to_string(name_words, ''), 4) AS beginning,
    left(village_code, 8) AS district,
    -- As another clerk reads it who writes the month first.
    CASE
        WHEN date_part('day', birth_date) <= 12 AND date_part('day', birth_date) <> date_part('month', birth_date)
            THEN to_date(to_char(birth_date, 'YYYYDDMM'), 'YYYYMMDD')
    END AS swapped_date
FROM rows;

-- What is looked up of a NIK: the place and the day's first digit beside a birth date; without one, as many digits as one slip
-- of the pen leaves whole at either end.
ALTER TABLE link_row
ADD COLUMN first_digits text,
ADD COLUMN last_digits text,
ADD COLUMN twelve_digits text;
WITH written AS (
    SELECT
        link_id,
        length(nik_written) BETWEEN 14 AND 18 AS whole,
        -- Letters that are digits badly typed.
        translate(nik_written, 'OQDIL|!', '0001111') AS digits
    FROM link_row WHERE length(nik_written) >= 10
)

UPDATE link_row AS l SET
    first_digits = left(w.digits, 7),
    last_digits = CASE WHEN w.whole AND l.birth_date IS NULL THEN right(w.digits, 8) END,
    twelve_digits = CASE WHEN w.whole THEN left(w.digits, 12) END
FROM written AS w
WHERE l.link_id = w.link_id;

CREATE INDEX ON link_row (link_id);
CREATE INDEX ON link_row (side, row_id);
ANALYZE link_row;
