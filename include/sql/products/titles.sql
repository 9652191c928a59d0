-- Grain: one row a group or funder with its titles, in the order people see them. Reads only.
SELECT 'group' AS kind, participant_group AS value, title_id, title_en, target, target_date, row_number() OVER (ORDER BY target DESC) AS position
FROM core.programme
WHERE valid_from <= :first_day AND (valid_to IS NULL OR valid_to >= :first_day)
UNION ALL
SELECT 'funder', funding_source, title_id, title_en, NULL, NULL, position FROM core.funder
ORDER BY kind, position, value
