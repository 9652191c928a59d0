-- Grain: one row a branch row of the load, with the contribution its funder's tariff expects for the months paid.
-- Reads only: the facts that the rules' conditions stand on, as alias r; nothing a rule does not read.
-- Units: rupiah for all the months of BULAN IURAN; one month where none can be read.
WITH span AS MATERIALIZED (
    SELECT DISTINCT
        r.funding_source,
        coalesce(r.paid_from, f.period) AS paid_from,
        coalesce(r.paid_to, f.period) AS paid_to
    FROM checked_file AS f
    INNER JOIN staging.branch_row AS r ON f.file_id = r.file_id
    WHERE r.funding_source <> 'unknown'
),

-- A month without a tariff makes no expectation here: the month's own reckoning stops on it.
expected AS MATERIALIZED (
    SELECT
        s.funding_source,
        s.paid_from,
        s.paid_to,
        sum(t.jkk + t.jkm) AS rupiah
    FROM span AS s
    CROSS JOIN LATERAL generate_series(0, least(core.months_between(s.paid_to, s.paid_from), 11)) AS m (months)
    INNER JOIN core.tariff AS t
        ON
            s.funding_source = t.funding_source
            AND (core.first_day(s.paid_from) + make_interval(months => m.months))::date BETWEEN t.valid_from AND coalesce(
                t.valid_to, 'infinity'
            )
    GROUP BY s.funding_source, s.paid_from, s.paid_to
    HAVING count(*) = core.months_between(s.paid_to, s.paid_from) + 1
),

-- Looked for once a load: in the rule itself every row would be looked up again.
repeated AS MATERIALIZED (
    SELECT
        r.file_id,
        r.kpj
    FROM checked_file AS f
    INNER JOIN staging.branch_row AS r ON f.file_id = r.file_id
    WHERE r.kpj IS NOT null
    GROUP BY r.file_id, r.kpj
    HAVING count(*) > 1
)

SELECT
    r.row_id,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    r.village_code,
    r.kpj_raw,
    r.kpj,
    d.kpj IS NOT null AS kpj_repeated,
    r.nik,
    r.nik_fault,
    r.nik_district_known,
    r.nik_birth_date,
    r.nik_sex,
    r.name,
    r.birth_date,
    r.birth_date_fault,
    r.sex_raw,
    r.sex,
    r.participant_group,
    r.funding_source,
    r.programme_raw,
    r.member_since_raw,
    r.member_since,
    r.status_word,
    r.paid_raw,
    r.paid_from,
    r.paid_to,
    r.contribution,
    r.paid_on_raw,
    r.paid_on,
    f.period,
    f.first_day,
    f.cut_off,
    e.rupiah AS expected
FROM checked_file AS f
INNER JOIN staging.branch_row AS r ON f.file_id = r.file_id
LEFT JOIN expected AS e
    ON
        r.funding_source = e.funding_source
        AND coalesce(r.paid_from, f.period) = e.paid_from
        AND coalesce(r.paid_to, f.period) = e.paid_to
LEFT JOIN repeated AS d ON r.file_id = d.file_id AND r.kpj = d.kpj
