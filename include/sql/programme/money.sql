-- Needs month_outcome. What is owed and paid in one version of one month: reconciliation.arrears (a row at the branch),
-- mart.arrears (counts by last month paid) and mart.contribution (a cell: expected, billed, paid, owed).

-- branch_payment: one row a branch row, with what one month of it costs.
CREATE TEMP TABLE branch_payment ON COMMIT DROP AS
WITH paid AS (
    SELECT
        o.row_id,
        o.village_code,
        o.participant_group,
        o.funding_source,
        o.covered,
        o.rupiah,
        r.status,
        r.paid_to,
        coalesce(r.paid_from, r.paid_to) AS paid_from,
        r.paid_on,
        r.status_months,
        greatest(coalesce(core.months_between(r.paid_to, r.paid_from) + 1, 1), 1) AS months_paid
    FROM month_outcome AS o
    INNER JOIN core.branch_row AS r ON o.row_id = r.row_id
    WHERE o.side = 'branch' AND o.outcome <> 'rejected'
)

SELECT
    p.row_id,
    p.village_code,
    p.participant_group,
    p.funding_source,
    p.covered,
    p.rupiah,
    p.rupiah / p.months_paid AS monthly,
    core.arrears_months(:period, p.status, p.paid_to, p.status_months, p.paid_on) AS months,
    p.status = 'inactive' AND p.paid_to IS NULL AND p.paid_on IS NULL AND p.status_months IS NULL AS untold,
    coalesce(p.paid_to, to_char(p.paid_on, 'YYYY-MM'), 'unknown') AS last_paid,
    CASE WHEN p.paid_to IS NULL THEN p.status = 'active' ELSE :period BETWEEN p.paid_from AND p.paid_to END AS paid,
    CASE WHEN p.paid_to > :period THEN least(core.months_between(p.paid_to, :period), p.months_paid) ELSE 0 END AS months_ahead
FROM paid AS p;
ANALYZE branch_payment (row_id);

-- in_arrears: one row a branch row in arrears. Temporary first: a table just written has no statistics.
CREATE TEMP TABLE in_arrears ON COMMIT DROP AS
WITH limits AS MATERIALIZED (SELECT core.parameter_of('arrears_limit_months', :period) AS most)

SELECT
    p.row_id,
    p.months,
    p.last_paid,
    p.covered AND p.months + 1 > limits.most AS lapses_next,
    coalesce(p.monthly * p.months, 0) AS rupiah
FROM branch_payment AS p
CROSS JOIN limits
WHERE p.months > 0 OR p.untold;
ANALYZE in_arrears;

INSERT INTO reconciliation.arrears (period, version, row_id, months, last_paid, lapses_next, rupiah)
SELECT
    :period,
    :version,
    row_id,
    months,
    last_paid,
    lapses_next,
    rupiah
FROM in_arrears;

INSERT INTO mart.arrears (
    period, version, village_code, participant_group, funding_source, last_paid, months, covered, lapses_next, persons, rupiah
)
SELECT
    :period,
    :version,
    p.village_code,
    p.participant_group,
    p.funding_source,
    a.last_paid,
    coalesce(a.months, 0),
    p.covered,
    coalesce(a.lapses_next, false),
    count(*),
    sum(a.rupiah)
FROM in_arrears AS a
INNER JOIN branch_payment AS p ON a.row_id = p.row_id
GROUP BY 3, 4, 5, 6, 7, 8, 9;

INSERT INTO mart.contribution (
    period, version, village_code, participant_group, funding_source, expected_persons, expected_rupiah, billed_rows, billed_rupiah,
    paid_rows, paid_rupiah, ahead_rupiah, arrears_rows, arrears_rupiah
)
WITH told AS (
    SELECT
        o.village_code,
        o.participant_group,
        o.funding_source,
        o.side,
        o.rupiah,
        p.monthly,
        p.months_ahead,
        coalesce(p.paid, false) AS paid,
        a.row_id IS NOT NULL AS in_arrears,
        coalesce(a.rupiah, 0) AS owed
    FROM month_outcome AS o
    LEFT JOIN branch_payment AS p ON o.side = 'branch' AND o.row_id = p.row_id
    LEFT JOIN in_arrears AS a ON p.row_id = a.row_id
    WHERE
        o.side = 'branch'
        OR o.outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible')
)

SELECT
    :period,
    :version,
    village_code,
    participant_group,
    funding_source,
    count(*) FILTER (WHERE side = 'village'),
    coalesce(sum(rupiah) FILTER (WHERE side = 'village'), 0),
    count(*) FILTER (WHERE side = 'branch'),
    coalesce(sum(rupiah) FILTER (WHERE side = 'branch'), 0),
    count(*) FILTER (WHERE paid),
    coalesce(sum(monthly) FILTER (WHERE paid), 0),
    coalesce(sum(monthly * months_ahead) FILTER (WHERE paid), 0),
    count(*) FILTER (WHERE in_arrears),
    sum(owed)
FROM told
GROUP BY 3, 4, 5;
