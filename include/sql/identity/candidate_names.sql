-- One row a name of the registry that a candidate bears, as it is written there.

SELECT DISTINCT t.name
FROM candidate AS c
INNER JOIN target AS t ON c.target_id = t.target_id
WHERE t.name_words IS NULL
ORDER BY t.name;
