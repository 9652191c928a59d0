-- One row a cell whose lines do not add up, a parent that is not the sum of its children, or a side whose rows are not
-- all in the bridge. No row = the bridge of (period, version) closes.

WITH bridge AS (
    SELECT * FROM mart.gap_bridge WHERE period = :period AND version = :version
),

signed (equation, line, sign) AS (
    VALUES
    ('roster', 'submitted', 1), ('roster', 'carried_forward', 1), ('roster', 'superseded', -1), ('roster', 'rejected', -1),
    ('roster', 'duplicate_in_file', -1), ('roster', 'withdrawn', -1), ('roster', 'duplicate_across_villages', -1),
    ('roster', 'ineligible', -1), ('roster', 'roster', -1),
    ('matched', 'roster', 1), ('matched', 'inactive_at_branch', -1), ('matched', 'ambiguous', -1), ('matched', 'in_process', -1),
    ('matched', 'not_at_branch', -1), ('matched', 'matched', -1), ('matched', 'matched_different', -1),
    ('matched', 'matched_by_inference', -1),
    ('branch', 'matched', 1), ('branch', 'matched_different', 1), ('branch', 'matched_by_inference', 1),
    ('branch', 'contribution_difference', 1), ('branch', 'moved_out', -1), ('branch', 'moved_in', 1),
    ('branch', 'billed_after_exit', 1), ('branch', 'not_submitted', 1), ('branch', 'duplicate_at_branch', 1),
    ('branch', 'ambiguous_at_branch', 1), ('branch', 'rejected_at_branch', 1), ('branch', 'inactive_rows_at_branch', 1),
    ('branch', 'rows_at_branch', -1),
    ('covered', 'rows_at_branch', 1), ('covered', 'not_covered_at_branch', -1), ('covered', 'covered_at_branch', -1),
    ('printed', 'covered_at_branch', 1), ('printed', 'difference_to_printed_total', 1), ('printed', 'printed_total', -1)
),

left_over AS (
    SELECT
        b.level,
        b.area_code,
        b.participant_group,
        b.funding_source,
        s.equation,
        sum(s.sign * b.persons) AS persons,
        sum(s.sign * b.rupiah) AS rupiah
    FROM bridge AS b
    INNER JOIN signed AS s ON b.line = s.line
    GROUP BY b.level, b.area_code, b.participant_group, b.funding_source, s.equation
    HAVING s.equation <> 'printed' OR bool_or(b.line = 'printed_total')
),

parent AS (
    SELECT
        CASE level WHEN 'village' THEN 'district' ELSE 'regency' END AS level,
        regexp_replace(area_code, '\.[^.]+$', '') AS area_code,
        participant_group,
        funding_source,
        line,
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM bridge WHERE level <> 'regency' GROUP BY 1, 2, 3, 4, 5
),

parent_apart AS (
    SELECT
        coalesce(b.level, p.level) AS level,
        coalesce(b.area_code, p.area_code) AS area_code,
        coalesce(b.participant_group, p.participant_group) AS participant_group,
        coalesce(b.funding_source, p.funding_source) AS funding_source,
        'sum of ' || coalesce(b.line, p.line) AS equation,
        coalesce(b.persons, 0) - coalesce(p.persons, 0) AS persons,
        coalesce(b.rupiah, 0) - coalesce(p.rupiah, 0) AS rupiah
    FROM (SELECT * FROM bridge WHERE level <> 'village' AND line NOT IN ('printed_total', 'difference_to_printed_total')) AS b
    FULL JOIN parent AS p
        ON
            b.level = p.level AND b.area_code = p.area_code AND b.participant_group = p.participant_group
            AND b.funding_source = p.funding_source AND b.line = p.line
),

row_counts AS (
    SELECT
        side,
        count(*) AS persons,
        sum(rupiah) AS rupiah
    FROM reconciliation.outcome
    WHERE period = :period AND version = :version GROUP BY side
),

rows_apart AS (
    SELECT
        'regency' AS level,
        :regency AS area_code,
        'any' AS participant_group,
        'any' AS funding_source,
        'rows of ' || r.side AS equation,
        r.persons - sum(b.persons) AS persons,
        r.rupiah - sum(b.rupiah) AS rupiah
    FROM row_counts AS r
    INNER JOIN bridge AS b
        ON
            b.level = 'regency' AND b.participant_group <> 'all'
            AND CASE r.side WHEN 'village' THEN b.line IN ('submitted', 'carried_forward') ELSE b.line = 'rows_at_branch' END
    GROUP BY r.side, r.persons, r.rupiah
)

SELECT * FROM left_over WHERE persons <> 0 OR rupiah <> 0
UNION ALL
SELECT * FROM parent_apart WHERE persons <> 0 OR rupiah <> 0
UNION ALL
SELECT * FROM rows_apart WHERE persons <> 0 OR rupiah <> 0
ORDER BY 1, 2, 3, 4, 5;
