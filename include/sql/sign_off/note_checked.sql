-- Notes inputs under which a final version's outcomes came out the same. Idempotent.

INSERT INTO reconciliation.checked_inputs (period, version, inputs_sha256, run_ref)
VALUES (:period, :version, :digest, :run_ref)
ON CONFLICT DO NOTHING
