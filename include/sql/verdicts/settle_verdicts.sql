-- reconciliation.case_verdict of one version of a month: the last verdict of each office on each case, of what came for that month
-- or an earlier one. Needs the version's case states. Runs once a version, in its transaction.

INSERT INTO reconciliation.case_verdict (period, version, case_code, office, verdict_id, verdict, candidate, decided_on)
SELECT DISTINCT ON (v.case_code, v.office)
    :period,
    :version,
    v.case_code,
    v.office,
    v.verdict_id,
    v.verdict,
    v.candidate,
    v.decided_on
FROM audit.verdict AS v
INNER JOIN landing.file AS f ON v.file_id = f.file_id
WHERE v.period <= :period
ORDER BY
    v.case_code ASC, v.office ASC, v.decided_on DESC, f.received_at DESC, f.path COLLATE "C" DESC, v.sheet COLLATE "C" DESC,
    v.row_number DESC, v.verdict_id DESC;
