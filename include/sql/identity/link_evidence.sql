-- reconciliation.link_evidence: one row a row that its NIK alone does not identify and a record considered for it, ranked: the
-- one used first, then by weight. Of a repair the contributions name the damage and what agrees. Needs considered, resolved.

INSERT INTO reconciliation.link_evidence (
    period, version, side, row_id, rank, candidate_kind, candidate_side_row_id, candidate_person_key, registry_row_id, method,
    weight, contributions, decision
)
SELECT
    :period,
    :version,
    l.side,
    l.row_id,
    row_number() OVER (
        PARTITION BY l.side, l.row_id
        ORDER BY
            coalesce(c.entity = r.entity, false) DESC, c.decision IS NOT DISTINCT FROM 'refused' ASC, c.weight DESC NULLS LAST,
            c.agrees DESC, c.kind COLLATE "C" ASC, c.record_id ASC
    ),
    c.kind,
    CASE WHEN c.kind IN ('branch', 'village') THEN c.record_id END,
    CASE WHEN c.kind = 'person' THEN c.record_id END,
    CASE WHEN c.kind = 'registry' THEN c.record_id END,
    c.method,
    c.weight,
    coalesce(
        c.contributions,
        jsonb_build_array(
            jsonb_build_object('field', 'nik', 'level', coalesce(l.nik_fault, 'mistyped')),
            jsonb_build_object('field', 'name', 'level', CASE WHEN c.same_name THEN 'same' ELSE 'one_letter' END),
            jsonb_build_object('field', 'birth_date', 'level', 'same')
        )
    ),
    CASE WHEN r.entity = c.entity THEN 'used' WHEN c.decision = 'refused' THEN 'refused' WHEN r.decision = 'tie' THEN 'tie' ELSE 'review' END
FROM considered AS c
INNER JOIN link_row AS l ON c.link_id = l.link_id
LEFT JOIN resolved AS r ON c.link_id = r.link_id;
