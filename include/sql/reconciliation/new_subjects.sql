-- One row an exception whose subject has no case code yet, in the order in which codes are allotted.

SELECT e.side, e.person_key, e.content_sha256, e.ordinal
FROM exception AS e
WHERE NOT EXISTS (
    SELECT FROM reconciliation.subject AS s
    WHERE s.side = e.side AND s.person_key IS NOT DISTINCT FROM e.person_key
        AND s.content_sha256 IS NOT DISTINCT FROM e.content_sha256 AND s.ordinal = e.ordinal
)
ORDER BY e.village_code COLLATE "C", e.side, e.received_at, e.path COLLATE "C", e.row_id, e.ordinal;
