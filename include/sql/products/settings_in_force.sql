-- Grain: one row: the month's deadline, the limit of small counts, funders whose tariff nobody verified. Reads only.
WITH month AS (
    SELECT
        to_date(:period, 'YYYY-MM') AS first_day,
        (to_date(:period, 'YYYY-MM') + interval '1 month' - interval '1 day')::date AS last_day
),

in_force AS (
    SELECT
        p.name,
        p.value::integer AS amount
    FROM core.parameter AS p
    CROSS JOIN month AS m
    WHERE p.valid_from <= m.first_day AND (p.valid_to IS null OR p.valid_to >= m.first_day)
),

-- Only a funder somebody on the roster depends on is worth a sentence in the report.
assumed AS (
    SELECT array_agg(t.funding_source ORDER BY t.funding_source) AS funders
    FROM core.tariff AS t
    CROSS JOIN month AS m
    WHERE
        t.status = 'assumed' AND t.valid_from <= m.first_day AND (t.valid_to IS null OR t.valid_to >= m.first_day)
        AND EXISTS (
            SELECT FROM mart.gap_bridge AS b
            WHERE
                b.period = :period AND b.version = :version AND b.level = 'regency'
                AND b.line = 'roster' AND b.funding_source = t.funding_source AND b.persons > 0
        )
)

SELECT
    s.amount AS small_count_below,
    coalesce(a.funders, '{}') AS assumed_tariffs,
    -- A deadline day that the month does not have ends with the month.
    coalesce(c.deadline, least(m.first_day + d.amount - 1, m.last_day)) AS deadline
FROM month AS m
CROSS JOIN assumed AS a
LEFT JOIN in_force AS d ON d.name = 'deadline_day'
LEFT JOIN in_force AS s ON s.name = 'small_count_below'
LEFT JOIN core.calendar AS c ON c.period = :period
