-- Rows of a load's village files, accepted or not, from staging into core.village_row.

INSERT INTO core.village_row
SELECT r.* FROM staging.village_row AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
WHERE g.load_id = :load_id;

DELETE FROM staging.village_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
