-- Decisions under which a file was read, besides those that it was landed under.

UPDATE landing.file AS f
SET
    decisions = array(
        SELECT d.decision_id FROM audit.decision AS d
        WHERE d.decision_id = any(f.decisions) OR d.decision_id = any(cast(:decisions AS text[]))
        ORDER BY d.place
    )
WHERE f.file_id = :file_id;
