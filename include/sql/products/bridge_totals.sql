-- Grain: one row a level, area and line: the bridge over all groups and funders. Reads only.
-- In a month whose printed totals are not split, the cell all x all holds the sums; adding it to the other cells would count twice.
WITH cells AS (
    SELECT
        level,
        area_code,
        line,
        persons,
        rupiah,
        participant_group = 'all' AS whole,
        bool_or(participant_group = 'all') OVER (PARTITION BY level, area_code) AS has_whole
    FROM mart.gap_bridge
    WHERE period = :period AND version = :version
)

SELECT
    level,
    area_code,
    line,
    sum(persons)::bigint AS persons,
    sum(rupiah)::bigint AS rupiah
FROM cells
WHERE whole = has_whole
GROUP BY level, area_code, line
ORDER BY level COLLATE "C", area_code COLLATE "C", line COLLATE "C"
