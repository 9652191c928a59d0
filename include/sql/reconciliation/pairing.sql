-- Pairs persons one-to-one with branch rows, and takes both sides down the rest of their ladders.
-- Needs village_side, branch_side and last_month; makes placed, leaver, village_end and branch_end, narrow tables that say
-- what becomes of the rows: to update the wide ones takes several times as long. A pair is by the same NIK only if both rows bear it.

-- The one row that stands for a person: a claim before a withdrawal, then the earlier.
CREATE TEMP TABLE partner ON COMMIT DROP AS
SELECT DISTINCT ON (person_key) *
FROM village_side
WHERE person_key IS NOT NULL AND (outcome IS NULL OR outcome IN ('ineligible', 'withdrawn')) AND doubt IS NULL
ORDER BY person_key, outcome IS NOT DISTINCT FROM 'withdrawn', sent, row_id;
CREATE INDEX ON partner (person_key);
ANALYZE partner (person_key, row_id);

-- placed: one row a branch row of a person, with its place among the person's rows, the village row it pairs with, and what
-- differs. Blank on either side is no difference; a group or funder that only the default told is not compared.
CREATE TEMP TABLE placed ON COMMIT DROP AS
WITH compared AS (
    SELECT
        b.row_id,
        p.row_id AS partner_row_id,
        coalesce(p.nik = b.nik, false) AS same_nik,
        -- Most names are equal to the letter: a call saved is a call saved forty thousand times.
        CASE
            WHEN p.name_words = b.name_words AND cardinality(p.name_words) > 0 THEN true
            ELSE core.same_name(p.name_words, b.name_words)
        END AS name,
        p.birth_date = b.birth_date AS birth_date,
        p.sex = b.sex AS sex,
        -- A district alone is a blank village, unless it is another district.
        CASE WHEN NOT (b.village_blank AND left(b.village_code, 8) = left(p.village_code, 8)) THEN p.village_code = b.village_code END AS village,
        CASE WHEN NOT p.group_defaulted THEN p.participant_group = b.participant_group END AS "group",
        CASE WHEN NOT p.funder_defaulted THEN p.funding_source = b.funding_source END AS funder,
        b.contribution = p.tariff * b.months_paid AS contribution
    FROM branch_side AS b
    INNER JOIN partner AS p ON b.person_key = p.person_key
),

ranked AS (
    SELECT
        b.row_id,
        c.partner_row_id,
        c.same_nik,
        row_number() OVER (
            PARTITION BY b.person_key
            ORDER BY
                b.covered DESC,
                coalesce(c.name::integer, 0) + coalesce(c.birth_date::integer, 0) + coalesce(c.sex::integer, 0)
                + coalesce(c.village::integer, 0) + coalesce(c."group"::integer, 0) + coalesce(c.funder::integer, 0)
                + coalesce(c.contribution::integer, 0) DESC,
                b.member_since ASC NULLS LAST, b.sent ASC, b.row_id ASC
        ) AS place,
        concat_ws(
            ',',
            CASE WHEN NOT c.name THEN 'name' END, CASE WHEN NOT c.birth_date THEN 'birth_date' END,
            CASE WHEN NOT c.sex THEN 'sex' END, CASE WHEN NOT c.village THEN 'village' END,
            CASE WHEN NOT c."group" THEN 'group' END, CASE WHEN NOT c.funder THEN 'funder' END,
            CASE WHEN NOT c.contribution THEN 'contribution' END
        ) AS differences
    FROM branch_side AS b
    LEFT JOIN compared AS c ON b.row_id = c.row_id
    WHERE b.person_key IS NOT NULL
)

SELECT
    row_id,
    place,
    CASE WHEN place = 1 THEN partner_row_id END AS partner_row_id,
    same_nik,
    nullif(differences, '') AS differences
FROM ranked;

CREATE INDEX ON placed (row_id);
CREATE INDEX ON placed (partner_row_id);
ANALYZE placed (row_id, partner_row_id);

-- Village ladder from the roster on: one row a row of the roster.
CREATE TEMP TABLE village_end ON COMMIT DROP AS
WITH first_month AS (
    SELECT min(f.period) AS period FROM landing.file AS f
    INNER JOIN core.file_reading AS g ON f.file_id = g.file_id
    WHERE f.feed = 'village_submissions' AND g.outcome <> 'refused'
),

limits AS MATERIALIZED (
    SELECT core.parameter_of('processing_months', :period) AS processing_months
),

paired AS (
    SELECT
        p.partner_row_id,
        p.same_nik,
        p.differences,
        b.row_id,
        b.covered
    FROM placed AS p
    INNER JOIN branch_side AS b ON p.row_id = b.row_id
    WHERE p.partner_row_id IS NOT NULL
),

presence AS (
    SELECT
        v.row_id,
        coalesce(l.presence_since, :period) AS since
    FROM village_side AS v
    LEFT JOIN last_month AS l ON v.person_key = l.person_key
    WHERE v.outcome IS NULL
),

decided AS (
    SELECT
        v.row_id,
        CASE
            WHEN v.doubt IS NOT NULL THEN 'ambiguous'
            WHEN b.covered AND NOT b.same_nik THEN 'matched_by_inference'
            WHEN b.covered AND b.differences IS NULL THEN 'matched'
            WHEN b.covered THEN 'matched_different'
            WHEN b.row_id IS NOT NULL THEN 'inactive_at_branch'
            WHEN p.since = f.period AND NOT (f.period = :period AND coalesce(v.action, '') = 'baru') THEN 'not_at_branch'
            WHEN core.months_between(:period, p.since) <= limits.processing_months THEN 'in_process'
            ELSE 'not_at_branch'
        END AS outcome,
        b.differences,
        v.doubt
    FROM village_side AS v
    INNER JOIN presence AS p ON v.row_id = p.row_id
    CROSS JOIN first_month AS f
    CROSS JOIN limits
    LEFT JOIN paired AS b ON v.row_id = b.partner_row_id
)

SELECT
    row_id,
    outcome,
    CASE outcome WHEN 'matched_different' THEN differences WHEN 'ambiguous' THEN doubt END AS reason
FROM decided;

CREATE INDEX ON village_end (row_id);
ANALYZE village_end (row_id, outcome);

-- leaver: one row a person who is withdrawn or ineligible now, or whom the branch covers while no row stands for them,
-- with the month since which they have been out, where they were out when last seen.
CREATE TEMP TABLE leaver ON COMMIT DROP AS
WITH asked AS (
    SELECT person_key FROM village_side WHERE outcome IN ('withdrawn', 'ineligible') AND person_key IS NOT NULL
    UNION
    SELECT b.person_key
    FROM branch_side AS b INNER JOIN placed AS p ON b.row_id = p.row_id
    WHERE b.covered AND p.place = 1 AND p.partner_row_id IS NULL
)

SELECT
    a.person_key,
    h.exit_since
FROM asked AS a
CROSS JOIN
    LATERAL (
        SELECT
            bool_and(o.outcome IN ('withdrawn', 'ineligible')) AS gone,
            max(o.exit_since) AS exit_since
        FROM reconciliation.outcome AS o
        INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version
        WHERE
            o.person_key = a.person_key AND o.side = 'village' AND o.period < :period
            AND o.outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'duplicate_across_villages')
        GROUP BY o.period ORDER BY o.period DESC LIMIT 1
    ) AS h
WHERE h.gone;

CREATE INDEX ON leaver (person_key);
ANALYZE leaver;

-- Branch ladder: one row a branch row. Someone who left: withdrawn or ineligible now, or when last seen and without a row
-- since.
CREATE TEMP TABLE branch_end ON COMMIT DROP AS
WITH limits AS MATERIALIZED (
    SELECT core.parameter_of('processing_months', :period) AS processing_months
),

leaving AS (
    SELECT
        b.row_id,
        p.place,
        p.differences,
        e.outcome AS partner_outcome,
        CASE
            WHEN v.outcome IN ('withdrawn', 'ineligible') THEN coalesce(l.exit_since, :period)
            WHEN p.place = 1 AND v.row_id IS NULL THEN l.exit_since
        END AS exit_since
    FROM branch_side AS b
    LEFT JOIN placed AS p ON b.row_id = p.row_id
    LEFT JOIN village_side AS v ON p.partner_row_id = v.row_id
    LEFT JOIN village_end AS e ON p.partner_row_id = e.row_id
    LEFT JOIN leaver AS l ON b.person_key = l.person_key
),

ambiguous AS (
    SELECT b.row_id
    FROM village_end AS e
    INNER JOIN village_side AS v ON e.row_id = v.row_id
    INNER JOIN branch_side AS b ON v.nik = b.nik
    WHERE e.outcome = 'ambiguous' AND v.doubt = 'same_nik_other_person'
    UNION
    SELECT b.row_id
    FROM village_end AS e
    INNER JOIN doubt_candidate AS d ON e.row_id = d.village_row_id
    INNER JOIN branch_side AS b ON d.branch_row_id = b.row_id
    WHERE e.outcome = 'ambiguous'
),

decided AS (
    SELECT
        b.row_id,
        b.status,
        l.differences,
        l.exit_since,
        CASE
            WHEN coalesce(cardinality(b.name_words), 0) = 0 AND b.kpj IS NULL AND b.nik IS NULL THEN 'rejected'
            WHEN NOT b.covered THEN 'inactive_at_branch'
            WHEN l.place > 1 THEN 'duplicate_at_branch'
            WHEN l.partner_outcome IN ('matched', 'matched_different', 'matched_by_inference') THEN l.partner_outcome
            WHEN l.exit_since IS NOT NULL THEN 'billed_after_exit'
            WHEN a.row_id IS NOT NULL THEN 'ambiguous'
            ELSE 'not_submitted'
        END AS outcome
    FROM branch_side AS b
    INNER JOIN leaving AS l ON b.row_id = l.row_id
    LEFT JOIN ambiguous AS a ON b.row_id = a.row_id
)

SELECT
    d.row_id,
    d.outcome,
    CASE
        WHEN d.outcome = 'matched_different' THEN d.differences
        WHEN d.outcome = 'billed_after_exit' AND core.months_between(:period, d.exit_since) < limits.processing_months
            THEN 'exit_in_process'
        WHEN d.outcome = 'inactive_at_branch' THEN d.status
    END AS reason
FROM decided AS d
CROSS JOIN limits;

CREATE INDEX ON branch_end (row_id);
ANALYZE branch_end (row_id, outcome);
