-- reconciliation.request_result of one version of a month: what this month's data show of each thing asked the month before. Needs
-- month_outcome and the version's case states. Runs once a version, in its transaction.
-- done_differently: the branch did something, but not that. not_needed: nobody claims the person any more, or claims them again.
-- In temporary tables, each with statistics: the month before may have been written a moment ago, and without them a part is
-- worked out again for every request.

CREATE TEMP TABLE asked ON COMMIT DROP AS
WITH month_before AS (
    SELECT
        v.period,
        v.version
    FROM reconciliation.current_version AS v WHERE v.period < :period ORDER BY v.period DESC LIMIT 1
)

SELECT
    r.*,
    -- The person of the rows that were asked about: a case that began without one has found its person since.
    coalesce(v.person_key, o.person_key, s.person_key) AS person_key,
    b.kpj
FROM reconciliation.request AS r
INNER JOIN month_before AS m ON r.period = m.period AND r.version = m.version
INNER JOIN reconciliation.subject AS s ON r.subject_id = s.subject_id
LEFT JOIN reconciliation.outcome AS v
    ON r.period = v.period AND r.version = v.version AND v.side = 'village' AND r.village_row_id = v.row_id
LEFT JOIN reconciliation.outcome AS o
    ON r.period = o.period AND r.version = o.version AND o.side = 'branch' AND r.branch_row_id = o.row_id
LEFT JOIN core.branch_row AS b ON r.branch_row_id = b.row_id;
ANALYZE asked;

CREATE TEMP TABLE at_branch ON COMMIT DROP AS
SELECT
    a.subject_id,
    bool_or(o.covered) AS covered,
    bool_or(b.kpj = a.kpj AND o.outcome = 'duplicate_at_branch') AS still_double,
    -- What was to be stopped is followed by its card; else the card that counts now is shown, which may be a new one.
    (
        array_agg(
            o.row_id
            ORDER BY
                a.kind = 'stop' AND coalesce(b.kpj = a.kpj, false) DESC, o.covered DESC, o.pair_id IS NULL ASC,
                coalesce(b.kpj = a.kpj, false) DESC, o.pair_id ASC, o.row_id ASC
        )
    )[1] AS row_id
FROM asked AS a
INNER JOIN month_outcome AS o ON a.person_key = o.person_key AND o.side = 'branch'
INNER JOIN core.branch_row AS b ON o.row_id = b.row_id
GROUP BY a.subject_id;
ANALYZE at_branch;

CREATE TEMP TABLE at_village ON COMMIT DROP AS
SELECT
    a.subject_id,
    bool_or(
        o.outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible')
    ) AS claimed,
    (array_agg(o.outcome ORDER BY o.pair_id) FILTER (WHERE o.pair_id IS NOT NULL))[1] AS paired_as,
    (array_agg(o.reason ORDER BY o.pair_id) FILTER (WHERE o.pair_id IS NOT NULL))[1] AS differs,
    (array_agg(o.pair_id ORDER BY o.pair_id) FILTER (WHERE o.pair_id IS NOT NULL))[1] AS pair_id
FROM asked AS a
INNER JOIN month_outcome AS o ON a.person_key = o.person_key AND o.side = 'village'
GROUP BY a.subject_id;
ANALYZE at_village;

-- Of the fields asked to be changed: those that still differ, and whether the branch has written anything else in them since.
CREATE TEMP TABLE still ON COMMIT DROP AS
SELECT
    a.subject_id,
    count(*) AS fields,
    bool_or(
        CASE f.field
            WHEN 'name' THEN n.name_words IS DISTINCT FROM b.name_words
            WHEN 'birth_date' THEN n.birth_date IS DISTINCT FROM b.birth_date
            WHEN 'sex' THEN n.sex IS DISTINCT FROM b.sex
            WHEN 'village' THEN n.village_code IS DISTINCT FROM b.village_code
            WHEN 'group' THEN n.participant_group IS DISTINCT FROM b.participant_group
            WHEN 'funder' THEN n.funding_source IS DISTINCT FROM b.funding_source
            WHEN 'contribution' THEN n.contribution IS DISTINCT FROM b.contribution
        END
    ) AS rewritten
FROM asked AS a
INNER JOIN at_village AS v ON a.subject_id = v.subject_id AND v.paired_as = 'matched_different'
INNER JOIN month_outcome AS o ON v.pair_id = o.pair_id AND o.side = 'branch'
INNER JOIN core.branch_row AS b ON a.branch_row_id = b.row_id
INNER JOIN core.branch_row AS n ON o.row_id = n.row_id
CROSS JOIN unnest(string_to_array(a.reason, ',')) AS f (field)
WHERE a.kind = 'change' AND f.field = any(string_to_array(v.differs, ','))
GROUP BY a.subject_id
UNION ALL
-- A NIK that was to be changed and by which the two are not yet one.
SELECT
    a.subject_id,
    1 AS fields,
    coalesce(n.nik_raw, '') <> coalesce(b.nik_raw, '') AS rewritten
FROM asked AS a
INNER JOIN at_village AS v ON a.subject_id = v.subject_id AND v.paired_as = 'matched_by_inference'
INNER JOIN month_outcome AS o ON v.pair_id = o.pair_id AND o.side = 'branch'
INNER JOIN core.branch_row AS b ON a.branch_row_id = b.row_id
INNER JOIN core.branch_row AS n ON o.row_id = n.row_id
INNER JOIN reconciliation.case_state AS c
    ON c.period = :period AND c.version = :version AND a.subject_id = c.subject_id AND c.status = 'open' AND c.owner = 'branch'
WHERE a.kind = 'change' AND a.cause = 'matched_by_inference';
ANALYZE still;

INSERT INTO reconciliation.request_result (
    period, version, subject_id, kind, cause, reason, village_code, asked_period, asked_version, first_period, result, branch_row_id
)
WITH judged AS (
    SELECT
        a.*,
        t.row_id AS now_row_id,
        CASE
            WHEN a.kind = 'register' AND t.covered AND coalesce(v.paired_as, '') = 'matched_different' THEN 'done_differently'
            WHEN a.kind = 'register' AND t.covered THEN 'done'
            WHEN a.kind = 'register' AND NOT coalesce(v.claimed, c.status = 'open') THEN 'not_needed'
            WHEN a.kind = 'register' AND t.subject_id IS NOT NULL THEN 'done_differently'
            WHEN a.kind = 'register' THEN 'not_done'
            WHEN a.kind = 'change' AND NOT coalesce(v.claimed, false) THEN 'not_needed'
            WHEN a.kind = 'change' AND NOT coalesce(t.covered, false) THEN 'done_differently'
            WHEN a.kind = 'change' AND s.subject_id IS NULL THEN 'done'
            WHEN a.kind = 'change' AND s.rewritten THEN 'done_differently'
            WHEN a.kind = 'change' THEN 'not_done'
            WHEN a.cause = 'duplicate_at_branch' AND t.still_double THEN 'not_done'
            WHEN a.cause = 'duplicate_at_branch' AND NOT coalesce(t.covered, false) THEN 'done_differently'
            WHEN a.cause = 'duplicate_at_branch' THEN 'done'
            WHEN a.kind = 'stop' AND coalesce(v.claimed, false) THEN 'not_needed'
            WHEN a.kind = 'stop' AND t.covered THEN 'not_done'
            WHEN a.kind = 'stop' THEN 'done'
            WHEN t.covered THEN 'done'
            WHEN NOT coalesce(v.claimed, false) THEN 'not_needed'
            WHEN t.subject_id IS NULL THEN 'done_differently'
            ELSE 'not_done'
        END AS result
    FROM asked AS a
    LEFT JOIN at_branch AS t ON a.subject_id = t.subject_id
    LEFT JOIN at_village AS v ON a.subject_id = v.subject_id
    LEFT JOIN still AS s ON a.subject_id = s.subject_id
    LEFT JOIN reconciliation.case_state AS c ON c.period = :period AND c.version = :version AND a.subject_id = c.subject_id
)

SELECT
    :period,
    :version,
    subject_id,
    kind,
    cause,
    reason,
    village_code,
    period,
    version,
    first_period,
    result,
    now_row_id
FROM judged;
