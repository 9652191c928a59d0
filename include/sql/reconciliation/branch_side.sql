-- branch_side: one row a row of the branch's standing files of the month, with whether the branch covers it.
-- Needs the temporary table standing_branch_file (file_id). Temporary, so running it again starts anew.

CREATE TEMP TABLE branch_side ON COMMIT DROP AS
WITH limits AS (
    SELECT core.parameter_of('arrears_limit_months', :period) AS arrears_limit
),

-- Months in arrears: since the last month paid, else as the status word says, else since the day of the last payment.
arrears AS (
    SELECT
        r.row_id,
        coalesce(
            CASE WHEN r.paid_to < :period THEN core.months_between(:period, r.paid_to) END,
            r.status_months,
            greatest(core.months_between(:period, to_char(r.paid_on, 'YYYY-MM')), 1),
            1
        ) AS months
    FROM core.branch_row AS r
    INNER JOIN standing_branch_file AS s ON r.file_id = s.file_id
    WHERE r.status = 'arrears'
)

SELECT
    r.row_id,
    r.file_id,
    f.received_at,
    f.path,
    r.kpj,
    r.name_words,
    CASE WHEN r.nik_fault IS NULL OR r.nik_fault = 'impossible_date' THEN r.nik END AS nik,
    r.birth_date,
    r.sex,
    r.village_code,
    coalesce(btrim(r.village_raw), '') = '' AS village_blank,
    r.participant_group,
    r.funding_source,
    r.member_since,
    r.status,
    r.contribution,
    greatest(coalesce(core.months_between(r.paid_to, r.paid_from) + 1, 1), 1) AS months_paid,
    r.status = 'active' OR (r.status = 'arrears' AND a.months <= limits.arrears_limit) AS covered,
    NULL::bigint AS person_key,
    NULL::bigint AS partner_row_id,
    NULL::integer AS place,
    NULL::text AS differences,
    NULL::text AS outcome,
    NULL::text AS reason
FROM core.branch_row AS r
CROSS JOIN limits
INNER JOIN standing_branch_file AS s ON r.file_id = s.file_id
INNER JOIN landing.file AS f ON r.file_id = f.file_id
LEFT JOIN arrears AS a ON r.row_id = a.row_id;

ALTER TABLE branch_side ADD PRIMARY KEY (row_id);
CREATE INDEX ON branch_side (nik);
ANALYZE branch_side;
