-- One row a landed village file, by its newest reading, that decisions concern or may concern: those that did, files refused
-- for heads that a decision would settle, and the files at the paths asked for.

SELECT
    f.file_id,
    f.collection,
    f.path,
    f.sha256,
    f.period,
    f.decisions,
    f.withdrawn,
    f.assigned_village,
    coalesce(g.refusal_details, '{}') AS refusal_details,
    coalesce(g.village_codes, '{}') AS village_codes,
    (f.received_at AT TIME ZONE 'Asia/Jakarta')::date AS received_on
FROM landing.file AS f
LEFT JOIN core.file_reading AS g ON f.file_id = g.file_id
LEFT JOIN unnest((:collections)::text[], (:paths)::text[]) AS n (collection, path)
    ON f.collection = n.collection AND f.path = n.path
WHERE
    f.feed = 'village_submissions'
    AND (f.decisions <> '{}' OR g.refusal_details -> 'entry' IS NOT NULL OR n.path IS NOT NULL)
    AND NOT EXISTS (
        SELECT FROM landing.file AS later
        WHERE later.read_again_of = coalesce(f.read_again_of, f.file_id) AND later.reading > f.reading
    )
ORDER BY f.file_id;
