-- Grain: one row a district with people whose cover ends next month unless something is paid. Reads only.
SELECT
    regexp_replace(village_code, '\.[^.]+$', '') AS district_code,
    sum(persons)::integer AS persons
FROM mart.arrears
WHERE period = :period AND version = :version AND lapses_next
GROUP BY 1
ORDER BY 1
