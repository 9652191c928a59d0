-- Grain: one row a verdict of the load, with the case that its code names as the answered version of the month has it.
-- Reads only: the facts that the rules' conditions stand on, as alias r; nothing a rule does not read.
-- A case that the answered version does not have any more is judged by the last month that had it.
WITH answered AS MATERIALIZED (
    SELECT v.* FROM (SELECT array_agg(c.file_id) AS file_ids FROM checked_file AS c) AS l
    CROSS JOIN core.answered_version(l.file_ids) AS v
),

own_causes AS MATERIALIZED (
    SELECT DISTINCT
        w.office,
        u.cause
    FROM core.verdict_word AS w
    CROSS JOIN unnest(string_to_array(w.causes, ' ')) AS u (cause)
    WHERE u.cause <> 'any'
),

differing AS MATERIALIZED (
    SELECT
        r.file_id,
        r.case_code,
        r.office
    FROM checked_file AS f
    INNER JOIN staging.verdict_row AS r ON f.file_id = r.file_id
    WHERE r.case_code IS NOT NULL
    GROUP BY r.file_id, r.case_code, r.office
    HAVING min(concat(r.verdict, ' ', r.candidate)) <> max(concat(r.verdict, ' ', r.candidate))
)

SELECT
    r.row_id,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    coalesce(c.village_code, e.village_code) AS village_code,
    r.office,
    r.case_code,
    r.case_fault,
    r.verdict,
    r.candidate,
    r.guessed,
    r.decided_by,
    r.decided_on,
    (f.received_at AT TIME ZONE 'Asia/Jakarta')::date AS received_on,
    core.first_day(a.period) AS earliest_on,
    coalesce(c.cause, e.cause) AS cause,
    coalesce(c.status = 'open', false) AS case_open,
    exists(
        SELECT FROM core.verdict_word AS w
        WHERE
            w.verdict = r.verdict AND w.office = r.office
            AND (
                coalesce(c.cause, e.cause) = any(string_to_array(w.causes, ' '))
                OR (
                    w.causes = 'any'
                    AND NOT EXISTS (SELECT FROM own_causes AS o WHERE o.office = r.office AND o.cause = coalesce(c.cause, e.cause))
                )
            )
    ) AS offered,
    exists(
        SELECT FROM reconciliation.link_evidence AS l
        WHERE
            l.period = a.period AND l.version = a.version AND l.side = c.row_side AND l.row_id = c.row_id
            AND l.rank = ascii(r.candidate) - ascii('A') + 1
    ) AS candidate_known,
    d.file_id IS NOT NULL AS differs_within_file
FROM checked_file AS f
INNER JOIN staging.verdict_row AS r ON f.file_id = r.file_id
LEFT JOIN answered AS a ON r.row_id = a.row_id
LEFT JOIN reconciliation.subject AS s ON r.case_code = s.case_code
LEFT JOIN reconciliation.case_state AS c ON a.period = c.period AND a.version = c.version AND s.subject_id = c.subject_id
LEFT JOIN LATERAL (
    SELECT
        b.cause,
        b.village_code
    FROM reconciliation.case_state AS b
    INNER JOIN reconciliation.current_version AS v ON b.period = v.period AND b.version = v.version
    WHERE b.subject_id = s.subject_id AND b.period < a.period AND c.subject_id IS NULL
    ORDER BY b.period DESC
    LIMIT 1
) AS e ON true
LEFT JOIN differing AS d ON r.file_id = d.file_id AND r.case_code = d.case_code AND r.office = d.office
