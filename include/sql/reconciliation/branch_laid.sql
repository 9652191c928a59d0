-- branch_laid: one row a row of the branch's standing files of the month, with whether the branch covers it.
-- sent: place of its file in order of receipt.
-- Needs the temporary table standing_branch_file (file_id). Temporary, so running it again starts anew.

CREATE TEMP TABLE branch_laid ON COMMIT DROP AS
WITH limits AS MATERIALIZED (
    SELECT core.parameter_of('arrears_limit_months', :period) AS arrears_limit
),

sent AS (
    SELECT
        f.file_id,
        row_number() OVER (ORDER BY f.received_at, f.path COLLATE "C", f.file_id) AS place
    FROM landing.file AS f
    INNER JOIN standing_branch_file AS s ON f.file_id = s.file_id
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
    f.place AS sent,
    r.kpj,
    r.name_words,
    core.possible_nik(r.nik, r.nik_fault) AS nik,
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
    r.status = 'active' OR (r.status = 'arrears' AND a.months <= limits.arrears_limit) AS covered
FROM core.branch_row AS r
CROSS JOIN limits
INNER JOIN standing_branch_file AS s ON r.file_id = s.file_id
INNER JOIN sent AS f ON r.file_id = f.file_id
LEFT JOIN arrears AS a ON r.row_id = a.row_id;

ANALYZE branch_laid (row_id, nik);
