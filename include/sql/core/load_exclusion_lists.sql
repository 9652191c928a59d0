-- Rows of a load's exclusion lists, with the list they stand on, from staging into core.exclusion_row.

INSERT INTO core.exclusion_row
SELECT
    r.*,
    f.collection
FROM staging.exclusion_row AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
INNER JOIN landing.file AS f ON r.file_id = f.file_id
WHERE g.load_id = :load_id;

DELETE FROM staging.exclusion_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
