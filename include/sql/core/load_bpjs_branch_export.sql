-- Rows and printed totals of a load's branch files, with the meaning of the status word, and the files' forms, from staging into core.

INSERT INTO core.branch_row (
    row_id, file_id, member, sheet, row_number, cells, kpj_raw, kpj, nik_raw, nik, nik_fault, nik_district_known, nik_birth_date, nik_sex,
    name_raw, name, name_words, patronym, birth_date_raw, birth_date, birth_date_fault, sex_raw, sex, village_raw, district_raw, village_code,
    group_raw, participant_group, funder_raw, funding_source, programme_raw, member_since_raw, member_since, status_raw, status_word,
    status_months, paid_raw, paid_from, paid_to, contribution_raw, contribution, paid_on_raw, paid_on, card_raw, filled, status
)
SELECT
    r.row_id,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    r.cells,
    r.kpj_raw,
    r.kpj,
    r.nik_raw,
    r.nik,
    r.nik_fault,
    r.nik_district_known,
    r.nik_birth_date,
    r.nik_sex,
    r.name_raw,
    r.name,
    r.name_words,
    r.patronym,
    r.birth_date_raw,
    r.birth_date,
    r.birth_date_fault,
    r.sex_raw,
    r.sex,
    r.village_raw,
    r.district_raw,
    r.village_code,
    r.group_raw,
    r.participant_group,
    r.funder_raw,
    r.funding_source,
    r.programme_raw,
    r.member_since_raw,
    r.member_since,
    r.status_raw,
    r.status_word,
    r.status_months,
    r.paid_raw,
    r.paid_from,
    r.paid_to,
    r.contribution_raw,
    r.contribution,
    r.paid_on_raw,
    r.paid_on,
    r.card_raw,
    r.filled,
    w.status
FROM staging.branch_row AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
INNER JOIN core.status_word AS w ON r.status_word = w.word
WHERE g.load_id = :load_id;

INSERT INTO core.branch_total (file_id, member, sheet, row_number, participant_group, funding_source, persons, rupiah)
SELECT
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    r.participant_group,
    r.funding_source,
    r.persons,
    r.rupiah
FROM staging.branch_total AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
WHERE g.load_id = :load_id;

INSERT INTO core.branch_form (file_id, period, form)
SELECT
    g.file_id,
    f.period,
    t.o -> 'form'
FROM core.file_reading AS g
INNER JOIN landing.file AS f ON g.file_id = f.file_id
CROSS JOIN LATERAL jsonb_array_elements(g.layout) AS t (o)
WHERE g.load_id = :load_id AND g.outcome = 'read' AND t.o ? 'form';

DELETE FROM staging.branch_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
DELETE FROM staging.branch_total AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
