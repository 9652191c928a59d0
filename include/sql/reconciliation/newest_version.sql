-- The newest version of a month: one row, or none.

SELECT
    version,
    inputs_sha256,
    published_at
FROM reconciliation.version
WHERE period = :period
ORDER BY version DESC
LIMIT 1;
