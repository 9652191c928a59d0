-- Grain: one row a person whom a village's list of the month would carry into the next one, in the list's own order.
-- Reads only.

SELECT
    o.village_code,
    core.row_key(f.sha256, r.member, r.sheet, r.row_number) AS key,
    coalesce(r.nik, r.nik_raw) AS nik,
    coalesce(r.family_card_number, r.family_card_raw) AS family_card_number,
    r.name_raw AS name,
    r.birth_place,
    coalesce(to_char(r.birth_date, 'DD-MM-YYYY'), r.birth_date_raw) AS birth_date,
    coalesce(r.sex, r.sex_raw) AS sex,
    r.address,
    r.rt,
    r.rw,
    r.occupation,
    r.phone,
    o.participant_group,
    o.funding_source
FROM reconciliation.outcome AS o
INNER JOIN core.village_row AS r ON o.row_id = r.row_id
INNER JOIN landing.file AS f ON r.file_id = f.file_id
WHERE
    o.period = :period AND o.version = :version AND o.side = 'village'
    AND o.outcome NOT IN ('superseded', 'rejected', 'withdrawn', 'duplicate_in_file')
    AND o.village_code NOT LIKE '%.unknown'
ORDER BY
    o.village_code COLLATE "C", f.received_at, f.path COLLATE "C", f.file_id, r.member COLLATE "C", r.sheet COLLATE "C", r.row_number;
