-- A branch file that was refused waits outside core, and blocks its month, unless a good list of the same month was
-- received after it. Files blocked by a rule are named by the caller.

UPDATE staging.reading AS s
SET blocked_by = coalesce(s.refusal_code, b.rule_id)
FROM landing.file AS f
LEFT JOIN unnest(cast(:file_ids AS bigint[]), cast(:rule_ids AS text[])) AS b (file_id, rule_id) ON f.file_id = b.file_id
WHERE
    s.load_id = :load_id AND s.file_id = f.file_id AND (s.outcome = 'refused' OR b.file_id IS NOT NULL)
    AND NOT EXISTS (
        SELECT FROM staging.reading AS t
        INNER JOIN landing.file AS g ON t.file_id = g.file_id
        WHERE
            g.period = f.period AND t.outcome = 'read' AND t.rows > 0 AND g.received_at > f.received_at
            AND t.file_id <> all(cast(:file_ids AS bigint[]))
    );

-- A file blocked by a rule that a later list replaced is kept as refused, without rows.
UPDATE staging.reading AS s
SET outcome = 'refused', refusal_code = b.rule_id
FROM unnest(cast(:file_ids AS bigint[]), cast(:rule_ids AS text[])) AS b (file_id, rule_id)
WHERE s.load_id = :load_id AND s.file_id = b.file_id AND s.blocked_by IS NULL AND s.outcome <> 'refused';

DELETE FROM staging.branch_row AS r
USING staging.reading AS s
WHERE s.load_id = :load_id AND s.file_id = r.file_id AND s.outcome = 'refused';

DELETE FROM staging.branch_total AS r
USING staging.reading AS s
WHERE s.load_id = :load_id AND s.file_id = r.file_id AND s.outcome = 'refused';
