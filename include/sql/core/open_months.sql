-- One row a month that has data and is not final.

SELECT DISTINCT f.period FROM landing.file AS f
WHERE
    f.period IS NOT NULL AND f.load_id IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM reconciliation.version AS v
        INNER JOIN reconciliation.current_version AS c ON v.period = c.period AND v.version = c.version
        WHERE v.period = f.period AND v.status = 'final'
    )
ORDER BY f.period;
