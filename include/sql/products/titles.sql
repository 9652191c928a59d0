-- Grain: one row a group or funder with its titles, in the order people see them. Reads only.
SELECT
    'group' AS title_of,
    participant_group AS code,
    title_id,
    title_en,
    row_number() OVER (ORDER BY is_default DESC, participant_group COLLATE "C" DESC) AS place
FROM core.programme
WHERE valid_from <= :first_day AND (valid_to IS null OR valid_to >= :first_day)
UNION ALL
SELECT
    'funder' AS title_of,
    funding_source AS code,
    title_id,
    title_en,
    position AS place
FROM core.funder
ORDER BY title_of, place, code
