-- Grain: one row a village row of the load, with what rules compare it with.
-- Idempotent: a temporary table of this connection, made anew. Only what rules read is copied.
CREATE TEMPORARY TABLE checked_row AS
SELECT
    r.row_id,
    r.file_id,
    r.sheet,
    r.row_number,
    r.village_code,
    r.nik,
    r.nik_fault,
    r.nik_district_known,
    r.nik_birth_date,
    r.nik_sex,
    r.family_card_raw,
    r.family_card_number,
    r.name,
    r.birth_date,
    r.birth_date_fault,
    r.age_raw,
    r.age,
    r.sex_raw,
    r.sex,
    r.village_raw,
    r.district_raw,
    r.monthly_income_raw,
    r.phone,
    r.group_raw,
    r.participant_group,
    r.funder_raw,
    r.funding_source,
    r.action_raw,
    r.action,
    f.period,
    f.first_day,
    f.cut_off,
    f.age_minimum,
    f.age_below,
    -- Names without spaces and marks: GUNUNG PUTRI and Gunungputri are one village.
    translate(upper(v.village_name), ' .,-_/()''', '') AS village_key,
    translate(upper(v.district_name), ' .,-_/()''', '') AS district_key
FROM checked_file AS f
INNER JOIN staging.village_row AS r ON f.file_id = r.file_id
LEFT JOIN core.village AS v ON r.village_code = v.village_code
