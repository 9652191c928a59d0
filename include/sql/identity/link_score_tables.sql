-- link_left, link_right: what the linkage model is given: the villages' rows that are still nobody, and the records they may be.
-- Repaired branch rows first become who they were repaired to. Needs link_row, target, judged, resolved, candidate_name. Temporary.

UPDATE judged AS j SET
    entity = r.entity,
    own = coalesce(split_part(r.entity, '/', 1) = l.own_nik, false)
FROM target AS t
INNER JOIN link_row AS b ON b.side = 'branch' AND t.record_id = b.row_id
INNER JOIN resolved AS r ON b.link_id = r.link_id AND r.decision = 'used'
CROSS JOIN link_row AS l
WHERE t.kind = 'branch' AND j.target_id = t.target_id AND l.link_id = j.link_id AND l.side = 'village';

CREATE TEMP TABLE link_left ON COMMIT DROP AS
SELECT
    l.link_id AS ref,
    l.name,
    l.name_words,
    l.birth_date,
    l.sex,
    l.nik_raw AS nik_written,
    l.nik_fault,
    l.village_code,
    l.rt,
    l.rw
FROM link_row AS l
WHERE
    l.side = 'village' AND NOT EXISTS (SELECT FROM resolved AS r WHERE r.link_id = l.link_id)
    AND EXISTS (
        SELECT FROM judged AS j
        WHERE
            j.link_id = l.link_id AND NOT j.own
            -- A NIK that the registry knows for the same person needs no other: only the branch may have another for them.
            AND (
                j.kind = 'branch'
                OR NOT EXISTS (
                    SELECT FROM judged AS o
                    WHERE o.link_id = l.link_id AND o.kind = 'registry' AND o.own AND (o.same_name OR o.slip)
                )
            )
    );
ANALYZE link_left;

CREATE TEMP TABLE link_right ON COMMIT DROP AS
SELECT
    t.target_id AS ref,
    t.name,
    coalesce(t.name_words, n.name_words) AS name_words,
    t.birth_date,
    t.sex,
    t.nik_raw AS nik_written,
    t.nik_fault,
    t.village_code,
    NULL::text AS rt,
    NULL::text AS rw,
    t.kind
FROM target AS t
LEFT JOIN candidate_name AS n ON t.name_words IS NULL AND t.name = n.name
WHERE t.target_id IN (SELECT j.target_id FROM judged AS j INNER JOIN link_left AS l ON j.link_id = l.ref WHERE NOT j.own);
ANALYZE link_right;
