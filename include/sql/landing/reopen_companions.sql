-- A DTSEN file that was refused because its companion was missing waits again once another file of its version has come.
-- Grain: one row a file that waits again. Running it again changes nothing.

WITH reopened AS (
    UPDATE landing.file AS f SET load_id = NULL
    FROM core.file_reading AS g
    WHERE
        f.feed = 'poverty_registry' AND f.file_id = g.file_id AND g.refusal_code = 'companion_missing'
        AND EXISTS (
            SELECT FROM landing.file AS n
            WHERE n.feed = f.feed AND n.collection = f.collection AND n.load_id IS NULL
        )
    RETURNING f.file_id
)

DELETE FROM core.file_reading AS g USING reopened AS r
WHERE g.file_id = r.file_id
RETURNING g.file_id;
