-- Grain: one row a village. Reads only.

SELECT
    village_code,
    village_name,
    village_type,
    district_code,
    district_name
FROM core.village
ORDER BY village_code COLLATE "C";
