-- One row a pair of lists of one village in listed: how many people they share, and how many the smaller one holds.
-- Needs listed, which says who is on which list: by NIK (listed_by_nik.sql) or by step 1 (listed_by_person.sql).

WITH several AS (
    SELECT village_code FROM listed GROUP BY village_code HAVING count(DISTINCT file_id) > 1
),

people AS (
    SELECT l.* FROM listed AS l INNER JOIN several AS s ON l.village_code = s.village_code
),

sizes AS (
    SELECT
        file_id,
        village_code,
        count(*) AS persons
    FROM people GROUP BY file_id, village_code
)

SELECT
    a.village_code,
    a.file_id AS one,
    b.file_id AS other,
    count(*) AS shared,
    min(least(p.persons, q.persons)) AS smaller
FROM people AS a
INNER JOIN people AS b ON a.village_code = b.village_code AND a.person = b.person AND a.file_id < b.file_id
INNER JOIN sizes AS p ON a.file_id = p.file_id AND a.village_code = p.village_code
INNER JOIN sizes AS q ON b.file_id = q.file_id AND b.village_code = q.village_code
GROUP BY a.village_code, a.file_id, b.file_id;
