-- Files of a load come into core with what became of reading them; blocked ones stay behind and wait.

INSERT INTO core.file_reading (
    file_id, load_id, outcome, refusal_code, refusal_details, village_codes, declared_period, rows, furniture, layout
)
SELECT
    file_id,
    load_id,
    outcome,
    refusal_code,
    refusal_details,
    village_codes,
    declared_period,
    rows,
    furniture,
    layout
FROM staging.reading
WHERE load_id = :load_id AND blocked_by IS NULL;

UPDATE landing.file AS f SET load_id = :load_id
FROM core.file_reading AS g
WHERE f.file_id = g.file_id AND g.load_id = :load_id;

DELETE FROM staging.reading AS s
USING core.file_reading AS g
WHERE s.file_id = g.file_id AND g.load_id = :load_id;
