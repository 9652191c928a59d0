-- Rows of a file inside a zip, and the keys by which a returned row is known again.

ALTER TABLE staging.village_row ADD COLUMN member text NOT NULL DEFAULT '', ADD COLUMN returned_key text;
ALTER TABLE core.village_row ADD COLUMN member text NOT NULL DEFAULT '', ADD COLUMN returned_key text;
ALTER TABLE staging.branch_row ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE core.branch_row ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE staging.branch_total ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE core.branch_total ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE staging.registry_row ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE core.registry_person ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE staging.exclusion_row ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE core.exclusion_row ADD COLUMN member text NOT NULL DEFAULT '';

COMMENT ON COLUMN staging.village_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN core.village_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN staging.branch_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN core.branch_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN staging.branch_total.member IS 'Path of the total''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN core.branch_total.member IS 'Path of the total''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN staging.registry_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN core.registry_person.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN staging.exclusion_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN core.exclusion_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN staging.village_row.returned_key IS
'Row key of a workbook that was given back, as it came: core.row_key of an earlier row; null where the row has none.';
COMMENT ON COLUMN core.village_row.returned_key IS
'Row key of a workbook that was given back, as it came: core.row_key of an earlier row; null where the row has none.';

ALTER TABLE core.village_row DROP CONSTRAINT village_row_file_id_sheet_row_number_key, ADD UNIQUE (file_id, member, sheet, row_number);
ALTER TABLE core.branch_row DROP CONSTRAINT branch_row_file_id_sheet_row_number_key, ADD UNIQUE (file_id, member, sheet, row_number);
ALTER TABLE staging.branch_total DROP CONSTRAINT branch_total_pkey, ADD PRIMARY KEY (file_id, member, sheet, row_number);
ALTER TABLE core.branch_total DROP CONSTRAINT branch_total_pkey, ADD PRIMARY KEY (file_id, member, sheet, row_number);

-- Sixteen hex digits of the row's address; a key says nothing about the person.
CREATE FUNCTION core.row_key(sha256 text, member text, sheet text, row_number integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN substr(encode(sha256(convert_to(concat_ws(chr(31), sha256, member, sheet, row_number::text), 'UTF8')), 'hex'), 1, 16);
COMMENT ON FUNCTION core.row_key(text, text, text, integer) IS
'The key under which a village''s row is given back: from the bytes it came in and where it stood.';

-- The path of a row's file as people are told it: below the month's folder, and inside the zip.
CREATE FUNCTION core.file_name(path text, member text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN member = '' THEN path ELSE path || '!/' || member END;
COMMENT ON FUNCTION core.file_name(text, text) IS 'Path below the month''s folder; in a zip ''outer.zip!/inner.xlsx''.';

CREATE OR REPLACE VIEW reconciliation.row_outcome AS
SELECT
    o.period,
    o.version,
    o.side,
    core.file_name(f.path, coalesce(v.member, b.member)) AS file_name,
    f.sha256 AS file_sha256,
    coalesce(v.sheet, b.sheet) AS sheet,
    coalesce(v.row_number, b.row_number) AS row_number,
    o.village_code,
    o.outcome,
    o.reason,
    o.pair_id,
    o.match_method,
    o.match_weight,
    o.person_key
FROM reconciliation.outcome AS o
LEFT JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id
LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
INNER JOIN landing.file AS f ON f.file_id = coalesce(v.file_id, b.file_id);
