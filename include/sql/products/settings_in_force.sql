-- Grain: one row: the month's deadline, the limit of small counts, funders whose tariff nobody verified. Reads only.
WITH first_day AS (SELECT to_date(:period, 'YYYY-MM') AS day),

in_force AS (
    SELECT p.name, p.value FROM core.parameter AS p
    CROSS JOIN first_day AS f
    WHERE p.valid_from <= f.day AND (p.valid_to IS NULL OR p.valid_to >= f.day)
),

month_end AS (SELECT (day + interval '1 month' - interval '1 day')::date AS day FROM first_day)

SELECT
    -- A deadline day that the month does not have ends with the month.
    coalesce(c.deadline, least(f.day + (SELECT value::integer FROM in_force WHERE name = 'deadline_day') - 1, e.day)) AS deadline,
    (SELECT value::integer FROM in_force WHERE name = 'small_count_below') AS small_count_below,
    ARRAY(
        SELECT t.funding_source FROM core.tariff AS t
        WHERE t.status = 'assumed' AND t.valid_from <= f.day AND (t.valid_to IS NULL OR t.valid_to >= f.day)
            AND EXISTS (
                SELECT FROM mart.gap_bridge AS b
                WHERE b.period = :period AND b.version = :version AND b.level = 'regency'
                    AND b.line = 'roster' AND b.funding_source = t.funding_source AND b.persons > 0
            )
        ORDER BY t.funding_source COLLATE "C"
    ) AS assumed_tariffs
FROM first_day AS f
CROSS JOIN month_end AS e
LEFT JOIN core.calendar AS c ON c.period = :period
