-- Grain: one row an exclusion row of the load.
-- Idempotent: a temporary table of this connection, made anew. Only what rules read is copied.
CREATE TEMPORARY TABLE checked_row AS
SELECT
    r.row_id,
    r.file_id,
    r.sheet,
    r.row_number,
    null::text AS village_code,
    r.nik,
    r.nik_fault,
    r.valid_from_raw,
    r.valid_from,
    r.valid_to_raw,
    r.valid_to,
    r.declared_period
FROM checked_file AS f
INNER JOIN staging.exclusion_row AS r ON f.file_id = r.file_id
