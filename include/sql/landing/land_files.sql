-- One row a file copied from the source; bytes noted before under the same path and time of receipt are not noted twice.

INSERT INTO landing.file (feed, collection, period, path, sha256, bytes, received_at, seen_at)
SELECT
    :feed,
    u.collection,
    CASE WHEN :monthly THEN u.collection END,
    u.path,
    u.sha256,
    u.bytes,
    u.received_at,
    u.received_at
FROM
    unnest(
        cast(:collections AS text[]), cast(:paths AS text[]), cast(:hashes AS text[]),
        cast(:sizes AS bigint[]), cast(:received AS timestamptz[])
    ) WITH ORDINALITY AS u (collection, path, sha256, bytes, received_at, place)
ORDER BY u.place
ON CONFLICT DO NOTHING;
