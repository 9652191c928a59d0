-- village_laid: one row a row of the month's village lists, those of replaced files and those carried forward included.
-- sent: place of its file in order of receipt. Limits are materialized, or they would be looked up for every row. Needs
-- reconciliation.submission of (period, version). Temporary.

-- chosen: the rows that count; a table of its own, because its size is the key to every plan that follows.
CREATE TEMP TABLE chosen ON COMMIT DROP AS
WITH limits AS MATERIALIZED (
    SELECT core.parameter_of('carry_months', :period) AS carry_months
),

own AS (
    SELECT
        r.row_id,
        false AS carried,
        s.state
    FROM core.village_row AS r
    INNER JOIN reconciliation.submission AS s ON r.file_id = s.file_id AND r.village_code = s.village_code
    WHERE s.period = :period AND s.version = :version AND s.kind = 'list'
),

-- A village is silent when it sent nothing, or only files that were refused.
silent AS (
    SELECT v.village_code FROM core.village AS v
    WHERE NOT EXISTS (
        SELECT FROM reconciliation.submission AS s
        WHERE s.period = :period AND s.version = :version AND s.village_code = v.village_code AND s.kind <> 'refused'
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
        o.row_id,
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

CREATE TEMP TABLE village_laid ON COMMIT DROP AS
-- A NIK with an impossible date is a real one where the branch or the registry knows it for the same person.
WITH known_nik AS (
    SELECT r.row_id
    FROM chosen
    INNER JOIN core.village_row AS r ON chosen.row_id = r.row_id
    WHERE r.nik_fault = 'impossible_date' AND (
        EXISTS (
            SELECT FROM core.branch_row AS b
            INNER JOIN landing.file AS f ON b.file_id = f.file_id
            WHERE f.period = :period AND b.nik = r.nik AND core.near_name(b.name_words, r.name_words)
        )
        OR EXISTS (
            SELECT FROM core.registry_person AS p
            INNER JOIN core.registry_in_force AS g ON p.registry_version_id = g.registry_version_id
            WHERE p.nik = r.nik AND core.near_name(string_to_array(p.name, ' '), r.name_words)
        )
    )
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
),

programme AS (
    SELECT * FROM core.programme
    WHERE core.first_day(:period) BETWEEN valid_from AND coalesce(valid_to, 'infinity')
),

sent AS (
    SELECT
        file_id,
        received_at,
        row_number() OVER (ORDER BY received_at, path COLLATE "C", file_id) AS place
    FROM landing.file
    WHERE file_id IN (SELECT r.file_id FROM chosen INNER JOIN core.village_row AS r ON chosen.row_id = r.row_id)
)

SELECT
    r.row_id,
    chosen.carried,
    r.file_id,
    f.received_at,
    f.place AS sent,
    r.village_code,
    g.participant_group,
    r.group_origin = 'default' OR r.participant_group IS NULL AS group_defaulted,
    coalesce(r.funding_source, g.default_funding_source) AS funding_source,
    r.funder_origin = 'default' OR r.funding_source IS NULL AS funder_defaulted,
    CASE WHEN r.nik_fault IS NULL OR k.row_id IS NOT NULL THEN r.nik END AS nik,
    r.name_words,
    r.birth_date,
    r.nik_birth_date,
    r.sex,
    r.action,
    r.filled,
    chosen.state = 'superseded' AS superseded,
    CASE WHEN chosen.state = 'held' THEN b.breaker_id ELSE h.rule_id END AS rejected_by,
    t.jkk + t.jkm AS tariff
FROM chosen
INNER JOIN core.village_row AS r ON chosen.row_id = r.row_id
INNER JOIN sent AS f ON r.file_id = f.file_id
LEFT JOIN known_nik AS k ON r.row_id = k.row_id
LEFT JOIN held_by_rule AS h ON r.row_id = h.row_id
LEFT JOIN quality.breaker AS b ON r.file_id = b.file_id
LEFT JOIN programme AS g ON coalesce(r.participant_group, (SELECT d.participant_group FROM programme AS d WHERE d.is_default)) = g.participant_group
LEFT JOIN core.tariff AS t
    ON
        coalesce(r.funding_source, g.default_funding_source) = t.funding_source
        AND core.first_day(:period) BETWEEN t.valid_from AND coalesce(t.valid_to, 'infinity');

ANALYZE village_laid (row_id, nik, village_code);
