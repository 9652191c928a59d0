-- One verdict of one office. The table's triggers refuse what may not be signed, append to the chain and move the version's status.

INSERT INTO audit.sign_off (period, version, office, verdict, person, signed_at, reason, document_number, run_ref, manifest_sha256)
VALUES (
    :period, :version, :office, :verdict, :person, cast(:signed_at AS timestamptz), :reason, :document_number, :run_ref, :manifest_sha256
)
RETURNING sign_off_id, event_sha256
