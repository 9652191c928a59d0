-- One row a file whose breaker tripped, among those asked for.

SELECT
    b.file_id,
    b.breaker_id,
    b.checked,
    b.failed,
    b.threshold,
    f.period,
    f.path,
    coalesce(s.village_codes, g.village_codes, '{}') AS village_codes
FROM quality.breaker AS b
INNER JOIN landing.file AS f ON b.file_id = f.file_id
LEFT JOIN staging.reading AS s ON b.file_id = s.file_id
LEFT JOIN core.file_reading AS g ON b.file_id = g.file_id
WHERE b.file_id = any(:file_ids)
ORDER BY f.received_at, f.path COLLATE "C", b.file_id;
