-- Grain: one value, whether any row's outcome or any printed total differs between two versions of a month. Reads only.

SELECT
    EXISTS (SELECT FROM reconciliation.changed_outcomes(:period, :earlier, :later))
    OR EXISTS (
        SELECT FROM (
            SELECT
                g.participant_group,
                g.funding_source,
                g.persons,
                g.rupiah,
                array_agg(g.version) AS versions
            FROM mart.gap_bridge AS g
            WHERE g.period = :period AND g.version IN (:earlier, :later) AND g.line = 'printed_total'
            GROUP BY 1, 2, 3, 4
            HAVING count(*) = 1
        ) AS alone
    ) AS is_changed
