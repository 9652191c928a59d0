-- Needs month_outcome. exception: one row an exception of one version of one month, with the subject it belongs to across months. Temporary.
-- Subject: the person at the side of the row; where no person is known, the row's content within its village. A row whose person
-- was found, or came into doubt, since the month before keeps the subject that it had.

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
),

keyed AS (
    SELECT
        n.*,
        n.side || ':' || coalesce(n.person_key::text, n.content_sha256) || ':' || n.ordinal::text AS natural_key,
        CASE n.side
            WHEN 'village' THEN core.link_key(v.nik_raw, v.name_words, v.birth_date, v.village_code)
            ELSE core.link_key(b.nik_raw, b.name_words, b.birth_date, b.kpj_raw)
        END AS written_key
    FROM numbered AS n
    LEFT JOIN core.village_row AS v ON n.side = 'village' AND n.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON n.side = 'branch' AND n.row_id = b.row_id
),

month_before AS (
    SELECT
        v.period,
        v.version
    FROM reconciliation.current_version AS v WHERE v.period < :period ORDER BY v.period DESC LIMIT 1
),

-- Cases open a month ago that no exception of this month is by its own key.
left_open AS (
    SELECT
        s.subject_key,
        c.row_side AS side,
        CASE c.row_side
            WHEN 'village' THEN core.link_key(v.nik_raw, v.name_words, v.birth_date, v.village_code)
            ELSE core.link_key(b.nik_raw, b.name_words, b.birth_date, b.kpj_raw)
        END AS written_key
    FROM reconciliation.case_state AS c
    INNER JOIN month_before AS m ON c.period = m.period AND c.version = m.version
    INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
    LEFT JOIN core.village_row AS v ON c.row_side = 'village' AND c.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON c.row_side = 'branch' AND c.row_id = b.row_id
    WHERE c.status = 'open' AND NOT EXISTS (SELECT FROM keyed AS n WHERE n.natural_key = s.subject_key)
),

known AS (
    SELECT s.subject_key FROM reconciliation.case_state AS c
    INNER JOIN month_before AS m ON c.period = m.period AND c.version = m.version
    INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
    WHERE c.status = 'open'
),

newcomer AS (
    SELECT
        i.natural_key,
        i.side,
        i.written_key,
        row_number() OVER (PARTITION BY i.side, i.written_key ORDER BY i.natural_key COLLATE "C") AS place
    FROM keyed AS i
    WHERE NOT EXISTS (SELECT FROM known AS k WHERE k.subject_key = i.natural_key)
),

leaver_case AS (
    SELECT
        o.subject_key,
        o.side,
        o.written_key,
        row_number() OVER (PARTITION BY o.side, o.written_key ORDER BY o.subject_key COLLATE "C") AS place
    FROM left_open AS o
),

-- The same row as a month ago, whose person was found or is in doubt since: its case goes on under the code that it has.
adopted AS (
    SELECT
        n.natural_key,
        l.subject_key
    FROM newcomer AS n
    INNER JOIN leaver_case AS l ON n.side = l.side AND n.written_key = l.written_key AND n.place = l.place
)

SELECT
    n.side,
    n.row_id,
    n.village_code,
    n.participant_group,
    n.funding_source,
    n.reason,
    n.person_key,
    n.cause,
    n.owner,
    n.path,
    n.received_at,
    n.content_sha256,
    n.ordinal,
    coalesce(a.subject_key, n.natural_key) AS subject_key
FROM keyed AS n
LEFT JOIN adopted AS a ON n.natural_key = a.natural_key;

CREATE INDEX ON exception (subject_key);
ANALYZE exception;
