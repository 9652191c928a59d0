-- One row, or none: the bytes landed last from one path of a month's folder, and the decision that their refusal proposes.

SELECT
    f.file_id,
    f.sha256,
    g.refusal_details ->> 'entry' AS entry
FROM landing.file AS f
LEFT JOIN core.file_reading AS g ON f.file_id = g.file_id
WHERE f.feed = 'village_submissions' AND f.collection = :collection AND f.path = :path
ORDER BY f.received_at DESC, f.reading DESC, f.file_id DESC
LIMIT 1;
