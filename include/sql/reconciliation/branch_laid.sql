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
    r.status = 'active'
    OR (
        r.status = 'arrears'
        AND core.arrears_months(:period, r.status, r.paid_to, r.status_months, r.paid_on) <= limits.arrears_limit
    ) AS covered
FROM core.branch_row AS r
CROSS JOIN limits
INNER JOIN standing_branch_file AS s ON r.file_id = s.file_id
INNER JOIN sent AS f ON r.file_id = f.file_id;

-- Whether a NIK stands on this side is asked for few NIKs and for many: never through the whole list for each.
CREATE INDEX ON branch_laid (nik);
ANALYZE branch_laid (row_id, nik);
