-- Needs month_outcome. mart.tie_out: the branch's printed total, the rows of its standing files, the rows reconciled and the roster,
-- by group and funder and for all of them, of one version of one month.

INSERT INTO mart.tie_out (
    period, version, participant_group, funding_source, printed_persons, printed_rupiah, file_rows,
    loaded_rows, loaded_rupiah, covered_rows, covered_rupiah, roster_persons, roster_rupiah
)
WITH printed AS (
    SELECT
        participant_group,
        funding_source,
        persons,
        rupiah
    FROM mart.gap_bridge
    WHERE period = :period AND version = :version AND level = 'regency' AND line = 'printed_total'
),

told AS (
    SELECT
        o.participant_group,
        o.funding_source,
        o.side,
        o.rupiah,
        coalesce(o.covered, false) AS covered,
        o.side = 'village' AND o.outcome NOT IN (
            'superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible'
        ) AS on_roster
    FROM month_outcome AS o
),

cell AS (
    SELECT
        participant_group,
        funding_source,
        count(*) FILTER (WHERE side = 'branch') AS loaded_rows,
        coalesce(sum(rupiah) FILTER (WHERE side = 'branch'), 0) AS loaded_rupiah,
        count(*) FILTER (WHERE covered) AS covered_rows,
        coalesce(sum(rupiah) FILTER (WHERE covered), 0) AS covered_rupiah,
        count(*) FILTER (WHERE on_roster) AS roster_persons,
        coalesce(sum(rupiah) FILTER (WHERE on_roster), 0) AS roster_rupiah
    FROM told
    GROUP BY participant_group, funding_source
),

counted AS (
    SELECT * FROM cell
    UNION ALL
    SELECT
        'all',
        'all',
        coalesce(sum(loaded_rows), 0),
        coalesce(sum(loaded_rupiah), 0),
        coalesce(sum(covered_rows), 0),
        coalesce(sum(covered_rupiah), 0),
        coalesce(sum(roster_persons), 0),
        coalesce(sum(roster_rupiah), 0)
    FROM cell
),

told_apart AS (SELECT coalesce(bool_or(participant_group <> 'all'), false) AS is_split FROM printed),

file AS (
    SELECT sum(g.rows) AS rows
    FROM core.file_reading AS g
    WHERE
        g.file_id IN (
            SELECT r.file_id FROM month_outcome AS o
            INNER JOIN core.branch_row AS r ON o.row_id = r.row_id
            WHERE o.side = 'branch'
        )
)

SELECT
    :period,
    :version,
    c.participant_group,
    c.funding_source,
    CASE WHEN c.participant_group = 'all' AND t.is_split THEN (SELECT sum(persons) FROM printed) ELSE p.persons END,
    CASE WHEN c.participant_group = 'all' AND t.is_split THEN (SELECT sum(rupiah) FROM printed) ELSE p.rupiah END,
    CASE WHEN c.participant_group = 'all' THEN f.rows END,
    c.loaded_rows,
    c.loaded_rupiah,
    c.covered_rows,
    c.covered_rupiah,
    c.roster_persons,
    c.roster_rupiah
FROM counted AS c
CROSS JOIN told_apart AS t
CROSS JOIN file AS f
LEFT JOIN printed AS p ON c.participant_group = p.participant_group AND c.funding_source = p.funding_source;
