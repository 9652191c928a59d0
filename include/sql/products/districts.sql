-- Grain: one row a district of the regency, with the mean of its villages' centroids. Reads only.
SELECT
    d.district_code,
    d.district_name,
    count(*)::integer AS villages,
    round(avg(v.latitude)::numeric, 5)::double precision AS latitude,
    round(avg(v.longitude)::numeric, 5)::double precision AS longitude
FROM core.village AS v
INNER JOIN core.district AS d ON v.district_code = d.district_code
WHERE d.regency_code = :regency
GROUP BY d.district_code, d.district_name
ORDER BY d.district_code COLLATE "C"
