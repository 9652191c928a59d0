-- Grain: one row a group and funder in the order in which people see them, then the row of all. Reads only.
SELECT
    t.participant_group,
    t.funding_source,
    t.printed_persons,
    t.printed_rupiah,
    t.file_rows,
    t.loaded_rows,
    t.loaded_rupiah,
    t.covered_rows,
    t.covered_rupiah,
    t.roster_persons,
    t.roster_rupiah
FROM mart.tie_out AS t
LEFT JOIN core.funder AS f ON t.funding_source = f.funding_source
WHERE t.period = :period AND t.version = :version
ORDER BY
    t.funding_source = 'all', f.position NULLS LAST, t.participant_group = 'unknown', t.participant_group COLLATE "C" DESC
