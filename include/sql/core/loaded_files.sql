-- One row a file that a load brought into core, with every month in which it counts or did before it was read again.

SELECT
    f.file_id,
    f.collection,
    array(
        SELECT DISTINCT r.period FROM landing.file AS r
        WHERE coalesce(f.read_again_of, f.file_id) IN (r.file_id, r.read_again_of) AND r.period IS NOT NULL
    ) AS months
FROM core.file_reading AS g
INNER JOIN landing.file AS f ON g.file_id = f.file_id
WHERE g.load_id = :load_id
ORDER BY f.file_id;
