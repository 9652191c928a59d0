-- One row a name of the registry that a candidate bears, as it is written there, unless candidate_name has it.

SELECT DISTINCT t.name
FROM candidate AS c
INNER JOIN target AS t ON c.target_id = t.target_id
WHERE t.name_words IS NULL AND NOT EXISTS (SELECT FROM candidate_name AS n WHERE n.name = t.name)
ORDER BY t.name;
