-- Begins a load of a feed.

INSERT INTO audit.load (feed, run_ref, code_version, periods, rules_sha256, decisions_taken)
VALUES (:feed, :run_ref, :code_version, :periods, :rules_sha256, (SELECT count(*) FROM audit.decision))
RETURNING load_id;
