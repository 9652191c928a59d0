-- Grain: one row, the month's version that is final; none before. Reads only.

SELECT max(version) AS version FROM reconciliation.version
WHERE period = :period AND status = 'final'
HAVING max(version) IS NOT NULL
