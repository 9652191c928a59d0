-- Adds to resolved and considered what the scores say: a row is the entity with the best weight if that weight suffices,
-- nobody else is in the review band or above, and name and birth date agree; else, if anybody is, a person must decide.
-- Whoever has another birth date, also with day and month the other way about, and a NIK that no damage makes the row's, stands
-- aside: name and place alone cast no doubt on somebody identified, but where nobody is, a person is shown them.
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
    s.contributions,
    NOT j.same_date AND NOT coalesce(t.birth_date = l.swapped_date, false)
    AND (NOT j.fits OR core.nik_says_nothing(l.nik_written, l.nik_fault))
FROM link_score AS s
INNER JOIN judged AS j ON s.left_ref = j.link_id AND s.right_ref = j.target_id
INNER JOIN link_row AS l ON j.link_id = l.link_id
INNER JOIN target AS t ON j.target_id = t.target_id
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
        bool_or(agrees) AS agrees,
        bool_and(aside) AS aside
    FROM considered WHERE method = 'linkage' AND decision IS NULL
    GROUP BY link_id, entity
),

best AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY link_id) AS candidates,
        count(*) FILTER (WHERE NOT aside) OVER (PARTITION BY link_id) AS near,
        row_number() OVER (PARTITION BY link_id ORDER BY aside ASC, weight DESC, entity COLLATE "C" ASC) AS place
    FROM entities
),

decided AS (
    SELECT
        b.*,
        b.near = 1 AND b.agrees AND b.weight >= l.automatic AS identified
    FROM best AS b
    CROSS JOIN limits AS l
    WHERE b.place = 1
)

SELECT
    link_id,
    CASE WHEN identified THEN entity END,
    'linkage',
    weight,
    CASE WHEN identified THEN 'used' WHEN candidates > 1 THEN 'tie' ELSE 'review' END
FROM decided;

-- Of a row that is somebody, whoever but stood aside is somebody else.
UPDATE considered AS c SET decision = 'refused'
FROM resolved AS r
WHERE c.link_id = r.link_id AND r.decision = 'used' AND c.method = 'linkage' AND c.aside;
