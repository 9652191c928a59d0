-- listed: one row a person on a list of one village among the files asked for: who the row is by step 1; where it is nobody, its
-- NIK as written together with its name. Needs identity. Temporary.

DROP TABLE IF EXISTS pg_temp.listed;
CREATE TEMP TABLE listed ON COMMIT DROP AS
SELECT DISTINCT
    r.file_id,
    r.village_code,
    coalesce(i.entity, concat(r.nik_raw, '|', r.name)) AS person
FROM core.village_row AS r
LEFT JOIN identity AS i ON r.row_id = i.row_id
WHERE r.file_id = any(:file_ids);
ANALYZE listed;
