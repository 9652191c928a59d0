-- Cases of one version of one month: reconciliation.case_state, mart.open_case and mart.case_ledger.
-- Needs exception, code_kept, new_code, and a subject for each. Opened, kept, reclassified, reopened or resolved against the month
-- before.

INSERT INTO code_kept (exception_no, subject_id)
SELECT
    n.exception_no,
    s.subject_id
FROM new_code AS n
INNER JOIN reconciliation.subject AS s
    ON n.side || ':' || coalesce(n.person_key::text, n.content_sha256) || ':' || n.ordinal::text = s.subject_key;
ANALYZE code_kept;

CREATE TEMP TABLE opening ON COMMIT DROP AS
WITH month_before AS (
    SELECT
        v.period,
        v.version
    FROM reconciliation.current_version AS v WHERE v.period < :period ORDER BY v.period DESC LIMIT 1
)

SELECT c.* FROM reconciliation.case_state AS c
INNER JOIN month_before AS m ON c.period = m.period AND c.version = m.version
WHERE c.status = 'open';
CREATE INDEX ON opening (subject_id);
ANALYZE opening;

INSERT INTO reconciliation.case_state (
    period, version, subject_id, status, change, cause, previous_cause, village_code, previous_village_code, owner, reason,
    participant_group, funding_source, opened_period, row_id, row_side, exit_outcome, exit_reason, exit_since
)
WITH known AS (
    SELECT DISTINCT c.subject_id FROM reconciliation.case_state AS c
    INNER JOIN reconciliation.current_version AS v ON c.period = v.period AND c.version = v.version
    WHERE c.period < :period
),

numbered AS (
    SELECT
        e.*,
        k.subject_id
    FROM exception AS e INNER JOIN code_kept AS k ON e.exception_no = k.exception_no
)

SELECT
    :period,
    :version,
    e.subject_id,
    'open',
    CASE
        WHEN o.subject_id IS NULL AND k.subject_id IS NULL THEN 'new'
        WHEN o.subject_id IS NULL THEN 'reopened'
        WHEN (o.cause, o.village_code) = (e.cause, e.village_code) THEN 'kept'
        ELSE 'reclassified'
    END,
    e.cause,
    o.cause,
    e.village_code,
    o.village_code,
    e.owner,
    e.reason,
    e.participant_group,
    e.funding_source,
    coalesce(o.opened_period, :period),
    e.row_id,
    e.side,
    e.exit_outcome,
    e.exit_reason,
    e.exit_since
FROM numbered AS e
LEFT JOIN opening AS o ON e.subject_id = o.subject_id
LEFT JOIN known AS k ON e.subject_id = k.subject_id
UNION ALL
SELECT
    :period,
    :version,
    o.subject_id,
    'resolved',
    'resolved',
    o.cause,
    o.cause,
    o.village_code,
    o.village_code,
    o.owner,
    o.reason,
    o.participant_group,
    o.funding_source,
    o.opened_period,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL
FROM opening AS o
WHERE NOT EXISTS (SELECT FROM numbered AS e WHERE e.subject_id = o.subject_id);

INSERT INTO mart.open_case (
    period, version, case_code, cause, reason, owner, village_code, participant_group, funding_source, first_period, age_days, status
)
SELECT
    c.period,
    c.version,
    s.case_code,
    c.cause,
    c.reason,
    c.owner,
    c.village_code,
    c.participant_group,
    c.funding_source,
    c.opened_period,
    greatest(v.cut_off - core.cut_off_of(c.opened_period), 0),
    c.status
FROM reconciliation.case_state AS c
INNER JOIN reconciliation.version AS v ON c.period = v.period AND c.version = v.version
INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
WHERE c.period = :period AND c.version = :version AND c.status = 'open';

INSERT INTO mart.case_ledger (
    period, version, cause, village_code, opening, new, reopened, resolved, reclassified_in, reclassified_out, closing
)
WITH moves AS (
    SELECT
        coalesce(previous_cause, cause) AS cause,
        coalesce(previous_village_code, village_code) AS village_code,
        (previous_cause IS NOT NULL)::integer AS opening,
        0 AS new,
        0 AS reopened,
        (change = 'resolved')::integer AS resolved,
        0 AS reclassified_in,
        (change = 'reclassified')::integer AS reclassified_out,
        0 AS closing
    FROM reconciliation.case_state
    WHERE period = :period AND version = :version AND previous_cause IS NOT NULL
    UNION ALL
    SELECT
        cause,
        village_code,
        0,
        (change = 'new')::integer,
        (change = 'reopened')::integer,
        0,
        (change = 'reclassified')::integer,
        0,
        1
    FROM reconciliation.case_state
    WHERE period = :period AND version = :version AND status = 'open'
)

SELECT
    :period,
    :version,
    cause,
    village_code,
    sum(opening),
    sum(new),
    sum(reopened),
    sum(resolved),
    sum(reclassified_in),
    sum(reclassified_out),
    sum(closing)
FROM moves GROUP BY cause, village_code;
