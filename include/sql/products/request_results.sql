-- Grain: one row a thing asked of the branch the month before, and what this month shows of it. Reads only. Holds people.
SELECT
    s.case_code,
    x.kind,
    x.cause,
    x.reason,
    x.village_code,
    x.asked_period,
    x.first_period,
    x.result,
    core.months_between(x.asked_period, x.first_period) + 1 AS times,
    coalesce(v.name, b.name_raw) AS name,
    coalesce(v.nik, v.nik_raw, b.nik, b.nik_raw) AS nik,
    coalesce(n.kpj, b.kpj) AS kpj,
    n.status AS status_now,
    bo.outcome AS outcome_now,
    bo.reason AS reason_now
FROM reconciliation.request_result AS x
INNER JOIN reconciliation.request AS r ON x.asked_period = r.period AND x.asked_version = r.version AND x.subject_id = r.subject_id
INNER JOIN reconciliation.subject AS s ON x.subject_id = s.subject_id
LEFT JOIN core.village_row AS v ON r.village_row_id = v.row_id
LEFT JOIN core.branch_row AS b ON r.branch_row_id = b.row_id
LEFT JOIN core.branch_row AS n ON x.branch_row_id = n.row_id
LEFT JOIN reconciliation.outcome AS bo
    ON x.period = bo.period AND x.version = bo.version AND bo.side = 'branch' AND x.branch_row_id = bo.row_id
WHERE x.period = :period AND x.version = :version
ORDER BY
    CASE x.result WHEN 'not_done' THEN 1 WHEN 'done_differently' THEN 2 WHEN 'done' THEN 3 ELSE 4 END, x.kind COLLATE "C",
    x.village_code COLLATE "C", s.case_code COLLATE "C"
