-- One row a path of a feed: the bytes landed from it last, by their newest reading.

SELECT DISTINCT ON (collection, path)
    file_id,
    collection,
    path,
    sha256,
    bytes,
    received_at,
    seen_at,
    load_id
FROM landing.file
WHERE feed = :feed
ORDER BY collection ASC, path ASC, received_at DESC, reading DESC, file_id DESC;
