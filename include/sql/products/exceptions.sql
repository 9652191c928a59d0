-- Grain: one row an open case, with the row that shows it, its partner where the row is one of a pair, and the verdicts that count.
-- Reads only. Holds names, NIKs and card numbers: whoever shows it masks them.
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
    m.age_days,
    f.period AS file_period,
    core.file_name(f.path, coalesce(v.member, b.member)) AS path,
    o.rupiah,
    o.match_method,
    o.match_weight,
    p.side AS partner_side,
    core.file_name(pf.path, coalesce(pv.member, pb.member)) AS partner_path,
    p.village_code AS partner_village_code,
    p.participant_group AS partner_group,
    p.funding_source AS partner_funder,
    p.rupiah AS partner_rupiah,
    coalesce(v.sheet, b.sheet) AS sheet,
    coalesce(v.row_number, b.row_number) AS row_number,
    coalesce(v.nik, b.nik) AS nik,
    coalesce(v.nik_raw, b.nik_raw) AS nik_raw,
    b.kpj,
    coalesce(v.name_raw, b.name_raw) AS written_name,
    coalesce(v.birth_date, b.birth_date) AS birth_date,
    coalesce(v.sex, b.sex) AS sex,
    coalesce(pv.sheet, pb.sheet) AS partner_sheet,
    coalesce(pv.row_number, pb.row_number) AS partner_row_number,
    coalesce(pv.name_raw, pb.name_raw) AS partner_name,
    coalesce(pv.nik, pb.nik) AS partner_nik,
    coalesce(pv.nik_raw, pb.nik_raw) AS partner_nik_raw,
    pb.kpj AS partner_kpj,
    coalesce(pv.birth_date, pb.birth_date) AS partner_birth_date,
    coalesce(pv.sex, pb.sex) AS partner_sex,
    dv.verdict AS disnaker_verdict,
    dv.candidate AS disnaker_candidate,
    dv.decided_on AS disnaker_decided_on,
    bv.verdict AS branch_verdict,
    bv.candidate AS branch_candidate,
    bv.decided_on AS branch_decided_on,
    dv.governs AS disnaker_governs,
    dv.about_cause AS disnaker_about,
    bv.governs AS branch_governs,
    bv.about_cause AS branch_about,
    c.exit_outcome,
    c.exit_reason,
    c.exit_since
FROM reconciliation.case_state AS c
INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
LEFT JOIN mart.open_case AS m ON c.period = m.period AND c.version = m.version AND s.case_code = m.case_code
LEFT JOIN reconciliation.outcome AS o
    ON c.period = o.period AND c.version = o.version AND c.row_side = o.side AND c.row_id = o.row_id
LEFT JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id
LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
LEFT JOIN landing.file AS f ON f.file_id = coalesce(v.file_id, b.file_id)
LEFT JOIN reconciliation.outcome AS p
    ON
        o.period = p.period AND o.version = p.version AND o.pair_id = p.pair_id
        AND p.side = CASE o.side WHEN 'village' THEN 'branch' ELSE 'village' END
LEFT JOIN core.village_row AS pv ON p.side = 'village' AND p.row_id = pv.row_id
LEFT JOIN core.branch_row AS pb ON p.side = 'branch' AND p.row_id = pb.row_id
LEFT JOIN landing.file AS pf ON pf.file_id = coalesce(pv.file_id, pb.file_id)
LEFT JOIN reconciliation.case_verdict AS dv
    ON c.period = dv.period AND c.version = dv.version AND s.case_code = dv.case_code AND dv.office = 'disnaker'
LEFT JOIN reconciliation.case_verdict AS bv
    ON c.period = bv.period AND c.version = bv.version AND s.case_code = bv.case_code AND bv.office = 'branch'
WHERE c.period = :period AND c.version = :version AND c.status = 'open'
ORDER BY
    c.cause COLLATE "C", c.village_code COLLATE "C", f.path COLLATE "C", coalesce(v.sheet, b.sheet) COLLATE "C",
    coalesce(v.row_number, b.row_number), s.case_code COLLATE "C"
