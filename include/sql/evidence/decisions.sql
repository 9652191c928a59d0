-- One row an entry of the decisions file that was taken, the first so many, in order. Reads only.

SELECT
    decision_id AS id,
    kind,
    content,
    undoes,
    decided_by,
    to_char(decided_on, 'YYYY-MM-DD') AS decided_on,
    reason
FROM audit.decision
WHERE place <= :taken
ORDER BY place;
