-- Needs month_outcome, village_side and branch_side. exception: one row an exception of one version of one month, with the keys by
-- which keep_codes.sql gives it the code that it had, the surest first, and how somebody is out whom the branch still bills.
-- Who it is about: the person at the side of the row; where no person is known, the row's content within its village. Temporary.

-- One row a person with a card who is off the list, now or when last seen and without a usable row since.
CREATE TEMP TABLE gone_person ON COMMIT DROP AS
WITH asked AS (
    SELECT DISTINCT b.person_key
    FROM month_outcome AS b
    WHERE
        b.side = 'branch' AND b.person_key IS NOT NULL AND b.outcome IN ('billed_after_exit', 'inactive_at_branch', 'duplicate_at_branch')
        AND NOT EXISTS (
            SELECT FROM month_outcome AS v
            WHERE
                v.side = 'village' AND v.person_key = b.person_key
                AND v.outcome NOT IN (
                    'superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible'
                )
        )
),

this_month AS (
    SELECT DISTINCT ON (v.person_key)
        v.person_key,
        v.outcome,
        v.reason,
        v.exit_since
    FROM asked AS a
    INNER JOIN month_outcome AS v ON a.person_key = v.person_key
    WHERE v.side = 'village' AND v.outcome IN ('withdrawn', 'ineligible')
    ORDER BY v.person_key ASC, v.outcome = 'withdrawn' ASC, v.row_id ASC
)

SELECT * FROM this_month
UNION ALL
SELECT
    a.person_key,
    h.outcome,
    h.reason,
    h.exit_since
FROM asked AS a
CROSS JOIN
    LATERAL (
        SELECT
            bool_and(o.outcome IN ('withdrawn', 'ineligible')) AS gone,
            (array_agg(o.outcome ORDER BY o.outcome = 'withdrawn', o.row_id))[1] AS outcome,
            (array_agg(o.reason ORDER BY o.outcome = 'withdrawn', o.row_id))[1] AS reason,
            max(o.exit_since) AS exit_since
        FROM reconciliation.outcome AS o
        INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version
        WHERE
            o.person_key = a.person_key AND o.side = 'village' AND o.period < :period
            AND o.outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'duplicate_across_villages')
        GROUP BY o.period ORDER BY o.period DESC LIMIT 1
    ) AS h
WHERE h.gone AND NOT EXISTS (SELECT FROM this_month AS t WHERE t.person_key = a.person_key);
ANALYZE gone_person;

CREATE TEMP TABLE exception ON COMMIT DROP AS
-- Where the registry has the person as the branch does, in every field that differs, the village's field is at fault.
WITH village_at_fault AS (
    SELECT o.row_id
    FROM month_outcome AS o
    INNER JOIN month_outcome AS p ON o.pair_id = p.pair_id AND p.side = 'branch'
    INNER JOIN core.branch_row AS b ON p.row_id = b.row_id
    INNER JOIN core.registry_person AS g ON b.nik = g.nik
    INNER JOIN core.registry_in_force AS f ON g.registry_version_id = f.registry_version_id
    WHERE
        o.side = 'village' AND o.outcome = 'matched_different'
        AND string_to_array(o.reason, ',') <@ ARRAY['name', 'birth_date', 'sex']
        AND (o.reason NOT LIKE '%name%' OR core.same_name(string_to_array(g.name, ' '), b.name_words))
        AND (o.reason NOT LIKE '%birth_date%' OR g.birth_date = b.birth_date)
        AND (o.reason NOT LIKE '%sex%' OR g.sex = b.sex)
),

-- The village's NIK stands, and the branch has none that can be used, or one that the registry does not bear out.
branch_nik_at_fault AS (
    SELECT o.row_id
    FROM month_outcome AS o
    INNER JOIN month_outcome AS p ON o.pair_id = p.pair_id AND p.side = 'branch'
    INNER JOIN village_side AS v ON o.row_id = v.row_id
    INNER JOIN branch_side AS b ON p.row_id = b.row_id
    WHERE
        o.side = 'village' AND o.outcome = 'matched_by_inference'
        AND (
            (b.nik IS NULL AND v.nik = coalesce(v.person_nik, v.nik))
            OR (
                b.nik <> v.nik
                AND EXISTS (
                    SELECT FROM core.registry_person AS g
                    INNER JOIN core.registry_in_force AS f ON g.registry_version_id = f.registry_version_id
                    WHERE g.nik = v.nik AND core.same_name(string_to_array(g.name, ' '), v.name_words)
                )
                AND NOT EXISTS (
                    SELECT FROM core.registry_person AS g
                    INNER JOIN core.registry_in_force AS f ON g.registry_version_id = f.registry_version_id
                    WHERE g.nik = b.nik
                )
            )
        )
),

chosen AS (
    SELECT
        o.side,
        o.row_id,
        o.village_code,
        o.participant_group,
        o.funding_source,
        o.reason,
        o.person_key,
        CASE WHEN o.side = 'branch' AND o.outcome = 'rejected' THEN 'rejected_at_branch' ELSE o.outcome END AS cause,
        CASE
            WHEN o.outcome IN ('duplicate_across_villages', 'ineligible', 'ambiguous', 'not_submitted') THEN 'disnaker'
            WHEN n.row_id IS NOT NULL THEN 'branch'
            WHEN o.side = 'village' AND o.outcome IN ('rejected', 'duplicate_in_file', 'matched_by_inference') THEN 'village'
            WHEN a.row_id IS NOT NULL THEN 'village'
            -- With no usable NIK nobody can be registered: the village mends it first.
            WHEN o.side = 'village' AND o.outcome = 'not_at_branch' AND coalesce(r.person_nik, r.nik) IS NULL THEN 'village'
            ELSE 'branch'
        END AS owner,
        CASE WHEN o.side = 'branch' THEN g.outcome END AS exit_outcome,
        CASE WHEN o.side = 'branch' THEN g.reason END AS exit_reason,
        CASE WHEN o.side = 'branch' THEN g.exit_since END AS exit_since
    FROM month_outcome AS o
    LEFT JOIN village_at_fault AS a ON o.row_id = a.row_id AND o.side = 'village'
    LEFT JOIN branch_nik_at_fault AS n ON o.row_id = n.row_id AND o.side = 'village'
    LEFT JOIN village_side AS r ON o.row_id = r.row_id AND o.side = 'village'
    LEFT JOIN gone_person AS g ON o.person_key = g.person_key
    WHERE CASE o.side
        WHEN 'village'
            THEN
                o.outcome IN (
                    'rejected', 'duplicate_in_file', 'matched_by_inference', 'duplicate_across_villages', 'ineligible', 'ambiguous',
                    'inactive_at_branch', 'not_at_branch', 'matched_different'
                )
        -- A branch row beside an exception of the village side is the same exception. A card that lapsed is none where another
        -- row covers its bearer, nor where the bearer is off the list: there both sides agree.
        ELSE
            o.outcome IN ('not_submitted', 'duplicate_at_branch', 'rejected')
            OR (o.outcome = 'billed_after_exit' AND o.reason IS DISTINCT FROM 'exit_in_process')
            OR (
                o.outcome = 'inactive_at_branch' AND o.pair_id IS NULL AND g.person_key IS NULL
                AND NOT EXISTS (SELECT FROM month_outcome AS c WHERE c.side = 'branch' AND c.covered AND c.person_key = o.person_key)
            )
    END
),

addressed AS (
    SELECT
        c.*,
        f.path,
        f.received_at,
        CASE
            WHEN
                c.person_key IS NULL
                THEN encode(sha256(convert_to(c.village_code || '|' || array_to_string(coalesce(v.cells, b.cells), '|', ''), 'UTF8')), 'hex')
        END AS content_sha256
    FROM chosen AS c
    LEFT JOIN core.village_row AS v ON c.side = 'village' AND c.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON c.side = 'branch' AND c.row_id = b.row_id
    INNER JOIN landing.file AS f ON f.file_id = coalesce(v.file_id, b.file_id)
),

keyed AS (
    SELECT
        a.*,
        row_number() OVER (
            ORDER BY
                a.cause IN ('duplicate_in_file', 'duplicate_across_villages', 'rejected'), a.village_code COLLATE "C",
                a.received_at, a.path COLLATE "C", a.side, a.row_id
        ) AS exception_no,
        a.side || ':' || coalesce('person:' || a.person_key::text, a.content_sha256) AS who,
        b.kpj,
        CASE a.side
            WHEN 'village' THEN core.link_key(v.nik_raw, v.name_words, v.birth_date, v.village_code)
            ELSE core.link_key(b.nik_raw, b.name_words, b.birth_date, b.kpj_raw)
        END AS written_key
    FROM addressed AS a
    LEFT JOIN core.village_row AS v ON a.side = 'village' AND a.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON a.side = 'branch' AND a.row_id = b.row_id
)

SELECT
    k.exception_no,
    k.side,
    k.row_id,
    k.village_code,
    k.participant_group,
    k.funding_source,
    k.reason,
    k.person_key,
    k.cause,
    k.owner,
    k.exit_outcome,
    k.exit_reason,
    k.exit_since,
    k.path,
    k.received_at,
    k.content_sha256,
    ARRAY[
        concat_ws('|', k.who, k.cause, k.village_code) || '|' || CASE k.side WHEN 'village' THEN k.written_key ELSE k.kpj END,
        concat_ws('|', k.who, k.cause, k.village_code),
        k.side || '|' || k.written_key,
        k.who || '|' || CASE k.side WHEN 'village' THEN k.written_key ELSE k.kpj END,
        concat_ws('|', k.who, k.village_code),
        concat_ws('|', k.who, k.cause),
        k.who
    ] AS keys
FROM keyed AS k;

ALTER TABLE exception ADD PRIMARY KEY (exception_no);
ANALYZE exception;
