-- Grain: one row a village row of the load, with what rules compare it with.
-- Reads only: the facts that the rules' conditions stand on, as alias r; nothing a rule does not read.
-- Looked for once a load: in the rule itself every row would be looked up again.
WITH repeated AS MATERIALIZED (
    SELECT
        r.file_id,
        r.nik
    FROM checked_file AS f
    INNER JOIN staging.village_row AS r ON f.file_id = r.file_id
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
    r.village_code,
    r.nik,
    r.nik_fault,
    d.nik IS NOT null AS nik_repeated,
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
    r.rt,
    r.rw,
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
LEFT JOIN repeated AS d ON r.file_id = d.file_id AND r.nik = d.nik
LEFT JOIN core.village AS v ON r.village_code = v.village_code
