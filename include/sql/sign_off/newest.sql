-- Grain: one row, the newest version of a month; none where it has no version. Reads only.

SELECT
    v.version,
    v.status,
    v.amends_version,
    v.published_at IS NOT NULL AS is_published
FROM reconciliation.version AS v
INNER JOIN reconciliation.current_version AS c ON v.period = c.period AND v.version = c.version
WHERE v.period = :period
