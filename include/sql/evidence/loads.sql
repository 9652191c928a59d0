-- One row a file that a load brought into core, of those that the versions computed up to the one asked for name as inputs;
-- in the order of loading and landing. Reads only.

WITH target AS (
    SELECT
        place,
        loads_through
    FROM reconciliation.version
    WHERE period = :period AND version = :version
),

named AS (
    SELECT DISTINCT
        n.feed,
        n.collection,
        n.path,
        n.sha256,
        n.received_at
    FROM reconciliation.version AS v
    INNER JOIN target AS t ON v.place <= t.place
    CROSS JOIN LATERAL jsonb_to_recordset(v.inputs -> 'files') AS n (
        feed text, collection text, path text, sha256 text, received_at timestamptz
    )
)

SELECT
    l.load_id,
    l.feed,
    l.rules_sha256,
    l.decisions_taken,
    f.collection,
    f.path,
    f.sha256,
    f.bytes,
    to_char(f.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS received_at
FROM landing.file AS f
INNER JOIN audit.load AS l ON f.load_id = l.load_id
INNER JOIN target AS t ON l.load_id <= t.loads_through
INNER JOIN
    named AS n
    ON
        f.feed = n.feed AND f.collection = n.collection AND f.path = n.path AND f.sha256 = n.sha256
        AND f.received_at = n.received_at
ORDER BY l.load_id, f.file_id;
