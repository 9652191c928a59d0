-- told_apart: one row an observation, with which of the people of its NIK it is. Needs observation and variant. Temporary.

CREATE TEMP TABLE told_apart ON COMMIT DROP AS
SELECT
    o.observation_id,
    o.nik,
    o.name_words,
    o.birth_date,
    coalesce(v.variant, p.variant, 1) AS variant
FROM observation AS o
LEFT JOIN variant AS v ON o.observation_id = v.observation_id
LEFT JOIN core.person AS p ON o.person_key = p.person_key AND o.nik = p.nik;
CREATE INDEX ON told_apart (nik);
ANALYZE told_apart (nik, variant);
