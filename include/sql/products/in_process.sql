-- Grain: one row a village and month since which its people are in process. Reads only.
SELECT
    village_code,
    presence_since,
    age_months,
    limit_months,
    sum(persons)::integer AS persons,
    sum(rupiah)::bigint AS rupiah
FROM mart.in_process
WHERE period = :period AND version = :version
GROUP BY village_code, presence_since, age_months, limit_months
ORDER BY age_months DESC, village_code COLLATE "C"
