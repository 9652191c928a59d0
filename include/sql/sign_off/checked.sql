-- Grain: one value, whether a month was computed under these inputs already and nothing came of it. Reads only.

SELECT count(*) > 0 AS is_checked
FROM reconciliation.checked_inputs
WHERE period = :period AND version = :version AND inputs_sha256 = :digest
