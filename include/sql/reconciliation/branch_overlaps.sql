-- One row a pair of branch files of the month: how many rows they share by KPJ (else NIK), and how many the smaller one holds.

WITH listed AS (
    SELECT DISTINCT
        r.file_id,
        coalesce(r.kpj, r.nik) AS person
    FROM core.branch_row AS r
    INNER JOIN landing.file AS f ON r.file_id = f.file_id
    WHERE f.period = :period AND coalesce(r.kpj, r.nik) IS NOT NULL
),

sizes AS (
    SELECT
        file_id,
        count(*) AS persons
    FROM listed GROUP BY file_id
)

SELECT
    'branch' AS village_code,
    a.file_id AS one,
    b.file_id AS other,
    count(*) AS shared,
    min(least(p.persons, q.persons)) AS smaller
FROM listed AS a
INNER JOIN listed AS b ON a.person = b.person AND a.file_id < b.file_id
INNER JOIN sizes AS p ON a.file_id = p.file_id
INNER JOIN sizes AS q ON b.file_id = q.file_id
GROUP BY a.file_id, b.file_id;
