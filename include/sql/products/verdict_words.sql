-- Grain: one row a verdict, office and term of validity, with whether it is in force on a day, in the order in which it is offered.
-- Reads only.
SELECT
    w.office,
    w.verdict,
    w.causes,
    w.word_id,
    w.word_en,
    cast(:day AS date) BETWEEN w.valid_from AND coalesce(w.valid_to, 'infinity') AS in_force
FROM core.verdict_word AS w
ORDER BY w.office COLLATE "C" DESC, w.position ASC, w.verdict COLLATE "C" ASC, w.valid_from ASC
