-- Grain: one row a kind (registration, exit) and age in months of what is under way at the branch within its time. Reads only.
-- An exit's month stands with the row of the villages that shows it; one shown by none began in the month before.
SELECT
    'registration' AS kind,
    coalesce(i.age_months, 0) AS months,
    sum(i.persons)::integer AS persons,
    sum(i.rupiah)::bigint AS rupiah
FROM mart.in_process AS i
WHERE i.period = :period AND i.version = :version
GROUP BY 2
UNION ALL
SELECT
    'exit',
    coalesce(core.months_between(b.period, v.exit_since), 1),
    count(*)::integer,
    sum(b.rupiah)::bigint
FROM reconciliation.outcome AS b
LEFT JOIN reconciliation.outcome AS v
    ON b.period = v.period AND b.version = v.version AND b.pair_id = v.pair_id AND v.side = 'village'
WHERE
    b.period = :period AND b.version = :version AND b.side = 'branch'
    AND b.outcome = 'billed_after_exit' AND b.reason = 'exit_in_process'
GROUP BY 2
ORDER BY 1 DESC, 2
