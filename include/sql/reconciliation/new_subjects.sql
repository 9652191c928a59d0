-- One row an exception whose subject has no case code yet, in the order in which codes are allotted.

SELECT
    e.side,
    e.person_key,
    e.content_sha256,
    e.ordinal
FROM exception AS e
WHERE NOT EXISTS (SELECT FROM reconciliation.subject AS s WHERE s.subject_key = e.subject_key)
ORDER BY e.village_code COLLATE "C", e.side, e.received_at, e.path COLLATE "C", e.row_id, e.ordinal;
