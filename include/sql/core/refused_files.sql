-- One row a refused file of a load, those that were withdrawn left out.

SELECT
    f.file_id,
    f.path,
    f.period,
    g.refusal_code,
    g.refusal_details,
    g.village_codes
FROM core.file_reading AS g
INNER JOIN landing.file AS f ON g.file_id = f.file_id
WHERE g.load_id = :load_id AND g.outcome = 'refused' AND NOT f.withdrawn
ORDER BY f.received_at, f.path COLLATE "C", f.file_id;
