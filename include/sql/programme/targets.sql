-- Needs month_outcome. mart.target: one row a published target of a group, with the roster and the covered people of one version of one
-- month beside it. Numbers dated later than the month count as targets still to be reached.

INSERT INTO mart.target (
    period, version, target, participant_group, funding_source, kind, target_persons, target_date, roster_persons, covered_persons,
    title_id, title_en, source
)
WITH counted AS (
    SELECT
        t.target,
        count(*) FILTER (
            WHERE o.side = 'village' AND o.outcome NOT IN (
                'superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ineligible'
            )
        ) AS roster_persons,
        count(*) FILTER (WHERE o.covered AND o.outcome <> 'duplicate_at_branch') AS covered_persons
    FROM core.target AS t
    INNER JOIN month_outcome AS o
        ON t.participant_group = o.participant_group AND coalesce(t.funding_source, o.funding_source) = o.funding_source
    GROUP BY t.target
)

SELECT
    :period,
    :version,
    t.target,
    t.participant_group,
    coalesce(t.funding_source, 'all'),
    t.kind,
    t.persons,
    t.date,
    coalesce(c.roster_persons, 0),
    coalesce(c.covered_persons, 0),
    t.title_id,
    t.title_en,
    t.source
FROM core.target AS t
LEFT JOIN counted AS c ON t.target = c.target;
