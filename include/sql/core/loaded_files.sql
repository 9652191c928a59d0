-- One row a file that a load brought into core.

SELECT
    f.file_id,
    f.period,
    f.collection
FROM core.file_reading AS g
INNER JOIN landing.file AS f ON g.file_id = f.file_id
WHERE g.load_id = :load_id
ORDER BY f.file_id;
