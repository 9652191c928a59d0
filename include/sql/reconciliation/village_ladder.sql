-- The village ladder down to the roster: who is out before anybody looks at the branch.
-- Works on village_side: sets outcome and reason, leaves both null for the roster. First that holds.

CREATE TEMP TABLE last_month ON COMMIT DROP AS
SELECT DISTINCT ON (o.person_key)
    o.person_key,
    o.village_code,
    o.presence_since
FROM reconciliation.outcome AS o
INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version
WHERE
    core.months_between(:period, o.period) = 1 AND o.side = 'village' AND o.person_key IS NOT NULL
    AND o.presence_since IS NOT NULL
ORDER BY o.person_key, o.presence_since NULLS LAST, o.row_id;
CREATE INDEX ON last_month (person_key);
ANALYZE last_month;

UPDATE village_side SET
    outcome = CASE WHEN superseded THEN 'superseded' ELSE 'rejected' END,
    reason = CASE WHEN NOT superseded THEN rejected_by END
WHERE superseded OR rejected_by IS NOT NULL;

-- The same person again in one village: whoever does not withdraw stays, then the fullest row, then the earlier.
WITH ranked AS (
    SELECT
        row_id,
        row_number() OVER (
            PARTITION BY village_code, person_key
            ORDER BY
                coalesce(action, '') IN ('keluar', 'meninggal', 'pindah', 'bekerja', 'mampu'),
                filled DESC, sent ASC, row_id ASC
        ) AS place
    FROM village_side WHERE outcome IS NULL AND person_key IS NOT NULL
)

UPDATE village_side AS v SET outcome = 'duplicate_in_file'
FROM ranked WHERE v.row_id = ranked.row_id AND ranked.place > 1;

UPDATE village_side SET outcome = 'withdrawn', reason = action
WHERE outcome IS NULL AND action IN ('keluar', 'meninggal', 'pindah', 'bekerja', 'mampu');

-- Several villages claim the person: where they were last month, else the earlier submission, else the lower code.
WITH ranked AS (
    SELECT
        v.row_id,
        row_number() OVER (
            PARTITION BY v.person_key
            ORDER BY
                v.village_code IS DISTINCT FROM l.village_code,
                v.received_at, v.village_code COLLATE "C", v.row_id
        ) AS place
    FROM village_side AS v
    LEFT JOIN last_month AS l ON v.person_key = l.person_key
    WHERE v.outcome IS NULL AND v.person_key IS NOT NULL
)

UPDATE village_side AS v SET outcome = 'duplicate_across_villages'
FROM ranked WHERE v.row_id = ranked.row_id AND ranked.place > 1;

-- Evidence that bars a person. Exclusion files: the newest bytes at each path; dated rows in the months they cover,
-- undated ones from the month in the file or folder name, else always. barred: one row a row of the roster that a list bars.
CREATE TEMP TABLE barred ON COMMIT DROP AS
WITH newest_file AS (
    SELECT DISTINCT ON (collection, path) file_id
    FROM landing.file WHERE feed = 'exclusion_lists' AND load_id IS NOT NULL
    ORDER BY collection ASC, path ASC, received_at DESC, file_id DESC
),

listed AS (
    SELECT
        e.nik,
        e.list,
        e.name_words
    FROM core.exclusion_row AS e
    INNER JOIN newest_file AS n ON e.file_id = n.file_id
    WHERE
        core.possible_nik(e.nik, e.nik_fault) IS NOT NULL
        AND core.first_day(:period) + interval '1 month' > coalesce(e.valid_from, core.first_day(e.declared_period), '-infinity')
        AND core.first_day(:period) <= coalesce(e.valid_to, 'infinity')
),

-- The row's own NIK, and the one by which its person is known.
asked AS (
    SELECT
        row_id,
        nik,
        name_words
    FROM village_side WHERE outcome IS NULL AND nik IS NOT NULL
    UNION ALL
    SELECT
        row_id,
        person_nik,
        name_words
    FROM village_side WHERE outcome IS NULL AND person_nik IS NOT NULL AND doubt IS NULL
)

SELECT
    v.row_id,
    bool_or(l.list = 'formal_worker') AS formal_worker,
    bool_or(l.list = 'deceased') AS deceased,
    bool_or(l.list = 'double_funded') AS double_funded,
    bool_or(l.list = 'public_servant') AS public_servant
FROM asked AS v
INNER JOIN listed AS l ON v.nik = l.nik
WHERE (core.near_name(v.name_words, l.name_words)) IS NOT FALSE
GROUP BY v.row_id;
ANALYZE barred;

WITH at_branch AS (
    SELECT
        person_key,
        bool_or(status = 'moved_to_wage_segment') AS formal_worker,
        bool_or(status IN ('deceased', 'claimed')) AS deceased,
        coalesce(min(member_since) FILTER (WHERE covered), min(member_since)) AS member_since
    FROM branch_side WHERE person_key IS NOT NULL GROUP BY person_key
),

first_accepted AS (
    SELECT
        o.person_key,
        min(o.period) AS period
    FROM reconciliation.outcome AS o
    INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version
    WHERE
        o.period < :period AND o.side = 'village' AND o.outcome NOT IN ('superseded', 'rejected')
        AND o.person_key IN (SELECT person_key FROM village_side WHERE outcome IS NULL)
    GROUP BY o.person_key
),

limits AS MATERIALIZED (
    SELECT
        core.parameter_of('age_minimum_years', :period) AS youngest,
        core.parameter_of('age_below_years', :period) AS below
),

aged AS (
    SELECT
        v.row_id,
        b.formal_worker OR x.formal_worker AS formal_worker,
        b.deceased OR x.deceased AS deceased,
        x.double_funded,
        x.public_servant,
        date_part('year', age(
            coalesce(b.member_since, core.first_day(coalesce(a.period, :period))),
            coalesce(v.birth_date, v.nik_birth_date, core.birth_date_in_nik(v.person_nik, core.first_day(:period)))
        )) AS years
    FROM village_side AS v
    LEFT JOIN at_branch AS b ON v.person_key = b.person_key
    LEFT JOIN first_accepted AS a ON v.person_key = a.person_key
    LEFT JOIN barred AS x ON v.row_id = x.row_id
    WHERE v.outcome IS NULL
),

verdict AS (
    SELECT
        aged.row_id,
        CASE
            WHEN aged.years < limits.youngest THEN 'under_age'
            WHEN aged.years >= limits.below THEN 'over_age'
            WHEN aged.formal_worker THEN 'formal_worker'
            WHEN aged.deceased THEN 'deceased'
            WHEN aged.double_funded THEN 'double_funded'
            WHEN aged.public_servant THEN 'public_servant'
        END AS reason
    FROM aged CROSS JOIN limits
)

UPDATE village_side AS v SET outcome = 'ineligible', reason = verdict.reason
FROM verdict WHERE v.row_id = verdict.row_id AND verdict.reason IS NOT NULL;
