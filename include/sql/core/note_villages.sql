-- audit.step_outcome: one row a village and file of a load: what became of its list, with counts. Written once a load.

INSERT INTO audit.step_outcome (run_ref, step, unit, outcome, counts, message)
WITH files AS (
    SELECT
        g.file_id,
        g.outcome,
        g.refusal_code,
        g.village_codes,
        l.withdrawn,
        b.breaker_id
    FROM core.file_reading AS g
    INNER JOIN landing.file AS l ON g.file_id = l.file_id
    LEFT JOIN quality.breaker AS b ON g.file_id = b.file_id
    WHERE g.load_id = :load_id
),

rejected AS (
    SELECT DISTINCT v.row_id
    FROM quality.violation AS v
    INNER JOIN files AS f ON v.file_id = f.file_id
    INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id
    WHERE q.severity = 'blocking'
),

lists AS (
    SELECT
        r.file_id,
        r.village_code,
        count(*) AS rows,
        count(x.row_id) AS rejected
    FROM core.village_row AS r
    INNER JOIN files AS f ON r.file_id = f.file_id AND NOT f.withdrawn
    LEFT JOIN rejected AS x ON r.row_id = x.row_id
    GROUP BY r.file_id, r.village_code
)

SELECT
    :run_ref,
    'load',
    l.village_code,
    CASE WHEN f.breaker_id IS NULL THEN 'done' ELSE 'held' END,
    jsonb_build_object('file', l.file_id, 'rows', l.rows, 'rejected', l.rejected),
    f.breaker_id
FROM lists AS l
INNER JOIN files AS f ON l.file_id = f.file_id
UNION ALL
SELECT
    :run_ref,
    'load',
    u.village_code,
    CASE WHEN f.withdrawn OR f.outcome = 'nil' THEN 'done' ELSE 'refused' END,
    jsonb_build_object('file', f.file_id, 'rows', 0),
    CASE WHEN f.withdrawn THEN 'withdrawn' ELSE coalesce(f.refusal_code, f.outcome) END
FROM files AS f
CROSS JOIN unnest(f.village_codes) AS u (village_code)
WHERE f.withdrawn OR f.outcome IN ('nil', 'refused');
