-- One row a landed file that decides the month: its own lists and branch files, those it may carry forward from, the
-- exclusion lists, and the registry version in force. Order is fixed, so that the hash of the rows is.

WITH chosen AS (
    SELECT file_id FROM landing.current_file
    WHERE
        period = :period OR feed = 'exclusion_lists'
        OR file_id IN (SELECT unnest(file_ids) FROM core.registry_in_force)
)

SELECT
    f.feed,
    f.collection,
    f.path,
    f.sha256,
    f.bytes,
    to_char(f.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS received_at
FROM landing.file AS f
INNER JOIN chosen AS c ON f.file_id = c.file_id
ORDER BY f.feed COLLATE "C", f.collection COLLATE "C", f.path COLLATE "C", f.received_at, f.sha256;
