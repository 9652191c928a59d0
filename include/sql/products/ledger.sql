-- Grain: one row a cause: the roll-forward of its cases over the whole regency. Reads only.
SELECT
    cause,
    sum(opening)::integer AS opening,
    sum(new)::integer AS opened,
    sum(reopened)::integer AS reopened,
    sum(resolved)::integer AS resolved,
    sum(reclassified_in)::integer AS reclassified_in,
    sum(reclassified_out)::integer AS reclassified_out,
    sum(closing)::integer AS closing
FROM mart.case_ledger
WHERE period = :period AND version = :version
GROUP BY cause
ORDER BY cause COLLATE "C"
