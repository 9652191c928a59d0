-- Values of a village's rows: classes of damage, and the one question whether a NIK can be used.
-- Faults carry no CHECK: rows of earlier months keep the class they were given when they were read.

CREATE FUNCTION core.usable_nik(nik text, nik_fault text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN nik_fault IS NULL OR nik_fault = 'decimal_suffix' THEN nik END;
COMMENT ON FUNCTION core.usable_nik(text, text) IS
'The NIK where it is undamaged, else null. Behind decimal_suffix the 16 digits are whole: it is told, and used.';

CREATE FUNCTION core.possible_nik(nik text, nik_fault text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN nik_fault IS NULL OR nik_fault IN ('decimal_suffix', 'impossible_date', 'swapped_digits') THEN nik END;
COMMENT ON FUNCTION core.possible_nik(text, text) IS
'The NIK where it may be somebody''s: undamaged, or a date or place that cannot be but that Dukcapil may have given out; else null.';

COMMENT ON COLUMN staging.village_row.nik_fault IS
'Class of damage, the first that holds, null when none: empty, scientific, letters, missing_digit (15), extra_digit (17), not_16_digits, '
'temporary, repeated_digits, sequence, family_card, swapped_digits, excel_cut, impossible_date, decimal_suffix (usable all the same). '
'Rows read before 2026-11 have not_16_digits for missing_digit and extra_digit.';
COMMENT ON COLUMN core.village_row.nik_fault IS
'Class of damage as in staging.village_row; core.usable_nik says whether the NIK can be used.';
COMMENT ON COLUMN staging.branch_row.nik_fault IS 'Class of damage as in staging.village_row.';
COMMENT ON COLUMN core.branch_row.nik_fault IS 'Class of damage as in staging.village_row; core.usable_nik says whether the NIK can be used.';
COMMENT ON COLUMN staging.registry_row.nik_fault IS 'Class of damage as in staging.village_row, without those that other columns prove.';
COMMENT ON COLUMN staging.exclusion_row.nik_fault IS 'Class of damage as in staging.village_row, without those that other columns prove.';
COMMENT ON COLUMN core.exclusion_row.nik_fault IS 'Class of damage as in staging.village_row, without those that other columns prove.';
COMMENT ON COLUMN staging.village_row.rt IS 'RT: its digits as written; whatever else the cell holds where it is no RT.';
COMMENT ON COLUMN staging.village_row.rw IS 'RW: its digits as written; whatever else the cell holds where it is no RW.';
COMMENT ON COLUMN core.village_row.rt IS 'RT: its digits as written; whatever else the cell holds where it is no RT.';
COMMENT ON COLUMN core.village_row.rw IS 'RW: its digits as written; whatever else the cell holds where it is no RW.';
