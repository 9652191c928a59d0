-- Grain: one row, the registry snapshot that a version of a month was compared with; none without one. Reads only.
SELECT
    g.registry || ' ' || g.version AS registry,
    b.eligible_desils
FROM reconciliation.register_basis AS b
INNER JOIN core.registry_version AS g ON b.registry_version_id = g.registry_version_id
WHERE b.period = :period AND b.version = :version
