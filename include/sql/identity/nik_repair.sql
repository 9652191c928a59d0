-- Adds to resolved, one row a row of link_row about which something is decided: entity (null: nobody can be told), method,
-- decision.
-- considered: one row a row of link_row and a target that was weighed, with the decision about it: the evidence kept.
-- Repairs the NIK where exactly one entity has the same birth date, an agreeing name and a NIK that the damage could have
-- made; where two have, it is ambiguous. A slip of one letter agrees only while nobody else of that birth date has a name
-- like it. Where nothing of the NIK is left, sex and village may not contradict, and nobody else in all lists may have the name
-- and the birth date, unless the village is the same and theirs is another; where nobody is in place, the model is asked. A NIK
-- that the registry knows for the same person is not mended into another that it knows as well. Temporary.

CREATE TEMP TABLE considered ON COMMIT DROP AS
WITH known AS (
    SELECT DISTINCT
        link_id,
        entity
    FROM judged WHERE kind = 'registry' AND (same_name OR slip) AND same_date
),

verified AS (
    SELECT DISTINCT link_id FROM judged WHERE kind = 'registry' AND own AND (same_name OR slip)
),

-- Everybody of the birth date whose name is the same or one letter off.
alike AS (
    SELECT
        link_id,
        count(DISTINCT entity) AS entities
    FROM judged WHERE (same_name OR slip) AND same_date
    GROUP BY link_id
),

fitting AS (
    SELECT
        j.*,
        l.own_nik,
        core.nik_says_nothing(l.nik_written, l.nik_fault) AS bare,
        coalesce(a.entities, 0) AS entities,
        exists(SELECT FROM finding AS f WHERE f.link_id = j.link_id AND f.entity = j.entity AND NOT f.same) AS forbidden
    FROM judged AS j
    INNER JOIN link_row AS l ON j.link_id = l.link_id
    LEFT JOIN alike AS a ON j.link_id = a.link_id
    LEFT JOIN verified AS v ON j.link_id = v.link_id
    LEFT JOIN known AS k ON j.link_id = k.link_id AND j.entity = k.entity
    WHERE
        NOT EXISTS (SELECT FROM resolved AS r WHERE r.link_id = j.link_id)
        AND j.fits AND j.same_date AND NOT j.own AND (j.same_name OR j.slip)
        -- The row's own NIK is known: only the branch may have mistyped it.
        AND (v.link_id IS NULL OR (j.kind = 'branch' AND k.link_id IS NULL))
)

SELECT
    link_id,
    target_id,
    kind,
    record_id,
    entity,
    'nik_repair' AS method,
    NULL::numeric(6, 2) AS weight,
    same_name,
    bare,
    same_place,
    -- Between a whole NIK and another a slip in the name as well is too much; so is a slip towards somebody who is there.
    NOT forbidden AND CASE
        WHEN bare THEN same_name AND alike
        ELSE same_name OR (own_nik IS NULL AND NOT held AND entities = 1)
    END AS agrees,
    CASE WHEN held AND NOT same_name THEN 'refused' END AS decision,
    NULL::jsonb AS contributions,
    false AS aside
FROM fitting
UNION ALL
-- What was confirmed is evidence as well.
SELECT
    j.link_id,
    j.target_id,
    j.kind,
    j.record_id,
    j.entity,
    r.method,
    NULL,
    j.same_name,
    false,
    j.same_place,
    true,
    NULL,
    '[]',
    false
FROM resolved AS r
INNER JOIN judged AS j ON r.link_id = j.link_id AND r.entity = j.entity;

INSERT INTO resolved
WITH counted AS (
    SELECT
        link_id,
        bool_or(bare) AS bare,
        count(DISTINCT entity) FILTER (WHERE agrees) AS agreeing,
        count(DISTINCT entity) AS entities,
        bool_or(agrees AND same_place) AS placed,
        min(entity) FILTER (WHERE agrees) AS entity
    FROM considered WHERE decision IS NULL AND method = 'nik_repair'
    GROUP BY link_id
)

SELECT
    link_id,
    CASE WHEN agreeing = 1 AND (entities = 1 OR placed OR NOT bare) THEN entity END,
    'nik_repair',
    NULL,
    CASE WHEN agreeing = 1 AND (entities = 1 OR placed OR NOT bare) THEN 'used' WHEN agreeing > 0 THEN 'tie' ELSE 'review' END
FROM counted
WHERE NOT bare OR agreeing > 0;

DELETE FROM considered AS c
WHERE c.bare AND NOT EXISTS (SELECT FROM resolved AS r WHERE r.link_id = c.link_id);

ANALYZE resolved;
