-- Grain: one row an exclusion row of the load.
-- Reads only: the facts that the rules' conditions stand on, as alias r; nothing a rule does not read.
-- Looked for once a load: in the rule itself every row would be looked up again.
WITH repeated AS MATERIALIZED (
    SELECT
        r.file_id,
        r.nik
    FROM checked_file AS f
    INNER JOIN staging.exclusion_row AS r ON f.file_id = r.file_id
    WHERE r.nik IS NOT null
    GROUP BY r.file_id, r.nik
    HAVING count(*) > 1
)

SELECT
    r.row_id,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    null::text AS village_code,
    r.nik,
    r.nik_fault,
    d.nik IS NOT null AS nik_repeated,
    r.valid_from_raw,
    r.valid_from,
    r.valid_to_raw,
    r.valid_to,
    r.declared_period
FROM checked_file AS f
INNER JOIN staging.exclusion_row AS r ON f.file_id = r.file_id
LEFT JOIN repeated AS d ON r.file_id = d.file_id AND r.nik = d.nik
