-- reconciliation.case_verdict of one version of a month: the last verdict of each office on what each case is now, of what came for
-- that month or an earlier one; where an office has said nothing on that, its last verdict at all, which governs nothing.
-- A verdict is about the exception it was given on, cause and reason, and holds as long as the case stays that, month after month.
-- Needs the version's case states. Runs once a version, in its transaction.

INSERT INTO reconciliation.case_verdict (
    period, version, case_code, office, verdict_id, verdict, candidate, decided_on, about_cause, about_reason, governs
)
WITH month_version AS (
    SELECT
        v.period,
        v.version
    FROM reconciliation.current_version AS v WHERE v.period < :period
    UNION ALL
    SELECT
        :period,
        :version
),

said AS (
    SELECT
        v.*,
        f.received_at,
        f.path,
        s.subject_id,
        a.status,
        a.cause,
        a.reason,
        a.exit_outcome,
        a.exit_reason
    FROM audit.verdict AS v
    INNER JOIN landing.file AS f ON v.file_id = f.file_id
    INNER JOIN reconciliation.subject AS s ON v.case_code = s.case_code
    LEFT JOIN reconciliation.case_state AS a
        ON v.answered_period = a.period AND v.answered_version = a.version AND s.subject_id = a.subject_id
    WHERE v.period <= :period
),

-- Verdicts whose case was closed, or something else, in a month since.
past AS (
    SELECT DISTINCT d.verdict_id
    FROM said AS d
    INNER JOIN month_version AS m ON d.answered_period <= m.period
    LEFT JOIN reconciliation.case_state AS c ON m.period = c.period AND m.version = c.version AND d.subject_id = c.subject_id
    WHERE
        c.status IS DISTINCT FROM 'open'
        OR (c.cause, c.reason, c.exit_outcome, c.exit_reason) IS DISTINCT FROM (d.cause, d.reason, d.exit_outcome, d.exit_reason)
),

judged AS (
    SELECT
        d.*,
        coalesce(d.status = 'open', false) AND NOT EXISTS (SELECT FROM past AS p WHERE p.verdict_id = d.verdict_id) AS governs
    FROM said AS d
)

SELECT DISTINCT ON (j.case_code, j.office)
    :period,
    :version,
    j.case_code,
    j.office,
    j.verdict_id,
    j.verdict,
    j.candidate,
    j.decided_on,
    j.cause,
    j.reason,
    j.governs
FROM judged AS j
ORDER BY
    j.case_code ASC, j.office ASC, j.governs DESC, j.decided_on DESC, j.received_at DESC, j.path COLLATE "C" DESC,
    j.sheet COLLATE "C" DESC, j.row_number DESC, j.verdict_id DESC;
