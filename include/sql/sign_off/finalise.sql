-- Makes an approved version final, the one it amends an amended one, and appends to the chain what was written.
-- Run again it does nothing: a final version stays as it is.

WITH finalised AS (
    UPDATE reconciliation.version SET status = 'final'
    WHERE period = :period AND version = :version AND status = 'approved'
    RETURNING period, version
)

SELECT audit.note_event('month_final', f.period || ' v' || f.version, cast(:content AS jsonb)) AS root
FROM finalised AS f
