-- Grain: one row a village whose last list of the month replaced an earlier one: what became of the rows.
-- Reads only.

SELECT DISTINCT ON (a.village_code)
    a.village_code,
    a.fixed,
    a.still_wrong,
    a.newly_wrong,
    a.gone,
    a.added
FROM mart.attempt AS a
WHERE a.period = :period AND a.version = :version
ORDER BY a.village_code ASC, a.attempt DESC;
