-- Verdicts of a load from staging into core.verdict_row, all of them; those that no blocking rule holds into audit.verdict.
-- Idempotent by core.verdict_row's key; the order of numbers is that of receipt, path, place.

INSERT INTO core.verdict_row (
    row_id, file_id, member, sheet, row_number, office, case_written, case_code, case_fault, verdict_written, verdict, candidate, guessed,
    decided_by, decided_on_written, decided_on, note, declared_period, declared_version
)
SELECT
    r.row_id,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    r.office,
    r.case_written,
    r.case_code,
    r.case_fault,
    r.verdict_written,
    r.verdict,
    r.candidate,
    r.guessed,
    r.decided_by,
    r.decided_on_written,
    r.decided_on,
    r.note,
    r.declared_period,
    r.declared_version
FROM staging.verdict_row AS r
INNER JOIN core.file_reading AS g ON r.file_id = g.file_id
WHERE g.load_id = :load_id;

DELETE FROM staging.verdict_row AS r USING core.file_reading AS g WHERE r.file_id = g.file_id AND g.load_id = :load_id;

INSERT INTO audit.verdict (
    case_code, office, verdict, candidate, decided_by, decided_on, note, period, answered_period, answered_version, file_id, member, sheet,
    row_number, row_id
)
WITH files AS (
    SELECT array_agg(l.file_id) AS file_ids FROM core.file_reading AS l
    WHERE l.load_id = :load_id
),

answered AS (
    SELECT v.* FROM files AS l
    CROSS JOIN core.answered_version(l.file_ids) AS v
)

SELECT
    r.case_code,
    r.office,
    r.verdict,
    r.candidate,
    r.decided_by,
    CASE
        WHEN r.decided_on BETWEEN core.first_day(f.collection) AND (f.received_at AT TIME ZONE 'Asia/Jakarta')::date THEN r.decided_on
        ELSE (f.received_at AT TIME ZONE 'Asia/Jakarta')::date
    END,
    r.note,
    f.collection,
    a.period,
    a.version,
    r.file_id,
    r.member,
    r.sheet,
    r.row_number,
    r.row_id
FROM core.file_reading AS g
INNER JOIN landing.file AS f ON g.file_id = f.file_id
INNER JOIN core.verdict_row AS r ON g.file_id = r.file_id
INNER JOIN answered AS a ON r.row_id = a.row_id
WHERE
    g.load_id = :load_id
    AND NOT EXISTS (
        SELECT FROM quality.violation AS v
        INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id
        WHERE v.file_id = r.file_id AND v.row_id = r.row_id AND q.severity = 'blocking'
    )
ORDER BY f.received_at, f.path COLLATE "C", r.member COLLATE "C", r.sheet COLLATE "C", r.row_number, r.office, r.row_id;
