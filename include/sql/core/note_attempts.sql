-- core.attempt and core.attempt_change: what a list of a village changed against the lists it replaced, row by row. Written
-- once for the same files; needs reconciliation.submission of (period, version). Rows are matched one to one: by row key,
-- then by the same usable NIK, then by the same NIK as written and name, the first with the first.

CREATE TEMP TABLE new_attempt ON COMMIT DROP AS
WITH replaced AS (
    SELECT
        s.village_code,
        s.superseded_by AS file_id,
        array_agg(s.file_id ORDER BY s.file_id) AS earlier_file_ids
    FROM reconciliation.submission AS s
    INNER JOIN landing.file AS old ON s.file_id = old.file_id
    INNER JOIN landing.file AS new ON s.superseded_by = new.file_id
    -- The same bytes sent twice are no second attempt.
    WHERE s.period = :period AND s.version = :version AND old.sha256 <> new.sha256
    GROUP BY s.village_code, s.superseded_by
)

SELECT
    nextval(pg_get_serial_sequence('core.attempt', 'attempt_id')) AS attempt_id,
    r.*
FROM replaced AS r
LEFT JOIN core.attempt AS a
    ON r.village_code = a.village_code AND r.file_id = a.file_id AND r.earlier_file_ids = a.earlier_file_ids
WHERE a.attempt_id IS NULL;

INSERT INTO core.attempt (attempt_id, village_code, file_id, earlier_file_ids) OVERRIDING SYSTEM VALUE
SELECT
    attempt_id,
    village_code,
    file_id,
    earlier_file_ids
FROM new_attempt;

-- Or the planner takes the few attempts for thousands and reads every row of every list.
ANALYZE new_attempt;

CREATE TEMP TABLE attempt_row ON COMMIT DROP AS
WITH sides AS (
    SELECT
        a.attempt_id,
        a.village_code,
        false AS earlier,
        a.file_id
    FROM new_attempt AS a
    UNION ALL
    SELECT
        a.attempt_id,
        a.village_code,
        true,
        u.file_id
    FROM new_attempt AS a CROSS JOIN unnest(a.earlier_file_ids) AS u (file_id)
)

SELECT
    s.attempt_id,
    s.earlier,
    r.row_id,
    CASE WHEN s.earlier THEN core.row_key(f.sha256, r.member, r.sheet, r.row_number) ELSE r.returned_key END AS row_key,
    core.usable_nik(r.nik, r.nik_fault) AS nik,
    concat(r.nik_raw, '|', r.name) AS written,
    exists(
        SELECT FROM quality.violation AS v
        INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id
        WHERE v.row_id = r.row_id AND q.feed = 'village_submissions' AND q.severity IN ('blocking', 'correctable')
    ) AS faulty,
    row_number() OVER (
        PARTITION BY s.attempt_id, s.earlier ORDER BY f.received_at, f.path COLLATE "C", r.member COLLATE "C", r.sheet COLLATE "C", r.row_number
    ) AS place
FROM sides AS s
INNER JOIN landing.file AS f ON s.file_id = f.file_id
INNER JOIN core.village_row AS r ON s.file_id = r.file_id AND s.village_code = r.village_code;
ANALYZE attempt_row;

CREATE TEMP TABLE attempt_pair ON COMMIT DROP AS
-- A key that was copied down with its row is that of the first row only.
WITH first_of_key AS (
    SELECT DISTINCT ON (attempt_id, row_key) * FROM attempt_row
    WHERE NOT earlier AND row_key IS NOT NULL
    ORDER BY attempt_id, row_key, place
),

by_key AS (
    SELECT
        o.attempt_id,
        o.row_id AS earlier_row_id,
        n.row_id,
        'key' AS matched_by
    FROM attempt_row AS o
    INNER JOIN first_of_key AS n ON o.attempt_id = n.attempt_id AND o.row_key = n.row_key
    WHERE o.earlier
),

left_by_key AS (
    SELECT
        r.*,
        row_number() OVER (PARTITION BY r.attempt_id, r.earlier, r.nik ORDER BY r.place) AS nth
    FROM attempt_row AS r
    WHERE NOT EXISTS (SELECT FROM by_key AS k WHERE k.attempt_id = r.attempt_id AND r.row_id IN (k.row_id, k.earlier_row_id))
),

by_nik AS (
    SELECT
        o.attempt_id,
        o.row_id AS earlier_row_id,
        n.row_id,
        'nik' AS matched_by
    FROM left_by_key AS o
    INNER JOIN left_by_key AS n ON o.attempt_id = n.attempt_id AND o.nik = n.nik AND o.nth = n.nth
    WHERE o.earlier AND NOT n.earlier
),

left_by_nik AS (
    SELECT
        r.attempt_id,
        r.earlier,
        r.row_id,
        r.written,
        row_number() OVER (PARTITION BY r.attempt_id, r.earlier, r.written ORDER BY r.place) AS nth
    FROM left_by_key AS r
    WHERE NOT EXISTS (SELECT FROM by_nik AS k WHERE k.attempt_id = r.attempt_id AND r.row_id IN (k.row_id, k.earlier_row_id))
),

by_written AS (
    SELECT
        o.attempt_id,
        o.row_id AS earlier_row_id,
        n.row_id,
        'written' AS matched_by
    FROM left_by_nik AS o
    INNER JOIN left_by_nik AS n ON o.attempt_id = n.attempt_id AND o.written = n.written AND o.nth = n.nth
    WHERE o.earlier AND NOT n.earlier AND o.written <> '|'
)

SELECT * FROM by_key
UNION ALL
SELECT * FROM by_nik
UNION ALL
SELECT * FROM by_written;

INSERT INTO core.attempt_change (attempt_id, change, matched_by, earlier_row_id, row_id)
SELECT
    p.attempt_id,
    CASE
        WHEN o.faulty AND n.faulty THEN 'still_wrong'
        WHEN o.faulty THEN 'fixed'
        WHEN n.faulty THEN 'newly_wrong'
        ELSE 'unchanged'
    END,
    p.matched_by,
    p.earlier_row_id,
    p.row_id
FROM attempt_pair AS p
INNER JOIN attempt_row AS o ON p.attempt_id = o.attempt_id AND p.earlier_row_id = o.row_id
INNER JOIN attempt_row AS n ON p.attempt_id = n.attempt_id AND p.row_id = n.row_id
UNION ALL
SELECT
    r.attempt_id,
    CASE WHEN r.earlier THEN 'gone' ELSE 'added' END,
    NULL,
    CASE WHEN r.earlier THEN r.row_id END,
    CASE WHEN NOT r.earlier THEN r.row_id END
FROM attempt_row AS r
WHERE NOT EXISTS (SELECT FROM attempt_pair AS p WHERE p.attempt_id = r.attempt_id AND r.row_id IN (p.row_id, p.earlier_row_id));

DROP TABLE new_attempt, attempt_row, attempt_pair;
