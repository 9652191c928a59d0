-- Grain: one row a feed and rule that was checked, over the whole regency. Reads only.
SELECT
    q.feed,
    q.rule_id,
    q.severity,
    r.owner,
    r.message_id,
    r.message_en,
    sum(q.checked)::bigint AS rows_checked,
    sum(q.failed)::bigint AS rows_failed
FROM mart.quality_result AS q
INNER JOIN quality.rule AS r ON q.rule_id = r.rule_id
WHERE q.period = :period AND q.version = :version
GROUP BY q.feed, q.rule_id, q.severity, r.owner, r.message_id, r.message_en
ORDER BY q.feed COLLATE "C", q.rule_id COLLATE "C"
