-- Needs month_outcome. exception: one row an exception of one version of one month, with the subject it belongs to across months. Temporary.
-- Subject: the person at the side of the row; where no person is known, the row's content within its village.

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
            WHEN o.side = 'village' AND o.outcome IN ('rejected', 'duplicate_in_file', 'matched_by_inference') THEN 'village'
            WHEN a.row_id IS NOT NULL THEN 'village'
            ELSE 'branch'
        END AS owner
    FROM month_outcome AS o
    LEFT JOIN village_at_fault AS a ON o.row_id = a.row_id AND o.side = 'village'
    WHERE CASE o.side
        WHEN 'village'
            THEN
                o.outcome IN (
                    'rejected', 'duplicate_in_file', 'matched_by_inference', 'duplicate_across_villages', 'ineligible', 'ambiguous',
                    'inactive_at_branch', 'not_at_branch', 'matched_different'
                )
        -- A branch row beside an exception of the village side is the same exception; an old card that lapsed, of
        -- somebody whom another row covers, is none.
        ELSE
            o.outcome IN ('not_submitted', 'duplicate_at_branch', 'rejected')
            OR (o.outcome = 'billed_after_exit' AND o.reason IS DISTINCT FROM 'exit_in_process')
            OR (
                o.outcome = 'inactive_at_branch' AND o.pair_id IS NULL
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

numbered AS (
    SELECT
        a.*,
        row_number() OVER (
            PARTITION BY a.side, a.person_key, a.content_sha256
            ORDER BY
                a.cause IN ('duplicate_in_file', 'duplicate_across_villages', 'rejected'), a.village_code COLLATE "C",
                a.received_at, a.path COLLATE "C", a.row_id
        )::smallint AS ordinal
    FROM addressed AS a
)

SELECT
    n.*,
    n.side || ':' || coalesce(n.person_key::text, n.content_sha256) || ':' || n.ordinal::text AS subject_key
FROM numbered AS n;

CREATE INDEX ON exception (subject_key);
ANALYZE exception;
