-- Grain: one row a verdict that came for the month or the one before, in the files that the version stands on: taken, or the rules
-- that it breaks. near: cases whose codes are one or two signs away from one that was mistyped. Reads only. Holds officers' names.
WITH files AS (
    SELECT f.*
    FROM reconciliation.version AS v
    CROSS JOIN jsonb_to_recordset(v.inputs -> 'files') AS i (feed text, collection text, path text, sha256 text)
    INNER JOIN landing.file AS f
        ON i.feed = f.feed AND i.collection = f.collection AND i.path = f.path AND i.sha256 = f.sha256
    WHERE
        v.period = :period AND v.version = :version AND i.feed = 'case_verdicts' AND f.load_id IS NOT NULL
        AND core.months_between(:period, i.collection) <= 1
),

broken AS (
    SELECT
        x.row_id,
        array_agg(x.rule_id ORDER BY q.position) AS rules,
        bool_or(q.severity = 'blocking') AS held
    FROM files AS f
    INNER JOIN quality.violation AS x ON f.file_id = x.file_id
    INNER JOIN quality.rule AS q ON x.rule_id = q.rule_id
    GROUP BY x.row_id
)

SELECT DISTINCT ON (f.received_at, f.path COLLATE "C", r.member COLLATE "C", r.sheet COLLATE "C", r.row_number, r.office)
    f.collection AS file_period,
    core.file_name(f.path, r.member) AS path,
    r.sheet,
    r.row_number,
    r.office,
    r.case_written,
    r.case_code,
    r.verdict_written,
    r.verdict,
    r.candidate,
    r.decided_by,
    r.decided_on,
    r.note,
    coalesce(b.rules, '{}') AS rules,
    NOT coalesce(b.held, false) AS taken,
    k.verdict_id IS NOT NULL AS counts,
    coalesce(k.governs, true) AS governs,
    CASE WHEN r.case_fault = 'mistyped' THEN n.near END AS near
FROM files AS f
INNER JOIN core.verdict_row AS r ON f.file_id = r.file_id
LEFT JOIN broken AS b ON r.row_id = b.row_id
LEFT JOIN audit.verdict AS a ON r.row_id = a.row_id
LEFT JOIN reconciliation.case_verdict AS k ON k.period = :period AND k.version = :version AND a.verdict_id = k.verdict_id
LEFT JOIN LATERAL (
    SELECT string_agg(s.case_code, ', ' ORDER BY s.case_code COLLATE "C") AS near
    FROM reconciliation.case_state AS c
    INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
    WHERE
        r.case_fault = 'mistyped' AND c.period = :period AND c.version = :version
        AND public.levenshtein_less_equal(
            regexp_replace(s.case_code, '\W', '', 'g'), left(regexp_replace(upper(r.case_written), '\W', '', 'g'), 30), 1
        ) <= 1
) AS n ON true
ORDER BY
    f.received_at ASC, f.path COLLATE "C" ASC, r.member COLLATE "C" ASC, r.sheet COLLATE "C" ASC, r.row_number ASC, r.office ASC,
    r.row_id DESC
