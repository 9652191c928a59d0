-- A list that names another month is refused, unless it is a byte-for-byte copy of the village's last accepted file.
-- Rows of refused files leave staging; their bytes stay landed. Running it again changes nothing.

UPDATE staging.reading AS s
SET outcome = 'read', refusal_code = NULL, refusal_details = '{"notice": "copy_of_last_list"}'
FROM landing.file AS f
WHERE s.load_id = :load_id AND s.file_id = f.file_id AND s.refusal_code = 'wrong_month'
    AND EXISTS (
        SELECT FROM landing.file AS e
        INNER JOIN core.file_reading AS g ON e.file_id = g.file_id
        WHERE e.feed = f.feed AND e.sha256 = f.sha256 AND e.file_id <> f.file_id AND g.outcome = 'read'
            AND NOT EXISTS (SELECT FROM quality.breaker AS b WHERE b.file_id = e.file_id)
            AND NOT EXISTS (
                -- No other list of the same villages was accepted after it.
                SELECT FROM landing.file AS n
                INNER JOIN core.file_reading AS h ON n.file_id = h.file_id
                WHERE n.feed = f.feed AND h.outcome = 'read' AND n.sha256 <> f.sha256
                    AND h.village_codes && g.village_codes AND n.received_at > e.received_at AND n.received_at <= f.received_at
            )
    );

DELETE FROM staging.village_row AS r
USING staging.reading AS s
WHERE s.load_id = :load_id AND s.file_id = r.file_id AND s.outcome = 'refused';
