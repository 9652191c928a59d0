-- Brings chosen and village_laid to the files as they were settled after step 1, and to the rows that step 1 found.

UPDATE chosen AS c SET state = s.state
FROM reconciliation.submission AS s
WHERE
    s.period = :period AND s.version = :version AND s.file_id = c.file_id AND s.village_code = c.village_code
    AND NOT c.carried AND s.state <> c.state;

UPDATE village_laid AS v SET
    superseded = w.superseded,
    rejected_by = w.rejected_by
FROM (
    SELECT
        c.row_id,
        c.state = 'superseded' AS superseded,
        CASE WHEN c.state = 'held' THEN b.breaker_id ELSE h.rule_id END AS rejected_by
    FROM chosen AS c
    LEFT JOIN held_row AS h ON c.row_id = h.row_id
    LEFT JOIN quality.breaker AS b ON c.file_id = b.file_id
) AS w
WHERE v.row_id = w.row_id AND (v.superseded <> w.superseded OR v.rejected_by IS DISTINCT FROM w.rejected_by);
