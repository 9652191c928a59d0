-- Needs month_outcome and exclusion_in_force. mart.funding_matrix: one row a pair of budgets and kind of evidence of one version
-- of one month. Only who holds a covered card is paid for: a person counts once a kind and pair of budgets, however many cards
-- they hold, and by a list only where the cards do not show the same pair. Months are those that both budgets pay, at least the
-- month itself; rupiah what the second one pays for them, by a list what our card costs.
-- What is asked for is laid out first, with statistics: the months before may have been written a moment ago.

CREATE TEMP TABLE card ON COMMIT DROP AS
SELECT
    o.person_key,
    o.funding_source,
    r.name_words,
    coalesce(r.paid_from, :period) AS paid_from,
    coalesce(r.paid_to, r.paid_from, :period) AS paid_to,
    o.rupiah / greatest(coalesce(core.months_between(r.paid_to, r.paid_from) + 1, 1), 1) AS monthly,
    row_number() OVER (PARTITION BY o.person_key ORDER BY o.outcome = 'duplicate_at_branch', o.row_id) AS place
FROM month_outcome AS o
INNER JOIN core.branch_row AS r ON o.row_id = r.row_id
WHERE o.side = 'branch' AND o.covered AND o.person_key IS NOT NULL;
ANALYZE card;

-- entry: lines of lists that another budget pays; the longest words of the note that name a budget tell it.
CREATE TEMP TABLE entry ON COMMIT DROP AS
SELECT DISTINCT ON (e.row_id)
    e.row_id,
    e.nik,
    e.name_words,
    e.first_month,
    e.last_month,
    coalesce(w.budget, 'unknown') AS other_source
FROM exclusion_in_force AS e
LEFT JOIN core.other_budget AS w ON position(w.word IN e.note) > 0
WHERE e.list = 'double_funded'
ORDER BY e.row_id ASC, length(w.word) DESC NULLS LAST, w.word ASC;
ANALYZE entry;

-- entry_row: rows of any month that were written with an entry's NIK.
CREATE TEMP TABLE entry_row ON COMMIT DROP AS
SELECT
    'village' AS side,
    r.row_id,
    e.row_id AS entry_id,
    r.name_words
FROM entry AS e
INNER JOIN core.village_row AS r ON e.nik = r.nik AND core.possible_nik(r.nik, r.nik_fault) IS NOT NULL
UNION ALL
SELECT
    'branch',
    r.row_id,
    e.row_id,
    r.name_words
FROM entry AS e
INNER JOIN core.branch_row AS r ON e.nik = r.nik AND core.possible_nik(r.nik, r.nik_fault) IS NOT NULL;
ANALYZE entry_row;

-- bearer: whoever bears an entry's NIK: a person by any NIK they are known by, or were written with this month or before.
CREATE TEMP TABLE bearer ON COMMIT DROP AS
SELECT
    e.row_id,
    p.person_key,
    NULL::text[] AS name_words
FROM entry AS e
INNER JOIN core.person AS p ON e.nik = p.nik
UNION ALL
SELECT
    e.row_id,
    p.person_key,
    NULL
FROM entry AS e
INNER JOIN core.person_nik AS p ON e.nik = p.nik
UNION ALL
SELECT
    r.entry_id,
    o.person_key,
    r.name_words
FROM entry_row AS r
INNER JOIN month_outcome AS o ON r.side = o.side AND r.row_id = o.row_id
WHERE o.person_key IS NOT NULL AND o.outcome NOT IN ('superseded', 'rejected')
UNION ALL
SELECT
    r.entry_id,
    o.person_key,
    r.name_words
FROM entry_row AS r
CROSS JOIN reconciliation.current_version AS v
INNER JOIN reconciliation.outcome AS o ON v.period = o.period AND v.version = o.version AND r.side = o.side AND r.row_id = o.row_id
WHERE v.period < :period AND o.person_key IS NOT NULL AND o.outcome NOT IN ('superseded', 'rejected');
ANALYZE bearer;

INSERT INTO mart.funding_matrix (period, version, basis, funding_source, other_source, persons, months, rupiah)
-- Two covered cards of one month. Where their paid months do not meet, the month itself is covered twice all the same.
WITH twice AS (
    SELECT
        'duplicate_at_branch' AS basis,
        s.person_key,
        s.funding_source,
        d.funding_source AS other_source,
        greatest(core.months_between(least(s.paid_to, d.paid_to), greatest(s.paid_from, d.paid_from)) + 1, 1) AS months,
        d.monthly
    FROM card AS d
    INNER JOIN card AS s ON d.person_key = s.person_key AND s.place = 1
    WHERE d.place > 1
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
        AND c.place = 1 AND o.funding_source <> c.funding_source
        AND NOT EXISTS (SELECT FROM card AS e WHERE e.person_key = c.person_key AND e.funding_source = o.funding_source)
    ORDER BY c.person_key ASC, o.funding_source ASC, r.paid_to DESC, o.period ASC, o.row_id ASC
),

by_cards AS (
    SELECT * FROM twice
    UNION ALL
    SELECT * FROM ahead
),

listed AS (
    SELECT DISTINCT ON (c.person_key, e.other_source)
        'exclusion_list' AS basis,
        c.person_key,
        c.funding_source,
        e.other_source,
        greatest(core.months_between(least(c.paid_to, e.last_month), greatest(c.paid_from, e.first_month)) + 1, 1) AS months,
        c.monthly
    FROM entry AS e
    INNER JOIN bearer AS b ON e.row_id = b.row_id
    INNER JOIN card AS c ON b.person_key = c.person_key AND c.place = 1
    WHERE (core.near_name(coalesce(b.name_words, c.name_words), e.name_words)) IS NOT FALSE
    ORDER BY c.person_key ASC, e.other_source ASC, months DESC
),

every AS (
    SELECT * FROM by_cards
    UNION ALL
    SELECT l.* FROM listed AS l
    -- A list that names no budget adds nothing where another one, or the cards, tell who pays as well.
    WHERE NOT EXISTS (
        SELECT FROM by_cards AS s
        WHERE
            l.person_key = s.person_key
            AND (
                l.other_source = 'unknown'
                OR (l.funding_source, l.other_source) IN ((s.funding_source, s.other_source), (s.other_source, s.funding_source))
            )
    )
    AND NOT EXISTS (
        SELECT FROM listed AS m
        WHERE l.person_key = m.person_key AND l.other_source = 'unknown' AND m.other_source <> 'unknown'
    )
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
