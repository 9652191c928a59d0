-- Writes the outcome of every row of both sides of one version of one month. Runs once a version, in its transaction.

CREATE TEMP TABLE pair ON COMMIT DROP AS
SELECT
    v.row_id AS village_row_id,
    p.row_id AS branch_row_id,
    -- By the same NIK only if both rows bear it; else as the less sure of the two rows was found.
    CASE
        WHEN p.same_nik AND v.link_method IS NULL THEN 'same_nik'
        WHEN 'linkage' IN (v.link_method, s.link_method) THEN 'linkage'
        WHEN 'nik_repair' IN (v.link_method, s.link_method) THEN 'nik_repair'
        ELSE 'confirmed_link'
    END AS method,
    CASE WHEN NOT p.same_nik THEN least(v.link_weight, s.link_weight) END AS weight,
    row_number() OVER (ORDER BY v.village_code COLLATE "C", v.sent, v.row_id)::integer AS pair_id
FROM placed AS p
INNER JOIN branch_end AS b ON p.row_id = b.row_id
INNER JOIN branch_side AS s ON p.row_id = s.row_id
INNER JOIN village_side AS v ON p.partner_row_id = v.row_id
LEFT JOIN village_end AS e ON v.row_id = e.row_id
WHERE (b.outcome, coalesce(v.outcome, e.outcome)) IN (
    ('matched', 'matched'), ('matched_different', 'matched_different'), ('matched_by_inference', 'matched_by_inference'),
    ('inactive_at_branch', 'inactive_at_branch'), ('billed_after_exit', 'withdrawn'), ('billed_after_exit', 'ineligible')
);
CREATE INDEX ON pair (village_row_id);
CREATE INDEX ON pair (branch_row_id);
ANALYZE pair;

-- month_outcome: the same rows for the statements that follow; temporary, because what a transaction has just written has
-- no statistics, and a plan without them takes minutes.
CREATE TEMP TABLE month_outcome ON COMMIT DROP AS
WITH villages AS (
    SELECT
        v.row_id,
        v.carried,
        v.village_code,
        v.participant_group,
        v.funding_source,
        v.tariff,
        v.person_key,
        coalesce(v.outcome, e.outcome) AS outcome,
        coalesce(v.reason, e.reason) AS reason
    FROM village_side AS v
    LEFT JOIN village_end AS e ON v.row_id = e.row_id
)

SELECT
    'village' AS side,
    v.row_id,
    v.carried,
    v.village_code,
    v.participant_group,
    v.funding_source,
    v.tariff::bigint AS rupiah,
    NULL::boolean AS covered,
    v.outcome,
    v.reason,
    p.pair_id,
    p.method AS match_method,
    p.weight AS match_weight,
    CASE WHEN v.outcome <> 'ambiguous' THEN v.person_key END AS person_key,
    CASE
        WHEN
            v.outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ambiguous')
            THEN coalesce(l.presence_since, :period)
    END AS presence_since,
    CASE WHEN v.outcome IN ('withdrawn', 'ineligible') THEN coalesce(g.exit_since, :period) END AS exit_since
FROM villages AS v
LEFT JOIN pair AS p ON v.row_id = p.village_row_id
LEFT JOIN last_month AS l ON v.person_key = l.person_key
LEFT JOIN leaver AS g ON v.person_key = g.person_key
UNION ALL
SELECT
    'branch',
    b.row_id,
    false,
    CASE
        WHEN b.village_blank AND left(b.village_code, 8) = left(v.village_code, 8) THEN v.village_code
        ELSE coalesce(b.village_code, v.village_code, :regency || '.unknown.unknown')
    END,
    coalesce(b.participant_group, v.participant_group, 'unknown'),
    coalesce(b.funding_source, v.funding_source, 'unknown'),
    coalesce(b.contribution, 0),
    b.covered,
    e.outcome,
    e.reason,
    p.pair_id,
    p.method,
    p.weight,
    b.person_key,
    NULL,
    NULL
FROM branch_side AS b
INNER JOIN branch_end AS e ON b.row_id = e.row_id
LEFT JOIN pair AS p ON b.row_id = p.branch_row_id
LEFT JOIN villages AS v ON p.village_row_id = v.row_id;

ALTER TABLE month_outcome ADD PRIMARY KEY (side, row_id);
CREATE INDEX ON month_outcome (pair_id);
CREATE INDEX ON month_outcome (person_key);
ANALYZE month_outcome (side, row_id, outcome, pair_id, person_key, village_code);

INSERT INTO reconciliation.outcome (
    period, version, side, row_id, carried, village_code, participant_group, funding_source, rupiah, covered,
    outcome, reason, pair_id, match_method, match_weight, person_key, presence_since, exit_since
)
SELECT
    :period,
    :version,
    side,
    row_id,
    carried,
    village_code,
    participant_group,
    funding_source,
    rupiah,
    covered,
    outcome,
    reason,
    pair_id,
    match_method,
    match_weight,
    person_key,
    presence_since,
    exit_since
FROM month_outcome;
