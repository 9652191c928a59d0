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

-- A file that was withdrawn after it had been read is told as it was read before; it has no rows.
INSERT INTO core.file_reading (
    file_id, load_id, outcome, refusal_code, refusal_details, village_codes, declared_period, rows, furniture, layout
)
SELECT DISTINCT ON (f.file_id)
    f.file_id,
    l.load_id,
    g.outcome,
    g.refusal_code,
    g.refusal_details,
    g.village_codes,
    g.declared_period,
    g.rows,
    g.furniture,
    g.layout
FROM landing.file AS f
INNER JOIN audit.load AS l ON f.feed = l.feed
INNER JOIN landing.file AS before ON coalesce(f.read_again_of, f.file_id) IN (before.file_id, before.read_again_of) AND f.reading > before.reading
INNER JOIN core.file_reading AS g ON before.file_id = g.file_id
WHERE l.load_id = :load_id AND f.load_id IS NULL AND f.withdrawn AND f.reading > 1
ORDER BY f.file_id ASC, before.reading DESC;

UPDATE landing.file AS f SET load_id = :load_id
FROM core.file_reading AS g
WHERE f.file_id = g.file_id AND g.load_id = :load_id;

DELETE FROM staging.reading AS s
USING core.file_reading AS g
WHERE s.file_id = g.file_id AND g.load_id = :load_id;
