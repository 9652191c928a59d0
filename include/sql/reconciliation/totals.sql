-- mart.month_total: one row a version of one month, from the regency's cells of the bridge.

INSERT INTO mart.month_total (
    period, version, submitted, roster, matched, matched_different, matched_by_inference, rows_at_branch, covered_at_branch,
    printed_total, expected_rupiah, billed_rupiah, open_cases
)
WITH line AS (
    SELECT
        line,
        sum(persons) AS persons,
        sum(rupiah) AS rupiah
    FROM mart.gap_bridge
    WHERE
        period = :period AND version = :version AND level = 'regency'
        AND (participant_group <> 'all' OR line = 'printed_total')
    GROUP BY line
)

SELECT
    :period,
    :version,
    max(persons) FILTER (WHERE line = 'submitted'),
    max(persons) FILTER (WHERE line = 'roster'),
    max(persons) FILTER (WHERE line = 'matched'),
    max(persons) FILTER (WHERE line = 'matched_different'),
    max(persons) FILTER (WHERE line = 'matched_by_inference'),
    max(persons) FILTER (WHERE line = 'rows_at_branch'),
    max(persons) FILTER (WHERE line = 'covered_at_branch'),
    max(persons) FILTER (WHERE line = 'printed_total'),
    max(rupiah) FILTER (WHERE line = 'roster'),
    max(rupiah) FILTER (WHERE line = 'rows_at_branch'),
    (SELECT count(*) FROM mart.open_case WHERE period = :period AND version = :version)
FROM line;
