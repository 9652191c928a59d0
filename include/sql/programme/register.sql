-- Needs month_outcome. The third register of one version of one month: the registry snapshot in force against whom the month
-- knows. Writes reconciliation.register_basis, register_match and mart.third_register; nothing where no registry is in force.
-- A person is known by any NIK that Padan has for them, unless name and birth date both contradict; by the link that identified
-- a row of theirs; a record of the registry without a usable NIK by birth date, village and name, where that fits one covered row
-- and no other record.

INSERT INTO reconciliation.register_basis (period, version, registry_version_id, eligible_desils, born_after, born_until)
SELECT
    :period,
    :version,
    g.registry_version_id,
    coalesce((
        SELECT array_agg(d.desil ORDER BY d.desil COLLATE "C") FROM core.eligible_desil AS d
        WHERE d.registry = g.registry AND core.first_day(:period) BETWEEN d.valid_from AND coalesce(d.valid_to, 'infinity')
    ), '{}'),
    (core.first_day(:period) - make_interval(years => core.parameter_of('age_below_years', :period)::integer))::date,
    (core.first_day(:period) - make_interval(years => core.parameter_of('age_minimum_years', :period)::integer))::date
FROM core.registry_in_force AS g;

-- register_person: one row an adult of the snapshot; of several records of one NIK the first.
CREATE TEMP TABLE register_person ON COMMIT DROP AS
WITH snapshot AS (
    SELECT
        g.row_id,
        g.nik,
        g.name,
        g.birth_date,
        g.village_code,
        g.desil
    FROM core.registry_person AS g
    INNER JOIN reconciliation.register_basis AS b ON g.registry_version_id = b.registry_version_id
    WHERE b.period = :period AND b.version = :version
),

-- Counted, not sorted: sorting every record takes five times as long.
repeated AS (
    SELECT
        nik,
        min(row_id) AS first_row_id
    FROM snapshot WHERE nik IS NOT NULL
    GROUP BY nik HAVING count(*) > 1
),

once AS (
    SELECT
        s.row_id,
        s.nik,
        string_to_array(s.name, ' ') AS name_words,
        s.birth_date,
        s.village_code,
        s.desil
    FROM snapshot AS s
    LEFT JOIN repeated AS r ON s.nik = r.nik
    WHERE r.nik IS NULL OR s.row_id = r.first_row_id
)

SELECT
    o.row_id,
    o.nik,
    o.name_words,
    o.birth_date,
    o.village_code,
    coalesce(o.desil, 'unknown') AS desil,
    array_position(b.eligible_desils, o.desil) IS NOT NULL
    AND coalesce(o.birth_date > b.born_after AND o.birth_date <= b.born_until, true) AS eligible
FROM once AS o
INNER JOIN reconciliation.register_basis AS b ON b.period = :period AND b.version = :version;
CREATE INDEX ON register_person (nik);
ANALYZE register_person (row_id, nik, birth_date, eligible);

-- month_person: one way in which the month has a person: NIK, name and birth date of a row, or the NIK of its person.
CREATE TEMP TABLE month_person ON COMMIT DROP AS
WITH written AS (
    SELECT
        o.side,
        o.row_id,
        o.person_key,
        o.outcome,
        coalesce(o.covered, false) AS covered,
        core.possible_nik(coalesce(v.nik, b.nik), coalesce(v.nik_fault, b.nik_fault)) AS nik,
        coalesce(v.name_words, b.name_words) AS name_words,
        coalesce(v.birth_date, b.birth_date) AS birth_date,
        b.village_code,
        CASE
            WHEN o.covered THEN 'covered'
            WHEN o.side = 'village' THEN 'listed'
            WHEN b.status IN ('deceased', 'claimed', 'moved_to_wage_segment') THEN 'barred'
        END AS standing
    FROM month_outcome AS o
    LEFT JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
    WHERE o.outcome <> 'superseded'
),

number AS (
    SELECT
        person_key,
        nik
    FROM core.person WHERE nik IS NOT NULL
    UNION
    SELECT
        person_key,
        nik
    FROM core.person_nik
)

SELECT
    side,
    row_id,
    person_key,
    outcome,
    nik,
    name_words,
    birth_date,
    village_code,
    standing
FROM written
WHERE standing IS NOT NULL
UNION ALL
SELECT
    w.side,
    w.row_id,
    w.person_key,
    w.outcome,
    p.nik,
    w.name_words,
    w.birth_date,
    w.village_code,
    w.standing
FROM written AS w
INNER JOIN number AS p ON w.person_key = p.person_key
WHERE w.standing IS NOT NULL AND p.nik IS DISTINCT FROM w.nik;
CREATE INDEX ON month_person (person_key);
ANALYZE month_person (nik, birth_date, person_key);

-- register_standing: one row a record that the month knows. Temporary first: a table just written has no statistics.
CREATE TEMP TABLE register_standing ON COMMIT DROP AS
WITH by_nik AS (
    SELECT
        g.row_id AS registry_row_id,
        m.standing,
        m.side,
        m.row_id,
        m.outcome
    FROM register_person AS g
    INNER JOIN month_person AS m ON g.nik = m.nik
    WHERE NOT core.contradicts(g.name_words, g.birth_date, m.name_words, m.birth_date)
),

-- A row that identification linked with the record stands for every row of its person. The row itself is asked for apart: who is
-- ambiguous has no person, and a join on one or the other would compare every link with every row.
linked AS (
    SELECT
        e.registry_row_id,
        o.side,
        o.row_id,
        o.person_key
    FROM reconciliation.link_evidence AS e
    INNER JOIN month_outcome AS o ON e.side = o.side AND e.row_id = o.row_id
    WHERE e.period = :period AND e.version = :version AND e.decision = 'used' AND e.registry_row_id IS NOT NULL
),

by_link AS (
    SELECT
        l.registry_row_id,
        m.standing,
        m.side,
        m.row_id,
        m.outcome
    FROM linked AS l
    INNER JOIN month_person AS m ON l.person_key = m.person_key
    UNION ALL
    SELECT
        l.registry_row_id,
        m.standing,
        m.side,
        m.row_id,
        m.outcome
    FROM linked AS l
    INNER JOIN month_person AS m ON l.side = m.side AND l.row_id = m.row_id
    WHERE l.person_key IS NULL
),

-- A pair that fits in one way only: of those without a usable NIK in the registry.
card AS (
    SELECT DISTINCT
        side,
        row_id,
        outcome,
        name_words,
        birth_date,
        village_code
    FROM month_person WHERE standing = 'covered'
),

by_name AS (
    SELECT
        g.row_id AS registry_row_id,
        m.side,
        m.row_id,
        m.outcome,
        count(*) OVER (PARTITION BY g.row_id) AS rows_of_record,
        count(*) OVER (PARTITION BY m.row_id) AS records_of_row
    FROM register_person AS g
    INNER JOIN card AS m ON g.birth_date = m.birth_date AND g.village_code = m.village_code
    WHERE
        g.nik IS NULL AND core.same_name(g.name_words, m.name_words)
        AND m.row_id NOT IN (SELECT b.row_id FROM by_nik AS b WHERE b.side = 'branch')
),

barred AS (
    SELECT g.row_id AS registry_row_id
    FROM register_person AS g
    INNER JOIN exclusion_in_force AS e ON g.nik = e.nik
    WHERE (core.near_name(g.name_words, e.name_words)) IS NOT FALSE
),

known AS (
    SELECT
        registry_row_id,
        standing,
        side,
        row_id,
        outcome
    FROM by_nik
    UNION ALL
    SELECT
        registry_row_id,
        standing,
        side,
        row_id,
        outcome
    FROM by_link
    UNION ALL
    SELECT
        registry_row_id,
        'covered',
        side,
        row_id,
        outcome
    FROM by_name
    WHERE rows_of_record = 1 AND records_of_row = 1
    UNION ALL
    SELECT
        registry_row_id,
        'barred',
        NULL,
        NULL,
        NULL
    FROM barred
)

SELECT DISTINCT ON (registry_row_id)
    registry_row_id,
    standing,
    side,
    row_id
FROM known
ORDER BY
    registry_row_id ASC, array_position(ARRAY['covered', 'listed', 'barred'], standing) ASC,
    outcome IS NOT DISTINCT FROM 'duplicate_at_branch' ASC, row_id ASC NULLS LAST;
ANALYZE register_standing;

INSERT INTO reconciliation.register_match (period, version, registry_row_id, standing, side, row_id)
SELECT
    :period,
    :version,
    registry_row_id,
    standing,
    side,
    row_id
FROM register_standing;

INSERT INTO mart.third_register (period, version, village_code, desil, kind, persons)
-- One registry record may be matched by each of a person's cards; a card counts once.
WITH card AS (
    SELECT
        o.row_id,
        o.village_code,
        min(g.desil) AS desil
    FROM month_outcome AS o
    LEFT JOIN register_standing AS m ON m.side = 'branch' AND m.standing = 'covered' AND o.row_id = m.row_id
    LEFT JOIN register_person AS g ON m.registry_row_id = g.row_id
    WHERE o.side = 'branch' AND o.covered AND o.outcome <> 'duplicate_at_branch'
    GROUP BY o.row_id, o.village_code
)

SELECT
    :period,
    :version,
    village_code,
    coalesce(desil, 'none'),
    CASE WHEN desil IS NULL THEN 'covered_not_in_registry' ELSE 'covered_in_registry' END,
    count(*)
FROM card
WHERE EXISTS (SELECT FROM reconciliation.register_basis AS b WHERE b.period = :period AND b.version = :version)
GROUP BY 3, 4, 5
UNION ALL
SELECT
    :period,
    :version,
    g.village_code,
    g.desil,
    'eligible_' || coalesce(m.standing, 'on_no_list'),
    count(*)
FROM register_person AS g
LEFT JOIN register_standing AS m ON g.row_id = m.registry_row_id
WHERE g.eligible
GROUP BY 3, 4, 5;
