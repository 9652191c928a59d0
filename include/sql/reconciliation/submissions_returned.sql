-- One row a pair of lists of one village, among those asked for, of which the later one carries row keys of the earlier one.

WITH files AS (
    SELECT
        file_id,
        sha256
    FROM landing.file
    WHERE file_id = any(:file_ids)
),

returned AS (
    SELECT DISTINCT
        r.file_id,
        r.village_code,
        r.returned_key
    FROM core.village_row AS r
    INNER JOIN files AS f ON r.file_id = f.file_id
    WHERE r.returned_key IS NOT NULL
),

keyed AS (
    SELECT
        r.file_id,
        r.village_code,
        core.row_key(f.sha256, r.member, r.sheet, r.row_number) AS row_key
    FROM core.village_row AS r
    INNER JOIN files AS f ON r.file_id = f.file_id
    WHERE r.village_code IN (SELECT village_code FROM returned)
)

SELECT DISTINCT
    b.village_code,
    b.file_id AS later,
    k.file_id AS earlier
FROM returned AS b
INNER JOIN keyed AS k ON b.village_code = k.village_code AND b.returned_key = k.row_key AND b.file_id <> k.file_id;
