-- A final version that a later final one of its month replaces becomes an amended one.

UPDATE reconciliation.version AS earlier SET status = 'amended'
FROM reconciliation.version AS later
WHERE
    later.period = :period AND later.version = :version AND later.status = 'final'
    AND earlier.period = later.period AND earlier.version = later.amends_version AND earlier.status = 'final'
