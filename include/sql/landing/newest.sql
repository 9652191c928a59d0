-- One row a path of a feed: the newest bytes landed from it.

SELECT DISTINCT ON (collection, path)
    file_id,
    collection,
    path,
    sha256,
    bytes,
    seen_at,
    load_id
FROM landing.file
WHERE feed = :feed
ORDER BY collection ASC, path ASC, seen_at DESC, file_id DESC;
