-- Grain: one row an open case, with the row that shows it and, where the row is one of a pair, its partner. Reads only.
-- Holds names and NIKs: whoever shows it masks them.
WITH cases AS (
    SELECT
        s.case_code,
        c.cause,
        c.reason,
        c.owner,
        c.village_code,
        c.participant_group,
        c.funding_source,
        c.opened_period,
        c.change,
        c.row_side,
        c.row_id
    FROM reconciliation.case_state AS c
    INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
    WHERE c.period = :period AND c.version = :version AND c.status = 'open'
),

-- Both sides' rows in one shape, so that a row and its partner are looked up alike.
listed AS (
    SELECT
        o.side,
        o.row_id,
        o.pair_id,
        o.carried,
        o.village_code,
        o.participant_group,
        o.funding_source,
        o.rupiah,
        coalesce(v.file_id, b.file_id) AS file_id,
        coalesce(v.sheet, b.sheet) AS sheet,
        coalesce(v.row_number, b.row_number) AS row_number,
        coalesce(v.nik, b.nik) AS nik,
        coalesce(v.nik_raw, b.nik_raw) AS nik_raw,
        coalesce(v.name_raw, b.name_raw) AS written_name
    FROM reconciliation.outcome AS o
    LEFT JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
    WHERE o.period = :period AND o.version = :version
)

SELECT
    c.case_code,
    c.cause,
    c.reason,
    c.owner,
    c.village_code,
    c.participant_group,
    c.funding_source,
    c.opened_period,
    c.change,
    c.row_side,
    m.age_days,
    f.period AS file_period,
    f.path,
    r.sheet,
    r.row_number,
    r.nik,
    r.nik_raw,
    r.written_name,
    r.rupiah,
    p.side AS partner_side,
    pf.path AS partner_path,
    p.sheet AS partner_sheet,
    p.row_number AS partner_row_number,
    p.written_name AS partner_name,
    p.village_code AS partner_village_code,
    p.participant_group AS partner_group,
    p.funding_source AS partner_funder,
    p.rupiah AS partner_rupiah
FROM cases AS c
LEFT JOIN mart.open_case AS m ON c.case_code = m.case_code AND m.period = :period AND m.version = :version
LEFT JOIN listed AS r ON c.row_side = r.side AND c.row_id = r.row_id
LEFT JOIN landing.file AS f ON r.file_id = f.file_id
LEFT JOIN listed AS p ON r.pair_id = p.pair_id AND r.side <> p.side
LEFT JOIN landing.file AS pf ON p.file_id = pf.file_id
ORDER BY c.cause COLLATE "C", c.village_code COLLATE "C", f.path COLLATE "C", r.sheet COLLATE "C", r.row_number, c.case_code COLLATE "C"
