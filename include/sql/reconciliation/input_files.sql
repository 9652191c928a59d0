-- One row a landed file that decides the month: its own lists and branch files, those it may carry forward from, the
-- exclusion lists, the offices' verdicts on it and on earlier months, the registry version in force, and the newest
-- of each registry, which coverage counts. Order is fixed, so that the hash of the rows is.

WITH counted AS (
    SELECT DISTINCT ON (registry) registry_version_id
    FROM core.registry_snapshot
    ORDER BY registry ASC, place DESC
),

chosen AS (
    SELECT file_id FROM landing.current_file
    WHERE
        period = :period OR feed = 'exclusion_lists' OR (feed = 'case_verdicts' AND collection <= :period)
        OR file_id IN (SELECT unnest(file_ids) FROM core.registry_in_force)
        OR file_id IN (
            SELECT unnest(v.file_ids) FROM core.registry_version AS v
            INNER JOIN counted AS c ON v.registry_version_id = c.registry_version_id
        )
)

SELECT
    f.feed,
    f.collection,
    f.path,
    f.sha256,
    f.bytes,
    to_char(f.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS received_at
FROM landing.file AS f
INNER JOIN chosen AS c ON f.file_id = c.file_id
ORDER BY f.feed COLLATE "C", f.collection COLLATE "C", f.path COLLATE "C", f.received_at, f.sha256;
