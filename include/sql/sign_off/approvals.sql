-- Grain: one row an office that has approved the version since its last rejection. Reads only.

SELECT
    sign_off_id,
    office,
    person,
    signed_at,
    document_number,
    run_ref,
    manifest_sha256,
    event_sha256
FROM audit.sign_off_in_force
WHERE period = :period AND version = :version
ORDER BY sign_off_id
