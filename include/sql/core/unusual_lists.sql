-- One row a list of a load that one of the rules asked for found unusual, withdrawn ones left out.

SELECT
    f.period,
    r.rule_id,
    r.village_code
FROM core.file_reading AS g
INNER JOIN landing.file AS f ON g.file_id = f.file_id
INNER JOIN quality.rule_result AS r ON g.file_id = r.file_id
WHERE g.load_id = :load_id AND NOT f.withdrawn AND f.period IS NOT NULL AND r.failed > 0 AND r.rule_id = any(:rule_ids)
ORDER BY f.period, r.village_code COLLATE "C", r.rule_id COLLATE "C", f.file_id;
