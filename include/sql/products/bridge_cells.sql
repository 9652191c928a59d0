-- Grain: one row a funder, group and line of the whole regency. Reads only.
SELECT
    b.participant_group,
    b.funding_source,
    b.line,
    b.persons,
    b.rupiah
FROM mart.gap_bridge AS b
LEFT JOIN core.funder AS f ON b.funding_source = f.funding_source
WHERE b.period = :period AND b.version = :version AND b.level = 'regency' AND b.participant_group <> 'all'
ORDER BY f.position NULLS LAST, b.funding_source COLLATE "C", b.participant_group COLLATE "C", b.line COLLATE "C"
