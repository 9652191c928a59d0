-- Grain: one row a denominator, the smallest first. Reads only.
SELECT
    d.denominator,
    d.kind,
    d.date,
    d.registry,
    d.registry_version,
    d.desils,
    d.title_id,
    d.title_en,
    d.definition_id,
    d.source
FROM mart.denominator AS d
INNER JOIN mart.coverage AS c
    ON d.period = c.period AND d.version = c.version AND d.denominator = c.denominator AND c.level = 'regency'
WHERE d.period = :period AND d.version = :version
ORDER BY c.denominator_persons, d.denominator COLLATE "C"
