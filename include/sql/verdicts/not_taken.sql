-- One row a file of a load and blocking rule: how many verdicts the rule holds. A verdict is counted once, under its first rule.

WITH held AS (
    SELECT DISTINCT ON (v.file_id, v.row_id)
        v.file_id,
        v.row_id,
        v.rule_id
    FROM core.file_reading AS g
    INNER JOIN quality.violation AS v ON g.file_id = v.file_id
    INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id
    WHERE g.load_id = :load_id AND q.severity = 'blocking'
    ORDER BY v.file_id ASC, v.row_id ASC, q.position ASC
)

SELECT
    f.collection AS period,
    f.path,
    h.rule_id,
    count(*) AS verdicts
FROM held AS h
INNER JOIN landing.file AS f ON h.file_id = f.file_id
GROUP BY f.collection, f.path, h.rule_id
ORDER BY f.collection, f.path COLLATE "C", h.rule_id COLLATE "C";
