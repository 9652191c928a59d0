-- Grain: one row a group and funder, in the order in which people see them. Reads only.
SELECT
    c.participant_group,
    c.funding_source,
    sum(c.expected_persons)::integer AS expected_persons,
    sum(c.expected_rupiah)::bigint AS expected,
    sum(c.billed_rows)::integer AS billed_rows,
    sum(c.billed_rupiah)::bigint AS billed,
    sum(c.paid_rows)::integer AS paid_rows,
    sum(c.paid_rupiah)::bigint AS paid,
    sum(c.ahead_rupiah)::bigint AS ahead,
    sum(c.arrears_rows)::integer AS arrears_rows,
    sum(c.arrears_rupiah)::bigint AS arrears
FROM mart.contribution AS c
LEFT JOIN core.funder AS f ON c.funding_source = f.funding_source
WHERE c.period = :period AND c.version = :version
GROUP BY c.participant_group, c.funding_source, f.position
ORDER BY f.position NULLS LAST, c.participant_group = 'unknown', c.participant_group COLLATE "C" DESC
