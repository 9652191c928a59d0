-- Grain: one row a file and rule that makes the whole file wait: how many rows, and the first of them by address.
-- Reads only. No value of a row is returned.
SELECT
    v.file_id,
    core.file_name(f.path, (array_agg(r.member ORDER BY r.member COLLATE "C"))[1]) AS path,
    v.rule_id,
    count(*) AS failed,
    (array_agg(r.sheet ORDER BY r.member COLLATE "C", r.sheet COLLATE "C", r.row_number))[1] AS sheet,
    (array_agg(r.row_number ORDER BY r.member COLLATE "C", r.sheet COLLATE "C", r.row_number))[1:10] AS row_numbers
FROM quality.violation AS v
INNER JOIN checked_row AS r ON v.file_id = r.file_id AND v.row_id = r.row_id
INNER JOIN landing.file AS f ON v.file_id = f.file_id
WHERE v.rule_id = any(:stopping_ids)
GROUP BY v.file_id, f.path, v.rule_id
ORDER BY f.path COLLATE "C", v.file_id, v.rule_id COLLATE "C"
