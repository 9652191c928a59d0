-- mart.quality_result: one row a rule, feed and village of one version of one month, over the files that concern the month.

INSERT INTO mart.quality_result (period, version, feed, rule_id, severity, village_code, checked, failed)
WITH files AS (
    SELECT file_id FROM landing.current_file
    WHERE NOT withdrawn AND (period = :period OR feed = 'exclusion_lists' OR (feed = 'case_verdicts' AND collection = :period))
    UNION
    SELECT unnest(file_ids) FROM core.registry_in_force
)

SELECT
    :period,
    :version,
    q.feed,
    r.rule_id,
    q.severity,
    r.village_code,
    sum(r.checked),
    sum(r.failed)
FROM quality.rule_result AS r
INNER JOIN files ON r.file_id = files.file_id
INNER JOIN quality.rule AS q ON r.rule_id = q.rule_id
GROUP BY q.feed, r.rule_id, q.severity, r.village_code;
