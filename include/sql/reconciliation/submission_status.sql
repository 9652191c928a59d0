-- mart.submission_status: one row a village of one version of one month. Replaces what that version had.
-- Needs chosen and held_row, and reconciliation.submission.

DELETE FROM mart.submission_status WHERE period = :period AND version = :version;

INSERT INTO mart.submission_status (
    period, version, village_code, status, files, rows_submitted, rows_accepted, rows_rejected, rows_superseded, received_at, reason
)
WITH sent AS (
    SELECT
        s.village_code,
        s.file_id,
        s.kind,
        s.state,
        f.received_at,
        f.path,
        g.refusal_code,
        b.breaker_id
    FROM reconciliation.submission AS s
    INNER JOIN landing.file AS f ON s.file_id = f.file_id
    INNER JOIN core.file_reading AS g ON s.file_id = g.file_id
    LEFT JOIN quality.breaker AS b ON s.file_id = b.file_id
    WHERE s.period = :period AND s.version = :version AND s.state <> 'withdrawn'
),

-- Files that a person withdrew count for nothing; only where there is nothing else are they the reason.
withdrawn AS (
    SELECT DISTINCT village_code FROM reconciliation.submission
    WHERE period = :period AND version = :version AND state = 'withdrawn'
),

files AS (
    SELECT
        village_code,
        count(*) AS files,
        bool_or(kind = 'nil' AND state = 'standing') AS nil,
        bool_or(kind <> 'refused') AS any_read,
        min(received_at) FILTER (WHERE kind <> 'refused') AS first_read_at,
        min(received_at) AS first_at,
        (array_agg(refusal_code ORDER BY received_at DESC, path COLLATE "C") FILTER (WHERE kind = 'refused'))[1] AS refusal_code,
        (array_agg(breaker_id ORDER BY received_at DESC, path COLLATE "C") FILTER (WHERE state = 'held'))[1] AS breaker_id,
        bool_or(state = 'standing') AS any_standing
    FROM sent GROUP BY village_code
),

rows AS (
    SELECT
        c.village_code,
        count(*) FILTER (WHERE NOT c.carried) AS submitted,
        count(*) FILTER (WHERE NOT c.carried AND c.state = 'superseded') AS superseded,
        count(*) FILTER (WHERE NOT c.carried AND (c.state = 'held' OR c.state = 'standing' AND h.rule_id IS NOT NULL)) AS rejected,
        count(*) FILTER (WHERE c.carried) AS carried
    FROM chosen AS c
    LEFT JOIN held_row AS h ON c.row_id = h.row_id
    GROUP BY c.village_code
)

SELECT
    :period,
    :version,
    v.village_code,
    CASE
        WHEN f.any_read AND f.nil THEN 'nil'
        WHEN f.any_read AND (f.first_read_at AT TIME ZONE 'Asia/Jakarta')::date > core.deadline_of(:period) THEN 'late'
        WHEN f.any_read THEN 'received'
        WHEN f.village_code IS NOT NULL THEN 'refused'
        WHEN r.carried > 0 THEN 'carried_forward'
        ELSE 'missing'
    END,
    coalesce(f.files, 0),
    coalesce(r.submitted, 0),
    coalesce(r.submitted - r.superseded - r.rejected, 0),
    coalesce(r.rejected, 0),
    coalesce(r.superseded, 0),
    coalesce(f.first_read_at, f.first_at),
    CASE
        WHEN f.any_read THEN CASE WHEN NOT f.any_standing THEN f.breaker_id END
        WHEN f.village_code IS NOT NULL THEN f.refusal_code
        WHEN w.village_code IS NOT NULL THEN 'withdrawn'
    END
FROM core.village AS v
LEFT JOIN files AS f ON v.village_code = f.village_code
LEFT JOIN withdrawn AS w ON v.village_code = w.village_code
LEFT JOIN rows AS r ON v.village_code = r.village_code;
