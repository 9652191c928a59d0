-- One entry of the decisions file, as it stands there.

INSERT INTO audit.decision (decision_id, place, kind, content, undoes, decided_by, decided_on, reason, run_ref)
VALUES (:decision_id, :place, :kind, cast(:content AS jsonb), :undoes, :decided_by, :decided_on, :reason, :run_ref);
