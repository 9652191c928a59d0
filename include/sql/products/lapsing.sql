-- Grain: one row a card whose cover ends next month unless something is paid. Reads only. Holds people: for named officers.
SELECT
    o.village_code,
    o.participant_group,
    o.funding_source,
    b.name_raw AS name,
    b.nik,
    b.nik_raw,
    b.kpj,
    a.last_paid,
    a.months,
    a.rupiah
FROM reconciliation.arrears AS a
INNER JOIN reconciliation.outcome AS o ON a.period = o.period AND a.version = o.version AND o.side = 'branch' AND a.row_id = o.row_id
INNER JOIN core.branch_row AS b ON a.row_id = b.row_id
INNER JOIN landing.file AS f ON b.file_id = f.file_id
WHERE a.period = :period AND a.version = :version AND a.lapses_next
ORDER BY
    o.village_code COLLATE "C", b.name_raw COLLATE "C", f.path COLLATE "C", b.sheet COLLATE "C", b.row_number
