-- exclusion_in_force: one row a usable entry of an exclusion list that covers a day of the month: the newest bytes at each
-- path; undated entries count from the month in the file or folder name, else always. first_month, last_month: its
-- term, null where open. Temporary.

CREATE TEMP TABLE exclusion_in_force ON COMMIT DROP AS
WITH newest_file AS (
    SELECT DISTINCT ON (collection, path) file_id
    FROM landing.file WHERE feed = 'exclusion_lists' AND load_id IS NOT NULL
    ORDER BY collection ASC, path ASC, received_at DESC, file_id DESC
)

SELECT
    e.row_id,
    e.nik,
    e.list,
    e.name_words,
    upper(e.note) AS note,
    coalesce(to_char(e.valid_from, 'YYYY-MM'), e.declared_period) AS first_month,
    to_char(e.valid_to, 'YYYY-MM') AS last_month
FROM core.exclusion_row AS e
INNER JOIN newest_file AS n ON e.file_id = n.file_id
WHERE
    core.possible_nik(e.nik, e.nik_fault) IS NOT NULL
    AND core.first_day(:period) + interval '1 month' > coalesce(e.valid_from, core.first_day(e.declared_period), '-infinity')
    AND core.first_day(:period) <= coalesce(e.valid_to, 'infinity');
CREATE INDEX ON exclusion_in_force (nik);
ANALYZE exclusion_in_force;
