-- reconciliation.link_evidence: one row a row that its NIK alone does not identify and a record considered for it, ranked: the
-- one used first, then by weight. Of a repair the contributions name the damage and what agrees. Of a NIK that is written for
-- another person, whoever else bears it: at the branch, in the registry, on another village's list. Needs considered, resolved,
-- village_side, branch_side.

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
        ) || CASE WHEN c.same_place THEN jsonb_build_array(jsonb_build_object('field', 'village', 'level', 'same')) ELSE '[]' END
    ),
    CASE WHEN r.entity = c.entity THEN 'used' WHEN c.decision = 'refused' THEN 'refused' WHEN r.decision = 'tie' THEN 'tie' ELSE 'review' END
FROM considered AS c
INNER JOIN link_row AS l ON c.link_id = l.link_id
LEFT JOIN resolved AS r ON c.link_id = r.link_id;

INSERT INTO reconciliation.link_evidence (
    period, version, side, row_id, rank, candidate_kind, candidate_side_row_id, registry_row_id, method, contributions, decision
)
WITH shared AS MATERIALIZED (
    SELECT
        v.row_id,
        v.nik,
        v.person_key,
        v.name_words,
        string_to_array(r.name, ' ') AS written_words,
        v.birth_date,
        v.village_code
    FROM village_side AS v
    INNER JOIN core.village_row AS r ON v.row_id = r.row_id
    WHERE v.doubt = 'same_nik_other_person' AND v.outcome IS NULL
),

-- By NIK alone first: asked for one version too, a registry that was just loaded would be read whole for every row.
in_registry AS MATERIALIZED (
    SELECT
        s.row_id AS of_row,
        g.row_id,
        g.registry_version_id,
        string_to_array(g.name, ' ') AS name_words,
        g.birth_date,
        g.village_code
    FROM shared AS s
    INNER JOIN core.registry_person AS g ON s.nik = g.nik
),

bearer AS (
    SELECT
        s.row_id AS of_row,
        'branch' AS kind,
        b.row_id,
        b.name_words,
        b.birth_date,
        b.village_code
    FROM shared AS s
    INNER JOIN branch_side AS b ON s.nik = b.nik
    UNION ALL
    SELECT
        g.of_row,
        'registry',
        g.row_id,
        g.name_words,
        g.birth_date,
        g.village_code
    FROM in_registry AS g
    INNER JOIN core.registry_in_force AS f ON g.registry_version_id = f.registry_version_id
    UNION ALL
    SELECT
        s.row_id,
        'village',
        v.row_id,
        v.name_words,
        v.birth_date,
        v.village_code
    FROM shared AS s
    INNER JOIN village_side AS v
        ON s.nik = v.nik AND NOT v.superseded AND v.rejected_by IS NULL AND s.person_key IS DISTINCT FROM v.person_key
),

already AS (
    SELECT
        row_id,
        max(rank) AS rank
    FROM reconciliation.link_evidence
    WHERE period = :period AND version = :version AND side = 'village'
    GROUP BY row_id
)

SELECT
    :period,
    :version,
    'village',
    s.row_id,
    coalesce(a.rank, 0) + row_number() OVER (PARTITION BY s.row_id ORDER BY b.kind COLLATE "C", b.row_id),
    b.kind,
    CASE WHEN b.kind <> 'registry' THEN b.row_id END,
    CASE WHEN b.kind = 'registry' THEN b.row_id END,
    'same_nik',
    -- What one of the two does not tell neither agrees nor differs.
    jsonb_path_query_array(
        jsonb_build_array(
            jsonb_build_object(
                'field', 'name', 'level', CASE
                    -- The registry's names are kept as they are written there.
                    WHEN core.same_name(s.name_words, b.name_words) OR s.written_words = b.name_words THEN 'same'
                    WHEN core.near_name(s.name_words, b.name_words) THEN 'similar'
                    WHEN cardinality(s.name_words) > 0 AND cardinality(b.name_words) > 0 THEN 'different'
                END
            ),
            jsonb_build_object(
                'field', 'birth_date', 'level',
                CASE WHEN s.birth_date = b.birth_date THEN 'same' WHEN s.birth_date <> b.birth_date THEN 'different' END
            ),
            jsonb_build_object(
                'field', 'village', 'level', CASE
                    WHEN s.village_code LIKE '%unknown' OR b.village_code LIKE '%unknown' THEN NULL
                    WHEN s.village_code = b.village_code THEN 'same'
                    WHEN s.village_code <> b.village_code THEN 'different'
                END
            )
        ),
        '$[*] ? (@.level != null)'
    ),
    'review'
FROM shared AS s
INNER JOIN bearer AS b ON s.row_id = b.of_row
LEFT JOIN already AS a ON s.row_id = a.row_id;
