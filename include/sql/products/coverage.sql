-- Grain: one row a denominator of the whole regency, the smallest first. Reads only.
SELECT
    c.denominator,
    c.denominator_date,
    c.denominator_persons,
    c.roster_persons,
    c.covered_persons,
    d.title_id,
    d.title_en,
    d.source
FROM mart.coverage AS c
INNER JOIN core.denominator AS d ON c.denominator = d.denominator
WHERE c.period = :period AND c.version = :version AND c.level = 'regency'
ORDER BY c.denominator_persons, c.denominator COLLATE "C"
