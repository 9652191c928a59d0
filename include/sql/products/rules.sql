-- Grain: one row a rule. Reads only.
SELECT
    rule_id,
    message_id,
    message_en
FROM quality.rule
ORDER BY rule_id COLLATE "C"
