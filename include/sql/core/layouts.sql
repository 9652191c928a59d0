-- One row a file of a load that was read, with the layout of its tables.

SELECT
    file_id,
    layout,
    village_codes
FROM core.file_reading
WHERE load_id = :load_id AND outcome = 'read'
ORDER BY file_id;
