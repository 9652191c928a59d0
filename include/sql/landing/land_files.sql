-- One row a file copied from the source; bytes noted before under the same path and time of receipt are not noted twice. Bytes
-- that were there before, and come back after others, are the same file read again: its rows must not count twice.

INSERT INTO landing.file (
    feed, collection, period, path, sha256, bytes, received_at, seen_at, reading, read_again_of
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
LEFT JOIN LATERAL (
    SELECT
        max(f.reading) AS reading,
        min(f.file_id) AS first_file_id
    FROM landing.file AS f
    WHERE f.feed = :feed AND f.collection = u.collection AND f.path = u.path AND f.sha256 = u.sha256
) AS k ON true
ORDER BY u.place
ON CONFLICT DO NOTHING;
