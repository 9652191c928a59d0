-- Adds to resolved and considered what the scores say: a row is the entity with the best weight if that weight suffices,
-- nobody else is in the review band or above, and name and birth date agree; else, if anybody is, a person must decide.
-- Whoever another row of this month is by its own NIK is nobody's candidate unless the name is the same; two whole NIKs more
-- than two digits apart are never taken for one person. Needs link_score, and judged for each of its pairs.

INSERT INTO considered
WITH verified AS (
    SELECT DISTINCT link_id FROM judged WHERE kind = 'registry' AND own AND (same_name OR slip)
),

known AS (
    SELECT DISTINCT
        link_id,
        entity
    FROM judged WHERE kind = 'registry' AND (same_name OR slip) AND same_date
),

alike AS (
    SELECT
        link_id,
        count(DISTINCT entity) AS entities
    FROM judged WHERE (same_name OR slip) AND same_date
    GROUP BY link_id
)

SELECT
    j.link_id,
    j.target_id,
    j.kind,
    j.record_id,
    j.entity,
    'linkage',
    s.weight,
    j.same_name,
    false,
    j.same_place,
    j.same_date AND (j.same_name OR (j.slip AND NOT j.held AND a.entities = 1))
    AND (
        l.own_nik IS NULL OR j.target_nik IS NULL
        OR (j.same_name AND (j.fits OR (j.alike AND NOT j.held AND public.levenshtein(l.own_nik, j.target_nik) <= 2)))
    )
    AND NOT EXISTS (SELECT FROM finding AS f WHERE f.link_id = j.link_id AND f.entity = j.entity AND NOT f.same),
    CASE
        WHEN j.held AND NOT j.same_name THEN 'refused'
        -- The registry knows the row's own NIK for the same person: whoever it knows by another is another, and so is whoever
        -- the branch has by another NIK and in another place.
        WHEN v.link_id IS NOT NULL AND (k.link_id IS NOT NULL OR (j.target_nik IS NOT NULL AND NOT j.fits AND NOT j.alike)) THEN 'refused'
    END,
    s.contributions
FROM link_score AS s
INNER JOIN judged AS j ON s.left_ref = j.link_id AND s.right_ref = j.target_id
INNER JOIN link_row AS l ON j.link_id = l.link_id
LEFT JOIN verified AS v ON j.link_id = v.link_id
LEFT JOIN known AS k ON j.link_id = k.link_id AND j.entity = k.entity
LEFT JOIN alike AS a ON j.link_id = a.link_id
WHERE NOT j.own AND (v.link_id IS NULL OR j.kind = 'branch');

INSERT INTO resolved
WITH limits AS MATERIALIZED (
    SELECT core.parameter_of('link_automatic_weight', :period) AS automatic
),

entities AS (
    SELECT
        link_id,
        entity,
        max(weight) AS weight,
        bool_or(agrees) AS agrees
    FROM considered WHERE method = 'linkage' AND decision IS NULL
    GROUP BY link_id, entity
),

best AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY link_id) AS candidates,
        row_number() OVER (PARTITION BY link_id ORDER BY weight DESC, entity COLLATE "C") AS place
    FROM entities
)

SELECT
    b.link_id,
    CASE WHEN b.candidates = 1 AND b.agrees AND b.weight >= limits.automatic THEN b.entity END,
    'linkage',
    b.weight,
    CASE WHEN b.candidates > 1 THEN 'tie' WHEN b.agrees AND b.weight >= limits.automatic THEN 'used' ELSE 'review' END
FROM best AS b
CROSS JOIN limits
WHERE b.place = 1;
