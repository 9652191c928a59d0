-- new_code: exceptions that no code was kept for, with the next free ordinal of whom they are about; then one row each, in the order
-- in which codes are allotted. Needs exception and code_kept. Temporary.

CREATE TEMP TABLE new_code ON COMMIT DROP AS
WITH fresh AS (
    SELECT
        e.*,
        row_number() OVER (PARTITION BY e.side, e.person_key, e.content_sha256 ORDER BY e.exception_no) AS place
    FROM exception AS e
    WHERE NOT EXISTS (SELECT FROM code_kept AS k WHERE k.exception_no = e.exception_no)
)

SELECT
    f.exception_no,
    f.side,
    f.person_key,
    f.content_sha256,
    f.village_code,
    f.received_at,
    f.path,
    f.row_id,
    (coalesce(p.ordinal, c.ordinal, 0) + f.place)::smallint AS ordinal
FROM fresh AS f
LEFT JOIN LATERAL (
    SELECT max(s.ordinal) AS ordinal FROM reconciliation.subject AS s WHERE s.person_key = f.person_key AND s.side = f.side
) AS p ON true
LEFT JOIN LATERAL (
    SELECT max(s.ordinal) AS ordinal FROM reconciliation.subject AS s WHERE s.content_sha256 = f.content_sha256 AND s.side = f.side
) AS c ON true;
ANALYZE new_code;

SELECT
    n.side,
    n.person_key,
    n.content_sha256,
    n.ordinal
FROM new_code AS n
ORDER BY n.village_code COLLATE "C", n.side, n.received_at, n.path COLLATE "C", n.row_id, n.ordinal;
