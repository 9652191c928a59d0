-- doubt_candidate: one row a village's row in doubt and a row of the branch that it may be. Needs row_doubt, considered. Temporary.

CREATE TEMP TABLE doubt_candidate ON COMMIT DROP AS
SELECT DISTINCT
    d.row_id AS village_row_id,
    c.record_id AS branch_row_id
FROM row_doubt AS d
INNER JOIN considered AS c ON d.link_id = c.link_id
WHERE c.kind = 'branch' AND c.decision IS DISTINCT FROM 'refused'
UNION
-- The branch's rows of an earlier person, or of somebody in the registry, who is a candidate.
SELECT
    d.row_id,
    b.row_id
FROM row_doubt AS d
INNER JOIN considered AS c ON d.link_id = c.link_id
INNER JOIN branch_laid AS b ON split_part(c.entity, '/', 1) = b.nik
WHERE c.kind <> 'branch' AND c.decision IS DISTINCT FROM 'refused';
ANALYZE doubt_candidate;
