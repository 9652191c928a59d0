-- One row an observation of a NIK under which records contradict each other, in the order in which people are told apart.

SELECT
    o.nik,
    o.observation_id,
    p.variant
FROM observation AS o
LEFT JOIN core.person AS p ON o.person_key = p.person_key
WHERE o.nik IN (SELECT nik FROM contradiction)
ORDER BY o.nik, o.observation_id;
