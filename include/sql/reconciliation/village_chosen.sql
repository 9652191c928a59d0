-- chosen: one row a row of the month's village lists that counts, those of replaced files and those carried forward included.
-- held_row: one row a chosen row that a blocking rule holds, or whose NIK, impossible as it is, another register knows. Needs
-- reconciliation.submission of (period, version). Temporary; what status and reconciliation both stand on.

-- A table of its own, because its size is the key to every plan that follows.
CREATE TEMP TABLE chosen ON COMMIT DROP AS
WITH limits AS MATERIALIZED (
    SELECT core.parameter_of('carry_months', :period) AS carry_months
),

own AS (
    SELECT
        r.row_id,
        r.file_id,
        r.village_code,
        false AS carried,
        s.state
    FROM core.village_row AS r
    INNER JOIN reconciliation.submission AS s ON r.file_id = s.file_id AND r.village_code = s.village_code
    WHERE s.period = :period AND s.version = :version AND s.kind = 'list' AND s.state <> 'withdrawn'
),

-- A village is silent when it sent nothing, or only files that were refused or withdrawn.
silent AS (
    SELECT v.village_code FROM core.village AS v
    WHERE NOT EXISTS (
        SELECT FROM reconciliation.submission AS s
        WHERE
            s.period = :period AND s.version = :version AND s.village_code = v.village_code AND s.kind <> 'refused'
            AND s.state <> 'withdrawn'
    )
),

-- Its last list is the one of the latest earlier month that had one; a list whose breaker tripped was not accepted.
last_list AS (
    SELECT DISTINCT ON (s.village_code)
        s.village_code,
        s.period,
        s.version,
        s.status
    FROM mart.submission_status AS s
    INNER JOIN reconciliation.current_version AS c ON s.period = c.period AND s.version = c.version
    INNER JOIN silent ON s.village_code = silent.village_code
    WHERE
        s.period < :period AND s.status IN ('received', 'late', 'nil', 'carried_forward')
        AND NOT (s.status IN ('received', 'late') AND s.reason IS NOT NULL AND s.rows_accepted = 0)
    ORDER BY s.village_code ASC, s.period DESC
),

carried AS (
    SELECT
        r.row_id,
        r.file_id,
        r.village_code,
        true AS carried,
        'standing' AS state
    FROM last_list AS l
    INNER JOIN reconciliation.outcome AS o
        ON l.period = o.period AND l.version = o.version AND l.village_code = o.village_code AND o.side = 'village'
    INNER JOIN core.village_row AS r ON o.row_id = r.row_id
    INNER JOIN landing.file AS f ON r.file_id = f.file_id
    CROSS JOIN limits
    WHERE
        l.status <> 'nil' AND o.outcome NOT IN ('superseded', 'rejected', 'withdrawn', 'duplicate_in_file')
        AND core.months_between(:period, f.period) <= limits.carry_months
)

SELECT * FROM own
UNION ALL
SELECT * FROM carried;
ANALYZE chosen;

CREATE TEMP TABLE held_row ON COMMIT DROP AS
WITH doubtful AS MATERIALIZED (
    SELECT
        r.row_id,
        r.nik,
        r.name_words
    FROM chosen
    INNER JOIN core.village_row AS r ON chosen.row_id = r.row_id
    WHERE r.nik_fault IN ('impossible_date', 'swapped_digits')
),

-- By NIK alone first: asked for one version too, a registry that was just loaded would be read whole for every row.
in_registry AS MATERIALIZED (
    SELECT
        d.row_id,
        p.registry_version_id
    FROM doubtful AS d
    INNER JOIN core.registry_person AS p ON d.nik = p.nik AND core.near_name(string_to_array(p.name, ' '), d.name_words)
),

-- A NIK with an impossible date or place is a real one where the branch or the registry knows it for the same person.
known_nik AS (
    SELECT d.row_id FROM doubtful AS d
    INNER JOIN core.branch_row AS b ON d.nik = b.nik AND core.near_name(b.name_words, d.name_words)
    INNER JOIN landing.file AS f ON b.file_id = f.file_id
    WHERE f.period = :period
    UNION
    SELECT r.row_id FROM in_registry AS r
    INNER JOIN core.registry_in_force AS g ON r.registry_version_id = g.registry_version_id
),

held_by_rule AS (
    SELECT DISTINCT ON (v.row_id)
        v.row_id,
        v.rule_id
    FROM chosen
    INNER JOIN quality.violation AS v ON chosen.row_id = v.row_id
    INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id
    LEFT JOIN known_nik AS k ON v.row_id = k.row_id
    WHERE
        q.feed = 'village_submissions' AND q.severity = 'blocking'
        AND NOT (coalesce(q.lifted_by, '') = 'known_nik' AND k.row_id IS NOT NULL)
    ORDER BY v.row_id, q.position
)

SELECT
    coalesce(k.row_id, h.row_id) AS row_id,
    k.row_id IS NOT NULL AS known_nik,
    h.rule_id
FROM known_nik AS k
FULL JOIN held_by_rule AS h ON k.row_id = h.row_id;
ANALYZE held_row;
