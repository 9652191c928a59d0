-- Adds to code_held, as tier 3, every other case of those whose exceptions have no code yet: closed ones, and those that only other
-- versions or later months opened. Needs exception and code_kept.

INSERT INTO code_held (tier, subject_id, ordinal, subject_key, keys)
WITH asking AS (
    SELECT DISTINCT
        e.side,
        e.person_key,
        e.content_sha256,
        e.side || ':' || coalesce('person:' || e.person_key::text, e.content_sha256) AS who
    FROM exception AS e
    WHERE NOT EXISTS (SELECT FROM code_kept AS k WHERE k.exception_no = e.exception_no)
),

owned AS (
    SELECT
        s.*,
        a.who
    FROM asking AS a INNER JOIN reconciliation.subject AS s ON a.person_key = s.person_key AND a.side = s.side
    UNION ALL
    SELECT
        s.*,
        a.who
    FROM asking AS a INNER JOIN reconciliation.subject AS s ON a.content_sha256 = s.content_sha256 AND a.side = s.side
)

SELECT
    3,
    s.subject_id,
    s.ordinal,
    s.subject_key,
    ARRAY[
        NULL,
        concat_ws('|', s.who, c.cause, c.village_code),
        NULL,
        NULL,
        concat_ws('|', s.who, c.village_code),
        concat_ws('|', s.who, c.cause),
        s.who
    ]
FROM owned AS s
LEFT JOIN LATERAL (
    SELECT
        x.cause,
        x.village_code
    FROM reconciliation.case_state AS x
    LEFT JOIN reconciliation.current_version AS v ON x.period = v.period AND x.version = v.version
    WHERE x.subject_id = s.subject_id AND x.status = 'open'
    ORDER BY x.period < :period DESC, v.period IS NOT NULL DESC, x.period DESC, x.version DESC
    LIMIT 1
) AS c ON true
WHERE NOT EXISTS (SELECT FROM code_kept AS k WHERE k.subject_id = s.subject_id);
