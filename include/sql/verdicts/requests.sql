-- reconciliation.request of one version of a month: what it asks the branch to do, one thing a case; and core.request_nik. Needs
-- month_outcome, village_side and the version's case states and verdicts. Runs once a version, in its transaction.
-- What Disnaker's own verdict on the case as it is now denies is not asked; nor is cover for somebody whom Disnaker took off the
-- list. What the village must mend first (a NIK that cannot be registered) is asked of the village, not of the branch.

INSERT INTO reconciliation.request (
    period, version, subject_id, kind, cause, reason, village_code, participant_group, funding_source, first_period, times,
    village_row_id, branch_row_id
)
WITH month_before AS (
    SELECT
        v.period,
        v.version
    FROM reconciliation.current_version AS v WHERE v.period < :period ORDER BY v.period DESC LIMIT 1
),

-- Read once: the rows this statement writes stand in the same table, and would be read again for each of its own.
asked_before AS MATERIALIZED (
    SELECT r.* FROM reconciliation.request AS r
    INNER JOIN month_before AS m ON r.period = m.period AND r.version = m.version
),

wanted AS (
    SELECT
        c.*,
        s.case_code,
        CASE
            WHEN c.cause = 'not_at_branch' AND c.owner = 'branch' THEN 'register'
            WHEN c.cause IN ('matched_different', 'matched_by_inference') AND c.owner = 'branch' THEN 'change'
            WHEN c.cause IN ('billed_after_exit', 'duplicate_at_branch') THEN 'stop'
            WHEN c.cause = 'inactive_at_branch' AND c.row_side = 'village' THEN 'reactivate'
        END AS kind
    FROM reconciliation.case_state AS c
    INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
    WHERE c.period = :period AND c.version = :version AND c.status = 'open'
),

said AS MATERIALIZED (
    SELECT
        v.case_code,
        string_to_array(w.stance, ' ') AS stance
    FROM reconciliation.case_verdict AS v
    INNER JOIN core.verdict_word AS w
        ON v.verdict = w.verdict AND v.office = w.office AND v.decided_on BETWEEN w.valid_from AND coalesce(w.valid_to, 'infinity')
    WHERE v.period = :period AND v.version = :version AND v.office = 'disnaker' AND v.governs
)

SELECT
    :period,
    :version,
    w.subject_id,
    w.kind,
    w.cause,
    CASE WHEN w.cause = 'matched_by_inference' THEN 'nik' ELSE w.reason END,
    w.village_code,
    w.participant_group,
    w.funding_source,
    coalesce(b.first_period, :period),
    coalesce(b.times, 0) + 1,
    CASE w.row_side WHEN 'village' THEN w.row_id ELSE p.row_id END,
    CASE w.row_side WHEN 'branch' THEN w.row_id ELSE p.row_id END
FROM wanted AS w
INNER JOIN month_outcome AS o ON w.row_side = o.side AND w.row_id = o.row_id
LEFT JOIN month_outcome AS p ON o.pair_id = p.pair_id AND o.side <> p.side
LEFT JOIN asked_before AS b ON w.subject_id = b.subject_id AND w.kind = b.kind
LEFT JOIN said AS d ON w.case_code = d.case_code
WHERE
    w.kind IS NOT NULL
    AND NOT coalesce(d.stance && ARRAY['deny', 'other'] OR ('remove' = any(d.stance) AND w.kind IN ('register', 'reactivate')), false);

INSERT INTO core.request_nik (period, version, subject_id, nik)
SELECT
    r.period,
    r.version,
    r.subject_id,
    coalesce(v.person_nik, v.nik)
FROM reconciliation.request AS r
INNER JOIN village_side AS v ON r.village_row_id = v.row_id
WHERE r.period = :period AND r.version = :version AND r.kind = 'register';
