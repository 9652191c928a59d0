-- Grain: one row a covered card whose person is not in the poverty registry, none where no registry is in force: the people of kind
-- covered_not_in_registry of core.third_register_person, with group and funder. Not from that view, which would look at every
-- eligible person of the registry as well. Reads only. Holds people: for named officers.
SELECT
    o.village_code,
    o.participant_group,
    o.funding_source,
    b.name_raw AS name,
    b.nik,
    b.nik_raw,
    b.kpj,
    b.birth_date
FROM reconciliation.outcome AS o
INNER JOIN reconciliation.register_basis AS g ON o.period = g.period AND o.version = g.version
INNER JOIN core.branch_row AS b ON o.row_id = b.row_id
INNER JOIN landing.file AS f ON b.file_id = f.file_id
WHERE
    o.period = :period AND o.version = :version AND o.side = 'branch' AND o.covered AND o.outcome <> 'duplicate_at_branch'
    AND NOT EXISTS (
        SELECT FROM reconciliation.register_match AS m
        WHERE m.period = o.period AND m.version = o.version AND m.side = 'branch' AND m.row_id = o.row_id AND m.standing = 'covered'
    )
ORDER BY
    o.village_code COLLATE "C", b.name_raw COLLATE "C", f.path COLLATE "C", b.sheet COLLATE "C", b.row_number
