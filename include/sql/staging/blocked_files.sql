-- One row a branch file of a load that waits outside core, with the rows its blocking rule found.

SELECT
    s.file_id,
    f.period,
    f.path,
    s.blocked_by,
    s.refusal_details,
    (SELECT count(*) FROM quality.violation AS v WHERE v.file_id = s.file_id AND v.rule_id = s.blocked_by) AS failed
FROM staging.reading AS s
INNER JOIN landing.file AS f ON s.file_id = f.file_id
WHERE s.load_id = :load_id AND s.blocked_by IS NOT NULL
ORDER BY f.received_at, f.path COLLATE "C", s.file_id;
