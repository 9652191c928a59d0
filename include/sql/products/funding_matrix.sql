-- Grain: one row a pair of budgets and kind of evidence. Reads only.
SELECT
    basis,
    funding_source,
    other_source,
    persons,
    months,
    rupiah
FROM mart.funding_matrix
WHERE period = :period AND version = :version
ORDER BY basis COLLATE "C", funding_source COLLATE "C", other_source COLLATE "C"
