-- Keeps with a version what it was made under. Grain: one row, the version that this transaction made.

UPDATE reconciliation.version SET
    code_version = :code_version,
    code_commit = :code_commit,
    rules_sha256 = :rules_sha256,
    loads_through = (SELECT max(l.load_id) FROM audit.load AS l WHERE l.state = 'loaded')
WHERE period = :period AND version = :version;
