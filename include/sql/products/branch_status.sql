-- Grain: one row a status and whether it is covered, over the branch's rows of the month. Reads only.
SELECT
    b.status,
    o.covered,
    count(*)::bigint AS persons,
    sum(o.rupiah)::bigint AS rupiah
FROM reconciliation.outcome AS o
INNER JOIN core.branch_row AS b ON o.row_id = b.row_id
WHERE o.period = :period AND o.version = :version AND o.side = 'branch'
GROUP BY b.status, o.covered
ORDER BY b.status COLLATE "C", o.covered DESC
