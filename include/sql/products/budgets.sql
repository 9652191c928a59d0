-- Grain: one row a budget that exclusion lists name. Reads only.
SELECT DISTINCT
    budget,
    title_id,
    title_en
FROM core.other_budget
ORDER BY budget
