-- Grain: one row a candidate of an open case's row, by rank: what speaks for it and who it is. Where it is the branch's row of a
-- pair that was found (of_partner), what identified that row, its own pair first. Reads only.
-- Holds names, NIKs and card numbers.
WITH shown AS (
    SELECT
        c.subject_id,
        c.row_id AS of_row,
        false AS of_partner,
        e.*
    FROM reconciliation.case_state AS c
    INNER JOIN reconciliation.link_evidence AS e
        ON c.period = e.period AND c.version = e.version AND c.row_side = e.side AND c.row_id = e.row_id
    WHERE c.period = :period AND c.version = :version AND c.status = 'open'
    UNION ALL
    SELECT
        c.subject_id,
        c.row_id,
        true,
        e.*
    FROM reconciliation.case_state AS c
    INNER JOIN reconciliation.outcome AS o
        ON c.period = o.period AND c.version = o.version AND c.row_side = o.side AND c.row_id = o.row_id
    INNER JOIN reconciliation.outcome AS p
        ON o.pair_id = p.pair_id AND o.period = p.period AND o.version = p.version AND p.side = 'branch'
    INNER JOIN reconciliation.link_evidence AS e
        ON p.period = e.period AND p.version = e.version AND e.side = 'branch' AND p.row_id = e.row_id
    WHERE
        c.period = :period AND c.version = :version AND c.status = 'open' AND c.row_side = 'village' AND e.decision = 'used'
)

SELECT
    s.case_code,
    e.of_partner,
    e.rank,
    e.candidate_kind,
    e.method,
    e.weight,
    e.contributions,
    e.decision,
    coalesce(b.name_raw, v.name_raw, g.name, array_to_string(p.name_words, ' ')) AS name,
    coalesce(b.nik, v.nik, g.nik, p.nik, b.nik_raw, v.nik_raw) AS nik,
    coalesce(b.kpj, p.kpj) AS kpj,
    coalesce(b.birth_date, v.birth_date, g.birth_date, p.birth_date) AS birth_date,
    coalesce(b.village_code, v.village_code, g.village_code) AS village_code
FROM shown AS e
INNER JOIN reconciliation.subject AS s ON e.subject_id = s.subject_id
LEFT JOIN core.branch_row AS b ON e.candidate_kind = 'branch' AND e.candidate_side_row_id = b.row_id
LEFT JOIN core.village_row AS v ON e.candidate_kind = 'village' AND e.candidate_side_row_id = v.row_id
LEFT JOIN core.person AS p ON e.candidate_kind = 'person' AND e.candidate_person_key = p.person_key
LEFT JOIN LATERAL (
    SELECT r.* FROM core.registry_person AS r
    INNER JOIN core.registry_version AS i ON r.registry_version_id = i.registry_version_id
    WHERE e.candidate_kind = 'registry' AND r.row_id = e.registry_row_id
    ORDER BY i.received_at DESC, i.registry_version_id DESC LIMIT 1
) AS g ON true
ORDER BY
    s.case_code COLLATE "C" ASC, e.of_partner ASC, e.of_partner AND e.candidate_kind = 'village' AND e.candidate_side_row_id = e.of_row DESC,
    e.rank ASC
