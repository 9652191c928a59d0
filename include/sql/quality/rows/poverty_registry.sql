-- Grain: one row a registry row of the load.
-- Idempotent: a temporary table of this connection, made anew. Only what rules read is copied.
CREATE TEMPORARY TABLE checked_row AS
-- Looked for once here rather than in the rule: 354,000 NIKs would be sorted for every reading of it.
WITH repeated AS MATERIALIZED (
    SELECT
        r.file_id,
        r.nik
    FROM checked_file AS f
    INNER JOIN staging.registry_row AS r ON f.file_id = r.file_id
    WHERE r.nik IS NOT null
    GROUP BY r.file_id, r.nik
    HAVING count(*) > 1
)

SELECT
    r.row_id,
    r.file_id,
    r.sheet,
    r.row_number,
    r.village_code,
    r.nik,
    r.nik_fault,
    d.nik IS NOT null AS nik_repeated,
    r.dukcapil_matched,
    r.name,
    r.birth_date,
    r.sex,
    r.desil
FROM checked_file AS f
INNER JOIN staging.registry_row AS r ON f.file_id = r.file_id
LEFT JOIN repeated AS d ON r.file_id = d.file_id AND r.nik = d.nik
