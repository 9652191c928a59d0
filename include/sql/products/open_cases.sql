-- Grain: one row an owner, cause, village and band of age (days: 0 = 0-30, 1 = 31-60, 2 = 61-90, 3 = over 90) of open cases. Reads only.
SELECT
    owner,
    cause,
    village_code,
    CASE WHEN age_days <= 30 THEN 0 WHEN age_days <= 60 THEN 1 WHEN age_days <= 90 THEN 2 ELSE 3 END AS band,
    count(*)::integer AS cases
FROM mart.open_case
WHERE period = :period AND version = :version
GROUP BY owner, cause, village_code, band
ORDER BY owner COLLATE "C", cause COLLATE "C", village_code COLLATE "C", band
