-- identity: one row a village's row of the month that link_row asked about, or whose NIK is used: who it is by step 1, as a
-- text that two rows of one person share; null in doubt. Temporary; what resubmission and breakers stand on.

CREATE TEMP TABLE identity ON COMMIT DROP AS
SELECT
    v.row_id,
    l.entity IS NOT NULL OR v.nik IS NOT NULL OR d.row_id IS NOT NULL AS found,
    CASE WHEN d.row_id IS NULL THEN coalesce(l.entity, v.nik || '/1') END AS entity
FROM village_laid AS v
LEFT JOIN row_link AS l ON l.side = 'village' AND v.row_id = l.row_id
LEFT JOIN row_doubt AS d ON v.row_id = d.row_id;
CREATE INDEX ON identity (row_id);
ANALYZE identity;

-- A damaged or missing NIK holds no row that is somebody, or may be.
UPDATE held_row AS h SET rule_id = NULL
FROM identity AS i, quality.rule AS q
WHERE h.row_id = i.row_id AND i.found AND h.rule_id = q.rule_id AND q.nik_fault;
