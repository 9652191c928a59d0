-- reconciliation.breaker_judgement: one row a file of the month whose breaker tripped when it was checked, judged again after
-- step 1: rows that are somebody, or may be, are no longer held by a damaged or missing NIK. Needs chosen and held_row as
-- step 1 left them.

INSERT INTO reconciliation.breaker_judgement (
    period, version, file_id, breaker_id, checked, failed_at_check, failed, threshold, tripped
)
WITH held AS (
    SELECT
        r.file_id,
        count(h.rule_id) AS failed
    FROM quality.breaker AS b
    INNER JOIN core.village_row AS r ON b.file_id = r.file_id
    LEFT JOIN held_row AS h ON r.row_id = h.row_id
    WHERE b.file_id IN (SELECT c.file_id FROM chosen AS c WHERE NOT c.carried)
    GROUP BY r.file_id
)

SELECT
    :period,
    :version,
    b.file_id,
    b.breaker_id,
    b.checked,
    b.failed,
    h.failed,
    b.threshold,
    h.failed > b.checked * b.threshold
FROM quality.breaker AS b
INNER JOIN held AS h ON b.file_id = h.file_id
RETURNING file_id, tripped;
