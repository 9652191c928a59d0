-- One row a decision in force that concerns a file of the month, or one that was taken out of it. Order is fixed.

SELECT
    d.decision_id AS id,
    d.kind,
    to_char(d.decided_on, 'YYYY-MM-DD') AS decided_on,
    encode(sha256(convert_to(d.content::text, 'UTF8')), 'hex') AS sha256
FROM audit.decision AS d
WHERE
    d.decision_id IN (
        SELECT unnest(f.decisions) FROM landing.current_file AS f
        WHERE f.feed = 'village_submissions' AND f.decisions <> '{}' AND :period IN (f.period, f.collection)
    )
ORDER BY d.decision_id COLLATE "C";
