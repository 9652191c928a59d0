-- Grain: one row, the version asked for, with the regency's totals. Reads only.
-- Its status is that of its publication, whoever signed it since: published bytes never change, signing adds documents beside them.
SELECT
    v.period,
    v.version,
    'draft' AS status,
    v.amends_version,
    v.inputs_sha256,
    v.inputs,
    v.cut_off,
    v.code_version,
    t.submitted,
    t.roster,
    t.matched,
    t.matched_different,
    t.matched_by_inference,
    t.rows_at_branch,
    t.covered_at_branch,
    t.printed_total,
    t.expected_rupiah,
    t.billed_rupiah,
    t.open_cases
FROM reconciliation.version AS v
INNER JOIN mart.month_total AS t ON v.period = t.period AND v.version = t.version
WHERE v.period = :period AND v.version = :version
