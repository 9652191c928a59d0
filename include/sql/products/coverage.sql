-- Grain: one row a denominator and area, the regency and its districts. Reads only.
SELECT
    denominator,
    level,
    area_code,
    denominator_persons,
    roster_persons,
    covered_persons
FROM mart.coverage
WHERE period = :period AND version = :version AND level IN ('regency', 'district')
ORDER BY denominator COLLATE "C", level COLLATE "C", area_code COLLATE "C"
