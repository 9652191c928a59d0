-- Grain: one row a row of the lists that stand or are held, with the rules that it breaks, the first reason first.
-- Rows of files with several villages come once for their own village. Reads only.

WITH broken AS (
    SELECT
        v.row_id,
        array_agg(v.rule_id ORDER BY q.position, v.rule_id COLLATE "C") AS rules
    FROM quality.violation AS v
    INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id
    WHERE
        q.feed = 'village_submissions'
        AND v.file_id IN (SELECT file_id FROM reconciliation.submission WHERE period = :period AND version = :version)
    GROUP BY v.row_id
)

SELECT
    r.file_id,
    r.village_code,
    r.member,
    r.sheet,
    r.row_number,
    core.row_key(f.sha256, r.member, r.sheet, r.row_number) AS row_key,
    coalesce(o.outcome = 'rejected', false) AS rejected,
    coalesce(b.rules, '{}') AS rules
FROM reconciliation.submission AS s
INNER JOIN landing.file AS f ON s.file_id = f.file_id
INNER JOIN core.village_row AS r ON s.file_id = r.file_id AND s.village_code = r.village_code
LEFT JOIN reconciliation.outcome AS o
    ON r.row_id = o.row_id AND o.period = :period AND o.version = :version AND o.side = 'village' AND NOT o.carried
LEFT JOIN broken AS b ON r.row_id = b.row_id
WHERE s.period = :period AND s.version = :version AND s.kind = 'list' AND s.state IN ('standing', 'held')
ORDER BY r.file_id, r.member COLLATE "C", r.sheet COLLATE "C", r.row_number;
