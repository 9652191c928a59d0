-- One row a file of a load whose breaker tripped.

SELECT
    f.path,
    f.period,
    b.breaker_id,
    b.checked,
    b.failed
FROM core.file_reading AS g
INNER JOIN landing.file AS f ON g.file_id = f.file_id
INNER JOIN quality.breaker AS b ON g.file_id = b.file_id
WHERE g.load_id = :load_id
ORDER BY f.received_at, f.path COLLATE "C", f.file_id;
