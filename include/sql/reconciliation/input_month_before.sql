-- The newest version of the latest earlier month: what this month carries, and whom it knows, comes from there.

SELECT
    v.period,
    v.inputs_sha256
FROM reconciliation.version AS v
INNER JOIN reconciliation.current_version AS c ON v.period = c.period AND v.version = c.version
WHERE v.period < :period
ORDER BY v.period DESC LIMIT 1;
