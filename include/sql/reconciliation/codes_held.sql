-- code_held: cases whose codes this month's exceptions may go on under, with the same keys as exception. Tier 1: open a month ago.
-- Tier 2: open in the version of this month before this one. code_kept: which exception goes on under which; empty. Temporary.

CREATE TEMP TABLE code_kept (
    exception_no bigint PRIMARY KEY,
    subject_id bigint NOT NULL UNIQUE
) ON COMMIT DROP;

CREATE TEMP TABLE code_held ON COMMIT DROP AS
WITH month_before AS (
    SELECT
        v.period,
        v.version
    FROM reconciliation.current_version AS v WHERE v.period < :period ORDER BY v.period DESC LIMIT 1
),

shown AS (
    SELECT
        1 AS tier,
        c.*
    FROM reconciliation.case_state AS c
    INNER JOIN month_before AS m ON c.period = m.period AND c.version = m.version
    WHERE c.status = 'open'
    UNION ALL
    SELECT
        2,
        c.*
    FROM reconciliation.case_state AS c
    WHERE c.period = :period AND c.version = :version - 1 AND c.status = 'open'
),

known AS (
    SELECT
        c.tier,
        c.subject_id,
        c.cause,
        c.village_code,
        c.row_side AS side,
        b.kpj,
        c.row_side || ':' || coalesce(
            'person:' || o.person_key::text,
            encode(sha256(convert_to(c.village_code || '|' || array_to_string(coalesce(v.cells, b.cells), '|', ''), 'UTF8')), 'hex')
        ) AS who,
        CASE c.row_side
            WHEN 'village' THEN core.link_key(v.nik_raw, v.name_words, v.birth_date, v.village_code)
            ELSE core.link_key(b.nik_raw, b.name_words, b.birth_date, b.kpj_raw)
        END AS written_key
    FROM shown AS c
    INNER JOIN reconciliation.outcome AS o
        ON c.period = o.period AND c.version = o.version AND c.row_side = o.side AND c.row_id = o.row_id
    LEFT JOIN core.village_row AS v ON c.row_side = 'village' AND c.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON c.row_side = 'branch' AND c.row_id = b.row_id
)

SELECT
    k.tier,
    k.subject_id,
    s.ordinal,
    s.subject_key,
    ARRAY[
        concat_ws('|', k.who, k.cause, k.village_code) || '|' || CASE k.side WHEN 'village' THEN k.written_key ELSE k.kpj END,
        concat_ws('|', k.who, k.cause, k.village_code),
        k.side || '|' || k.written_key,
        k.who || '|' || CASE k.side WHEN 'village' THEN k.written_key ELSE k.kpj END,
        concat_ws('|', k.who, k.village_code),
        concat_ws('|', k.who, k.cause),
        k.who
    ] AS keys
FROM known AS k
INNER JOIN reconciliation.subject AS s ON k.subject_id = s.subject_id;
ANALYZE code_held;
