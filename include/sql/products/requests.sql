-- Grain: one row a thing asked of the branch, with all it needs to do it. Reads only. Holds people.
SELECT
    s.case_code,
    r.kind,
    r.cause,
    r.reason,
    r.village_code,
    r.participant_group,
    r.funding_source,
    r.first_period,
    r.times,
    t.jkk + t.jkm AS tariff,
    coalesce(q.nik, core.usable_nik(v.nik, v.nik_fault)) AS nik,
    v.nik_raw,
    q.nik <> coalesce(core.usable_nik(v.nik, v.nik_fault), '') AS nik_found,
    v.family_card_number,
    coalesce(v.name, v.name_raw) AS name,
    v.birth_place,
    v.birth_date,
    v.sex,
    v.address,
    v.rt,
    v.rw,
    v.occupation,
    v.phone,
    c.exit_outcome,
    c.exit_reason,
    c.exit_since,
    b.kpj AS branch_kpj,
    coalesce(b.nik, b.nik_raw) AS branch_nik,
    b.name_raw AS branch_name,
    b.birth_date AS branch_birth_date,
    b.sex AS branch_sex,
    bo.village_code AS branch_village_code,
    bo.participant_group AS branch_group,
    bo.funding_source AS branch_funder,
    bo.rupiah AS branch_rupiah,
    vo.rupiah AS village_rupiah,
    b.status AS branch_status,
    b.paid_to AS branch_paid_to,
    k.kpj AS kept_kpj
FROM reconciliation.request AS r
INNER JOIN reconciliation.subject AS s ON r.subject_id = s.subject_id
INNER JOIN reconciliation.case_state AS c ON r.period = c.period AND r.version = c.version AND r.subject_id = c.subject_id
LEFT JOIN core.request_nik AS q ON r.period = q.period AND r.version = q.version AND r.subject_id = q.subject_id
LEFT JOIN core.village_row AS v ON r.village_row_id = v.row_id
LEFT JOIN reconciliation.outcome AS vo
    ON r.period = vo.period AND r.version = vo.version AND vo.side = 'village' AND r.village_row_id = vo.row_id
LEFT JOIN core.branch_row AS b ON r.branch_row_id = b.row_id
LEFT JOIN reconciliation.outcome AS bo
    ON r.period = bo.period AND r.version = bo.version AND bo.side = 'branch' AND r.branch_row_id = bo.row_id
LEFT JOIN core.tariff AS t
    ON r.funding_source = t.funding_source AND core.first_day(r.period) BETWEEN t.valid_from AND coalesce(t.valid_to, 'infinity')
-- The card that stays, where a second one is to be stopped; of somebody who is out none does.
LEFT JOIN LATERAL (
    SELECT y.kpj
    FROM reconciliation.outcome AS x
    INNER JOIN core.branch_row AS y ON x.row_id = y.row_id
    WHERE
        r.cause = 'duplicate_at_branch' AND x.period = r.period AND x.version = r.version AND x.side = 'branch'
        AND x.person_key = bo.person_key AND x.covered AND x.outcome NOT IN ('duplicate_at_branch', 'billed_after_exit')
    ORDER BY x.row_id
    LIMIT 1
) AS k ON true
WHERE r.period = :period AND r.version = :version
ORDER BY r.kind COLLATE "C", r.village_code COLLATE "C", s.case_code COLLATE "C"
