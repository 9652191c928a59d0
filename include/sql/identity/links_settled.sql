-- row_link: one row a row of either side that is somebody by another way than its own NIK: entity, method and weight.
-- row_doubt: one row a village's row that may be somebody, but nobody can tell. Two rows that are plainly not one person and
-- claim the same entity are both in doubt. Needs link_row, target, resolved and considered. Temporary.

WITH claim AS (
    SELECT
        r.link_id,
        r.entity,
        r.method,
        l.own_nik,
        l.name_words
    FROM resolved AS r
    INNER JOIN link_row AS l ON r.link_id = l.link_id
    WHERE r.decision = 'used' AND l.side = 'village'
),

rivals AS (
    SELECT DISTINCT a.link_id
    FROM claim AS a
    INNER JOIN claim AS b ON a.entity = b.entity AND a.link_id <> b.link_id
    WHERE
        a.own_nik <> b.own_nik
        OR ('linkage' IN (a.method, b.method) AND NOT core.same_name(a.name_words, b.name_words))
)

UPDATE resolved AS r SET decision = 'tie', entity = NULL
FROM rivals WHERE r.link_id = rivals.link_id;

CREATE TEMP TABLE row_link ON COMMIT DROP AS
WITH found AS (
    SELECT
        l.side,
        l.row_id,
        l.own_nik,
        l.name_words,
        l.birth_date,
        r.entity,
        r.method,
        r.weight
    FROM resolved AS r
    INNER JOIN link_row AS l ON r.link_id = l.link_id
    WHERE r.decision = 'used'
),

-- Somebody the branch knows without a NIK: a village's row that has one gives it to the branch's row.
named AS (
    SELECT DISTINCT ON (f.entity)
        f.entity,
        f.own_nik || '/' || coalesce((SELECT min(o.variant) FROM told_apart AS o WHERE o.nik = f.own_nik), 1) AS entity_by_nik
    FROM found AS f
    WHERE f.side = 'village' AND f.own_nik IS NOT NULL AND f.entity !~ '^\d{16}/'
    ORDER BY f.entity, f.own_nik
),

branch_rows AS (
    SELECT
        l.row_id,
        coalesce(
            'person/' || (SELECT min(p.person_key) FROM core.person AS p WHERE p.nik IS NULL AND p.kpj = l.kpj),
            'card/' || l.kpj,
            'row/' || l.row_id
        ) AS entity
    FROM link_row AS l
    WHERE l.side = 'branch' AND NOT EXISTS (SELECT FROM found AS f WHERE f.side = 'branch' AND f.row_id = l.row_id)
),

linked AS (
    SELECT
        entity,
        CASE WHEN bool_or(method = 'linkage') THEN 'linkage' ELSE min(method) END AS method,
        min(weight) AS weight
    FROM found WHERE side = 'village'
    GROUP BY entity
)

SELECT
    f.side,
    f.row_id,
    coalesce(n.entity_by_nik, f.entity) AS entity,
    f.method,
    f.weight
FROM found AS f
LEFT JOIN named AS n ON f.entity = n.entity
UNION ALL
SELECT
    'branch',
    b.row_id,
    coalesce(n.entity_by_nik, b.entity),
    coalesce(k.method, 'linkage'),
    k.weight
FROM branch_rows AS b
LEFT JOIN linked AS k ON b.entity = k.entity
LEFT JOIN named AS n ON b.entity = n.entity
-- A branch's row that no village's row is: it is somebody only where an earlier month knew the card.
WHERE
    k.entity IS NOT NULL
    OR b.entity IN (SELECT 'person/' || p.person_key FROM core.person AS p WHERE p.nik IS NULL AND p.first_period < :period);

CREATE INDEX ON row_link (side, row_id);
ANALYZE row_link;

CREATE TEMP TABLE row_doubt ON COMMIT DROP AS
SELECT
    l.row_id,
    l.link_id,
    CASE r.decision WHEN 'tie' THEN 'several_candidates' ELSE 'uncertain_candidate' END AS reason
FROM resolved AS r
INNER JOIN link_row AS l ON r.link_id = l.link_id
WHERE l.side = 'village' AND r.decision <> 'used';
CREATE INDEX ON row_doubt (row_id);
ANALYZE row_doubt;
