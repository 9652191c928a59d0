-- Grain: one row, the first later month whose newest version is not final; none where all are. Reads only.

SELECT v.period
FROM reconciliation.version AS v
INNER JOIN reconciliation.current_version AS c ON v.period = c.period AND v.version = c.version
WHERE v.period > :period AND v.status <> 'final'
ORDER BY v.period
LIMIT 1
