-- Grain: one row a last paid month, the newest first, 'unknown' last. Reads only.
SELECT
    last_paid,
    months,
    coalesce(sum(persons) FILTER (WHERE covered), 0)::integer AS covered,
    coalesce(sum(persons) FILTER (WHERE NOT covered), 0)::integer AS uncovered,
    coalesce(sum(persons) FILTER (WHERE lapses_next), 0)::integer AS lapses_next,
    sum(rupiah)::bigint AS rupiah
FROM mart.arrears
WHERE period = :period AND version = :version
GROUP BY last_paid, months
ORDER BY last_paid = 'unknown', months, last_paid COLLATE "C" DESC
