-- Needs month_outcome and exclusion_in_force. mart.funding_matrix: one row a pair of budgets and kind of evidence of one version
-- of one month. Each person counts once a kind and pair of budgets, however many cards they hold.

INSERT INTO mart.funding_matrix (period, version, basis, funding_source, other_source, persons, months, rupiah)
WITH card AS (
    SELECT
        o.row_id,
        o.person_key,
        o.outcome,
        o.funding_source,
        coalesce(r.paid_from, :period) AS paid_from,
        coalesce(r.paid_to, r.paid_from, :period) AS paid_to,
        o.rupiah / greatest(coalesce(core.months_between(r.paid_to, r.paid_from) + 1, 1), 1) AS monthly
    FROM month_outcome AS o
    INNER JOIN core.branch_row AS r ON o.row_id = r.row_id
    WHERE o.side = 'branch' AND o.covered AND o.person_key IS NOT NULL
),

-- Two covered cards of one month. Where their paid months do not meet, the month itself is covered twice all the same.
twice AS (
    SELECT
        'duplicate_at_branch' AS basis,
        s.person_key,
        s.funding_source,
        d.funding_source AS other_source,
        greatest(core.months_between(least(s.paid_to, d.paid_to), greatest(s.paid_from, d.paid_from)) + 1, 1) AS months,
        d.monthly
    FROM card AS d
    INNER JOIN card AS s ON d.person_key = s.person_key AND s.outcome <> 'duplicate_at_branch'
    WHERE d.outcome = 'duplicate_at_branch'
),

-- What an earlier month's card paid ahead, up to this month or later, by a funder who has no card of the person now.
ahead AS (
    SELECT DISTINCT ON (c.person_key, o.funding_source)
        'prepaid' AS basis,
        c.person_key,
        o.funding_source,
        c.funding_source AS other_source,
        greatest(core.months_between(least(r.paid_to, c.paid_to), greatest(r.paid_from, c.paid_from)) + 1, 1) AS months,
        c.monthly
    FROM card AS c
    INNER JOIN reconciliation.outcome AS o ON c.person_key = o.person_key AND o.side = 'branch' AND o.covered
    INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
    INNER JOIN core.branch_row AS r ON o.row_id = r.row_id
    WHERE
        o.period < :period AND core.months_between(:period, o.period) < 12 AND r.paid_to >= :period
        AND c.outcome <> 'duplicate_at_branch' AND o.funding_source <> c.funding_source
        AND NOT EXISTS (SELECT FROM card AS e WHERE e.person_key = c.person_key AND e.funding_source = o.funding_source)
    ORDER BY c.person_key ASC, o.funding_source ASC, r.paid_to DESC, o.period ASC, o.row_id ASC
),

-- Rows of the villages that a list of double funding bars; the longest words of the note that name a budget tell it.
named AS (
    SELECT DISTINCT ON (o.row_id)
        'exclusion_list' AS basis,
        coalesce(o.person_key, -o.row_id) AS person_key,
        o.funding_source,
        coalesce(w.budget, 'unknown') AS other_source,
        1 AS months,
        o.rupiah AS monthly
    FROM month_outcome AS o
    INNER JOIN core.village_row AS r ON o.row_id = r.row_id
    INNER JOIN exclusion_in_force AS e ON r.nik = e.nik AND e.list = 'double_funded'
    LEFT JOIN core.other_budget AS w ON position(w.word IN e.note) > 0
    WHERE
        o.side = 'village' AND o.outcome = 'ineligible' AND o.reason = 'double_funded'
        AND (core.near_name(r.name_words, e.name_words)) IS NOT FALSE
    ORDER BY o.row_id ASC, length(w.word) DESC NULLS LAST, w.word ASC, e.row_id ASC
),

every AS (
    SELECT * FROM twice
    UNION ALL
    SELECT * FROM ahead
    UNION ALL
    SELECT * FROM named
)

SELECT
    :period,
    :version,
    basis,
    funding_source,
    other_source,
    count(DISTINCT person_key),
    sum(months),
    sum(months * monthly)
FROM every
GROUP BY basis, funding_source, other_source;
