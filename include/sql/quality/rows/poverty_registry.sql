-- Grain: one row a registry row of the load.
-- Idempotent: a temporary table of this connection, made anew. Only what rules read is copied.
CREATE TEMPORARY TABLE checked_row AS
SELECT
    r.row_id, r.file_id, r.sheet, r.row_number, r.village_code,
    r.nik, r.nik_fault, r.dukcapil_matched, r.name, r.birth_date, r.sex, r.desil
FROM checked_file AS f
INNER JOIN staging.registry_row AS r ON f.file_id = r.file_id
