-- One row a path of a feed whose newest bytes no load has brought into core, in the order in which they were received.

WITH newest AS (
    SELECT DISTINCT ON (collection, path)
        file_id,
        period,
        collection,
        path,
        received_at,
        load_id
    FROM landing.file
    WHERE feed = :feed
    ORDER BY collection ASC, path ASC, seen_at DESC, file_id DESC
)

SELECT
    file_id,
    period,
    collection,
    path
FROM newest
WHERE load_id IS NULL
ORDER BY received_at, collection COLLATE "C", path COLLATE "C", file_id;
