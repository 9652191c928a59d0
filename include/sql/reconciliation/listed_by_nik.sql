-- listed: one row a person on a list of one village among the files asked for: a usable NIK, else a NIK as written together with
-- a name. What is known before the month is reckoned. Temporary.

DROP TABLE IF EXISTS pg_temp.listed;
CREATE TEMP TABLE listed ON COMMIT DROP AS
SELECT DISTINCT
    r.file_id,
    r.village_code,
    coalesce(core.usable_nik(r.nik, r.nik_fault), concat(r.nik_raw, '|', r.name)) AS person
FROM core.village_row AS r
WHERE r.file_id = any(:file_ids);
ANALYZE listed;
