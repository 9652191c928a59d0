-- Rows of a load's exclusion lists, with the list they stand on, from staging into core.exclusion_row.

INSERT INTO core.exclusion_row (
    row_id, file_id, member, sheet, row_number, nik_raw, nik, nik_fault, name, name_words, valid_from_raw, valid_from, valid_to_raw, valid_to,
    declared_period, note, list
)
SELECT
    r.row_id,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    r.nik_raw,
    r.nik,
    r.nik_fault,
    r.name,
    r.name_words,
    r.valid_from_raw,
    r.valid_from,
    r.valid_to_raw,
    r.valid_to,
    r.declared_period,
    r.note,
    f.collection
FROM staging.exclusion_row AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
INNER JOIN landing.file AS f ON r.file_id = f.file_id
WHERE g.load_id = :load_id;

DELETE FROM staging.exclusion_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
