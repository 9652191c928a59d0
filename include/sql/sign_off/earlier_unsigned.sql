-- Grain: one row an earlier month, since the first that is signed with Padan, whose newest version is not final. Reads only.

SELECT v.period
FROM reconciliation.version AS v
INNER JOIN reconciliation.current_version AS c ON v.period = c.period AND v.version = c.version
WHERE v.period < :period AND v.period >= :signed_from AND v.status <> 'final'
ORDER BY v.period
