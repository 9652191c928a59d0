-- Grain: one row a side, outcome before and outcome after, of the rows that differ from the final version amended. Reads only.
-- A row that has another partner and is otherwise told the same (its partner's list was sent again) is none of them.
SELECT
    side,
    outcome_before,
    outcome_after,
    persons
FROM reconciliation.changed_outcomes(:period, :amends, :version)
WHERE NOT partner_only
ORDER BY side, outcome_before COLLATE "C" NULLS LAST, outcome_after COLLATE "C" NULLS LAST
