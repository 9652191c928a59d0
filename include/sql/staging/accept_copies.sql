-- A list that names another month is refused, unless it is a byte-for-byte copy of the village's last accepted file.
-- Rows of refused files leave staging; their bytes stay landed. Running it again changes nothing.

WITH accepted AS (
    SELECT
        f.feed,
        f.sha256,
        f.received_at,
        g.village_codes
    FROM landing.current_file AS f
    INNER JOIN core.file_reading AS g ON f.file_id = g.file_id
    WHERE g.outcome = 'read' AND NOT f.withdrawn AND NOT EXISTS (SELECT FROM quality.breaker AS b WHERE b.file_id = f.file_id)
    UNION ALL
    SELECT
        f.feed,
        f.sha256,
        f.received_at,
        s.village_codes
    FROM landing.file AS f
    INNER JOIN staging.reading AS s ON f.file_id = s.file_id
    WHERE s.load_id = :load_id AND s.outcome = 'read' AND NOT f.withdrawn
)

UPDATE staging.reading AS s
SET outcome = 'read', refusal_code = NULL, refusal_details = '{"notice": "copy_of_last_list"}'
FROM landing.file AS f
WHERE
    s.load_id = :load_id AND s.file_id = f.file_id AND s.refusal_code = 'wrong_month'
    AND EXISTS (
        SELECT FROM accepted AS e
        WHERE e.feed = f.feed AND e.sha256 = f.sha256 AND e.received_at <= f.received_at
        -- No other list of the same villages was accepted after it.
        AND NOT EXISTS (
            SELECT FROM accepted AS n
            WHERE
                n.feed = f.feed AND n.sha256 <> f.sha256 AND n.village_codes && e.village_codes
                AND n.received_at > e.received_at AND n.received_at <= f.received_at
        )
    );

DELETE FROM staging.village_row AS r
USING staging.reading AS s
WHERE s.load_id = :load_id AND s.file_id = r.file_id AND s.outcome = 'refused';
