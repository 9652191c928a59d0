-- observation: one way in which one usable NIK is written this month (name, birth date) on either side, or was when a
-- person was first met; people already known come first, then the branch's records, then the villages' in order of receipt.
-- contradiction: one pair of observations of one NIK that are of two people. Temporary.

CREATE TEMP TABLE observation ON COMMIT DROP AS
WITH seen AS (
    SELECT
        p.nik,
        p.name_words,
        p.birth_date,
        0 AS source,
        p.variant::bigint AS place,
        p.person_key
    FROM core.person AS p
    WHERE
        p.nik IN (
            SELECT nik FROM village_laid
            UNION
            SELECT nik FROM branch_laid
        )
    UNION ALL
    SELECT
        nik,
        name_words,
        birth_date,
        1,
        row_number() OVER (ORDER BY covered DESC, member_since ASC NULLS LAST, sent ASC, row_id ASC),
        NULL
    FROM branch_laid WHERE nik IS NOT NULL
    UNION ALL
    SELECT
        nik,
        name_words,
        birth_date,
        2,
        row_number() OVER (ORDER BY sent, row_id),
        NULL
    FROM village_laid WHERE nik IS NOT NULL
),

first_seen AS (
    SELECT DISTINCT ON (nik, name_words, birth_date)
        nik,
        name_words,
        birth_date,
        source,
        place,
        person_key
    FROM seen
    ORDER BY nik, name_words, birth_date, source, place
)

SELECT
    row_number() OVER (ORDER BY nik, source, place) AS observation_id,
    nik,
    name_words,
    birth_date,
    source,
    person_key
FROM first_seen;

CREATE INDEX ON observation (nik);
ANALYZE observation (nik);

CREATE TEMP TABLE contradiction ON COMMIT DROP AS
SELECT
    a.nik,
    a.observation_id AS earlier,
    b.observation_id AS later
FROM observation AS a
INNER JOIN observation AS b ON a.nik = b.nik AND a.observation_id < b.observation_id
WHERE core.contradicts(a.name_words, a.birth_date, b.name_words, b.birth_date);
