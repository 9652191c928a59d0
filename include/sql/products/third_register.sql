-- Grain: one row a village, decile and kind. Reads only.
SELECT
    village_code,
    desil,
    kind,
    persons
FROM mart.third_register
WHERE period = :period AND version = :version
ORDER BY village_code COLLATE "C", desil COLLATE "C", kind COLLATE "C"
