-- One row a landed file asked for, in order of receipt.

SELECT
    file_id,
    feed,
    collection,
    period,
    path,
    sha256,
    (received_at AT TIME ZONE 'Asia/Jakarta')::date AS received_on
FROM landing.file
WHERE file_id = any(:file_ids)
ORDER BY received_at, path COLLATE "C", file_id;
