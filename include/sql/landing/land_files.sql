-- One row a file copied from the source; bytes noted before under the same path and time of receipt are not noted twice. Bytes
-- that were there before, and come back after others, are the same file read again: its rows must not count twice.

INSERT INTO landing.file (
    feed, collection, period, path, sha256, bytes, received_at, seen_at, reading, read_again_of
)
WITH known AS (
    SELECT
        collection,
        path,
        sha256,
        max(reading) AS reading,
        min(file_id) AS first_file_id
    FROM landing.file
    WHERE feed = :feed
    GROUP BY collection, path, sha256
)

SELECT
    :feed,
    u.collection,
    CASE WHEN :monthly THEN u.collection END,
    u.path,
    u.sha256,
    u.bytes,
    u.received_at,
    u.seen_at,
    coalesce(k.reading, 0) + 1,
    k.first_file_id
FROM
    unnest(
        cast(:collections AS text[]), cast(:paths AS text[]), cast(:hashes AS text[]),
        cast(:sizes AS bigint[]), cast(:received AS timestamptz[]), cast(:seen AS timestamptz[])
    ) WITH ORDINALITY AS u (collection, path, sha256, bytes, received_at, seen_at, place)
LEFT JOIN known AS k ON u.collection = k.collection AND u.path = k.path AND u.sha256 = k.sha256
ORDER BY u.place
ON CONFLICT DO NOTHING;
