-- Files whose decisions changed wait to be read again, as one more reading; one that waits already only learns of it.

WITH wanted AS (
    SELECT w.* FROM jsonb_to_recordset(cast(:filings AS jsonb)) AS w (
        file_id bigint, period text, decisions text[], withdrawn boolean, assigned_village text
    )
),

waiting AS (
    UPDATE landing.file AS f
    SET period = w.period, decisions = w.decisions, withdrawn = w.withdrawn, assigned_village = w.assigned_village
    FROM wanted AS w
    WHERE f.file_id = w.file_id AND f.load_id IS NULL
)

INSERT INTO landing.file (
    feed, collection, period, path, sha256, bytes, received_at, seen_at, reading, read_again_of, decisions, withdrawn, assigned_village
)
SELECT
    f.feed,
    f.collection,
    w.period,
    f.path,
    f.sha256,
    f.bytes,
    f.received_at,
    f.seen_at,
    f.reading + 1,
    coalesce(f.read_again_of, f.file_id),
    w.decisions,
    w.withdrawn,
    w.assigned_village
FROM wanted AS w
INNER JOIN landing.file AS f ON w.file_id = f.file_id
WHERE f.load_id IS NOT NULL
ORDER BY f.file_id;
