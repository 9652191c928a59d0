-- One row a file of a feed that no load has brought into core, in the order in which they were received: the bytes landed
-- last from each path, and files that wait to be read again under other decisions. months: all in which it counts or did.
-- Verdicts on a month without a version are not among them: its cases have no codes yet.

WITH newest AS (
    SELECT DISTINCT ON (collection, path) file_id
    FROM landing.file
    WHERE feed = :feed
    ORDER BY collection ASC, path ASC, received_at DESC, reading DESC, file_id DESC
)

SELECT
    f.file_id,
    f.period,
    f.collection,
    f.path,
    array(
        SELECT DISTINCT r.period FROM landing.file AS r
        WHERE coalesce(f.read_again_of, f.file_id) IN (r.file_id, r.read_again_of) AND r.period IS NOT NULL
    ) AS months
FROM landing.file AS f
WHERE
    f.feed = :feed AND f.load_id IS NULL AND (f.reading > 1 OR f.file_id IN (SELECT n.file_id FROM newest AS n))
    AND (f.feed <> 'case_verdicts' OR f.collection IN (SELECT v.period FROM reconciliation.current_version AS v))
ORDER BY f.received_at, f.collection COLLATE "C", f.path COLLATE "C", f.file_id;
