-- Begins a load of a feed.

INSERT INTO audit.load (feed, run_ref, code_version, periods)
VALUES (:feed, :run_ref, :code_version, :periods)
RETURNING load_id;
