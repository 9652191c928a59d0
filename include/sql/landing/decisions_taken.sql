-- One row a decision that was taken, in the order of the decisions file.

SELECT
    decision_id,
    kind,
    content,
    undoes,
    decided_by,
    decided_on,
    reason,
    (taken_at AT TIME ZONE 'Asia/Jakarta')::date AS taken_on
FROM audit.decision
ORDER BY place;
