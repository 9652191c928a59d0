-- Grain: one row a target, by group and date. Reads only.
SELECT
    title_id,
    title_en,
    participant_group,
    funding_source,
    kind,
    target_persons AS persons,
    target_date AS day,
    roster_persons AS roster,
    covered_persons AS covered,
    source
FROM mart.target
WHERE period = :period AND version = :version
ORDER BY participant_group COLLATE "C" DESC, target_date, target COLLATE "C"
