-- One row a form of a branch's export that counts: those of months that were accepted, and those of a load's files.
-- Order: by month, then by receipt; what arrives comes after what is held of the same month.

WITH form AS (
    SELECT
        b.file_id,
        b.period,
        b.form,
        false AS arrives
    FROM core.branch_form AS b
    WHERE NOT EXISTS (SELECT FROM quality.breaker AS q WHERE q.file_id = b.file_id)
    UNION ALL
    SELECT
        s.file_id,
        f.period,
        t.o -> 'form',
        true
    FROM staging.reading AS s
    INNER JOIN landing.file AS f ON s.file_id = f.file_id
    CROSS JOIN LATERAL jsonb_array_elements(s.layout) AS t (o)
    WHERE s.load_id = :load_id AND s.outcome = 'read' AND t.o ? 'form'
)

SELECT
    a.file_id,
    f.path,
    a.period,
    a.form,
    a.arrives
FROM form AS a
INNER JOIN landing.file AS f ON a.file_id = f.file_id
ORDER BY a.period ASC, a.arrives ASC, f.received_at ASC, f.path COLLATE "C" ASC, a.file_id ASC;
