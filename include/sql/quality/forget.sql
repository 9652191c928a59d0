-- Removes what an earlier check of the same files found. Idempotent.
WITH
files AS (
    SELECT file_id FROM staging.reading
    WHERE load_id = :load_id
),

violations AS (
    DELETE FROM quality.violation
    WHERE file_id IN (SELECT file_id FROM files)
),

results AS (
    DELETE FROM quality.rule_result
    WHERE file_id IN (SELECT file_id FROM files)
),

validations AS (
    DELETE FROM quality.validation
    WHERE load_id = :load_id
)

DELETE FROM quality.breaker
WHERE file_id IN (SELECT file_id FROM files)
