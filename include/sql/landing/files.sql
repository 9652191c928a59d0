-- One row a landed file asked for, in order of receipt. A file that was withdrawn after it had been read is not read again.

SELECT
    file_id,
    feed,
    collection,
    period,
    path,
    sha256,
    assigned_village,
    (received_at AT TIME ZONE 'Asia/Jakarta')::date AS received_on
FROM landing.file
WHERE file_id = any(:file_ids) AND NOT (withdrawn AND reading > 1)
ORDER BY received_at, path COLLATE "C", file_id;
