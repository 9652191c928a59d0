-- Rows and printed totals of a load's branch files, with the meaning of the status word, from staging into core.

INSERT INTO core.branch_row
SELECT
    r.*,
    w.status
FROM staging.branch_row AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
INNER JOIN core.status_word AS w ON r.status_word = w.word
WHERE g.load_id = :load_id;

INSERT INTO core.branch_total
SELECT r.* FROM staging.branch_total AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
WHERE g.load_id = :load_id;

DELETE FROM staging.branch_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
DELETE FROM staging.branch_total AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;
