-- One row a pair of lists of one village, among those asked for, of which the later one carries row keys of the earlier one.
-- Reads only, but for a temporary table that is as good as a CTE: it is there for its statistics.

CREATE TEMP TABLE returned_row ON COMMIT DROP AS
SELECT DISTINCT
    r.file_id,
    r.village_code,
    r.returned_key
FROM core.village_row AS r
INNER JOIN landing.file AS f ON r.file_id = f.file_id
WHERE r.returned_key IS NOT NULL AND f.file_id = any(:file_ids);

-- Or the planner takes the first lists that come back for none, as core.village_row had them, and reads every list once a key.
ANALYZE returned_row;

WITH keyed AS (
    SELECT
        r.file_id,
        r.village_code,
        core.row_key(f.sha256, r.member, r.sheet, r.row_number) AS row_key
    FROM core.village_row AS r
    INNER JOIN landing.file AS f ON r.file_id = f.file_id
    WHERE f.file_id = any(:file_ids)
)

SELECT DISTINCT
    b.village_code,
    b.file_id AS later,
    k.file_id AS earlier
FROM returned_row AS b
INNER JOIN keyed AS k ON b.village_code = k.village_code AND b.returned_key = k.row_key AND b.file_id <> k.file_id;
