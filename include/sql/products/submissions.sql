-- Grain: one row a village of the regency with what became of its list. Days are those of Asia/Jakarta. Reads only.
SELECT
    v.village_code,
    v.village_name,
    v.village_type,
    v.district_code,
    v.district_name,
    s.status,
    s.files,
    s.rows_submitted,
    s.rows_accepted,
    s.rows_rejected,
    s.rows_superseded,
    s.reason,
    (s.received_at AT TIME ZONE 'Asia/Jakarta')::date AS received_on
FROM core.village AS v
INNER JOIN core.district AS d ON v.district_code = d.district_code
INNER JOIN mart.submission_status AS s ON v.village_code = s.village_code
WHERE d.regency_code = :regency AND s.period = :period AND s.version = :version
ORDER BY v.village_code COLLATE "C"
