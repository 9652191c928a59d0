-- Verdicts of both offices, confirmed links, what was asked of the branch.

ALTER TABLE audit.load DROP CONSTRAINT load_feed_check, ADD CONSTRAINT load_feed_check CHECK (
    feed IN ('village_submissions', 'bpjs_branch_export', 'poverty_registry', 'exclusion_lists', 'case_verdicts')
);
ALTER TABLE landing.file DROP CONSTRAINT file_feed_check, ADD CONSTRAINT file_feed_check CHECK (
    feed IN ('village_submissions', 'bpjs_branch_export', 'poverty_registry', 'exclusion_lists', 'case_verdicts')
);
COMMENT ON COLUMN landing.file.collection IS
'Folder below the feed: the coverage month, ''<registry>/<version>'', the exclusion list''s name, or the month whose workbook came back.';

CREATE TABLE core.verdict_word (
    verdict text NOT NULL CHECK (verdict ~ '^[a-z_]+$'),
    office text NOT NULL CHECK (office IN ('disnaker', 'branch')),
    position smallint NOT NULL,
    causes text NOT NULL,
    stance text NOT NULL,
    against text,
    word_id text NOT NULL,
    word_en text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    PRIMARY KEY (verdict, office, valid_from)
);
COMMENT ON TABLE core.verdict_word IS 'One row a verdict that an office may give, with its words and term of validity.';
COMMENT ON COLUMN core.verdict_word.verdict IS 'Code of the verdict.';
COMMENT ON COLUMN core.verdict_word.office IS 'Office that may give it.';
COMMENT ON COLUMN core.verdict_word.position IS 'Order in which the list offers it.';
COMMENT ON COLUMN core.verdict_word.causes IS
'Causes whose cases it is offered for, with spaces between; ''any'' = every cause that has no verdicts of its own.';
COMMENT ON COLUMN core.verdict_word.stance IS
'What it says of the case, with spaces between: uphold, deny, keep, remove, same, other, open.';
COMMENT ON COLUMN core.verdict_word.against IS 'Stances of the other office that it contradicts, with spaces between; null: none.';
COMMENT ON COLUMN core.verdict_word.word_id IS 'Indonesian words; {letter} stands for the letter of a candidate.';
COMMENT ON COLUMN core.verdict_word.word_en IS 'English words.';
COMMENT ON COLUMN core.verdict_word.valid_from IS 'First day.';
COMMENT ON COLUMN core.verdict_word.valid_to IS 'Last day; null while in force.';
COMMENT ON COLUMN core.verdict_word.source IS 'Where it comes from.';

CREATE TABLE staging.verdict_row (
    row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id bigint NOT NULL REFERENCES landing.file,
    member text NOT NULL,
    sheet text NOT NULL,
    row_number integer NOT NULL,
    office text NOT NULL CHECK (office IN ('disnaker', 'branch')),
    case_written text,
    case_code text,
    case_fault text CHECK (case_fault IN ('missing', 'no_code', 'mistyped')),
    verdict_written text NOT NULL,
    verdict text,
    candidate text,
    guessed boolean NOT NULL,
    decided_by text,
    decided_on_written text,
    decided_on date,
    note text,
    declared_period text,
    declared_version integer
);
COMMENT ON TABLE staging.verdict_row IS 'One verdict of one office on one row of a workbook that was sent back.';
COMMENT ON COLUMN staging.verdict_row.row_id IS 'Number of the row.';
COMMENT ON COLUMN staging.verdict_row.file_id IS 'File.';
COMMENT ON COLUMN staging.verdict_row.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN staging.verdict_row.sheet IS 'Sheet.';
COMMENT ON COLUMN staging.verdict_row.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN staging.verdict_row.office IS 'Office whose column it stands in.';
COMMENT ON COLUMN staging.verdict_row.case_written IS 'Case code as written.';
COMMENT ON COLUMN staging.verdict_row.case_code IS 'Case code whose check character fits; null otherwise.';
COMMENT ON COLUMN staging.verdict_row.case_fault IS 'missing, no_code (not the shape of one) or mistyped (the check character does not fit).';
COMMENT ON COLUMN staging.verdict_row.verdict_written IS 'Verdict as written.';
COMMENT ON COLUMN staging.verdict_row.verdict IS 'Code of the verdict; null where the words are none we know.';
COMMENT ON COLUMN staging.verdict_row.candidate IS 'Letter of the candidate that it names.';
COMMENT ON COLUMN staging.verdict_row.guessed IS 'Whether the words were only near to those of the list.';
COMMENT ON COLUMN staging.verdict_row.decided_by IS 'Who gave it, as written on the row or the summary sheet.';
COMMENT ON COLUMN staging.verdict_row.decided_on_written IS 'Day as written.';
COMMENT ON COLUMN staging.verdict_row.decided_on IS 'Day.';
COMMENT ON COLUMN staging.verdict_row.note IS 'Note.';
COMMENT ON COLUMN staging.verdict_row.declared_period IS 'Month that the summary sheet names; null where it was removed.';
COMMENT ON COLUMN staging.verdict_row.declared_version IS 'Version that the summary sheet names; null where it was removed.';
CREATE INDEX staged_verdict_by_file ON staging.verdict_row (file_id);

CREATE TABLE core.verdict_row (LIKE staging.verdict_row INCLUDING CONSTRAINTS INCLUDING COMMENTS);
ALTER TABLE core.verdict_row ADD PRIMARY KEY (row_id), ADD FOREIGN KEY (file_id) REFERENCES landing.file;
CREATE INDEX verdict_row_by_file ON core.verdict_row (file_id);
COMMENT ON TABLE core.verdict_row IS 'One verdict of one office on one row of a workbook that was sent back, taken or not.';

-- A workbook tells its own version; where its summary sheet is gone, the month's newest one was meant.
CREATE FUNCTION core.answered_version(file_ids bigint[]) RETURNS TABLE (row_id bigint, period text, version integer)
LANGUAGE sql STABLE AS $$
WITH written AS (
    SELECT w.row_id, w.file_id, w.declared_version FROM staging.verdict_row AS w WHERE w.file_id = any(file_ids)
    UNION ALL
    SELECT w.row_id, w.file_id, w.declared_version FROM core.verdict_row AS w WHERE w.file_id = any(file_ids)
)
SELECT
    w.row_id,
    n.period,
    coalesce(v.version, n.version)
FROM written AS w
INNER JOIN landing.file AS f ON w.file_id = f.file_id
INNER JOIN reconciliation.current_version AS n ON f.collection = n.period
LEFT JOIN reconciliation.version AS v ON n.period = v.period AND w.declared_version = v.version
$$;
COMMENT ON FUNCTION core.answered_version(bigint[]) IS
'One row a verdict of some files: the version of the month that its workbook was of. None where the month has no version.';

CREATE TABLE audit.verdict (
    verdict_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_code text NOT NULL REFERENCES reconciliation.subject (case_code),
    office text NOT NULL CHECK (office IN ('disnaker', 'branch')),
    verdict text NOT NULL,
    candidate text,
    decided_by text NOT NULL,
    decided_on date NOT NULL,
    note text,
    period text NOT NULL CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    answered_period text NOT NULL,
    answered_version integer NOT NULL,
    file_id bigint NOT NULL REFERENCES landing.file,
    member text NOT NULL,
    sheet text NOT NULL,
    row_number integer NOT NULL,
    row_id bigint NOT NULL UNIQUE REFERENCES core.verdict_row,
    taken_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (answered_period, answered_version) REFERENCES reconciliation.version
);
COMMENT ON TABLE audit.verdict IS
'One verdict of one office on one case, as it came. Rows are never changed or removed; the last one of an office on a case counts.';
COMMENT ON COLUMN audit.verdict.verdict_id IS 'Number, in the order in which they were taken.';
COMMENT ON COLUMN audit.verdict.case_code IS 'Case.';
COMMENT ON COLUMN audit.verdict.office IS 'Office that gave it.';
COMMENT ON COLUMN audit.verdict.verdict IS 'Code of the verdict.';
COMMENT ON COLUMN audit.verdict.candidate IS 'Letter of the candidate that it names.';
COMMENT ON COLUMN audit.verdict.decided_by IS 'Officer who gave it.';
COMMENT ON COLUMN audit.verdict.decided_on IS 'Day on which it was given; the day of receipt where none could be read.';
COMMENT ON COLUMN audit.verdict.note IS 'Note of the officer.';
COMMENT ON COLUMN audit.verdict.period IS 'Month in whose folder it came: it concerns that month and later ones.';
COMMENT ON COLUMN audit.verdict.answered_period IS 'Month of the workbook that it answers.';
COMMENT ON COLUMN audit.verdict.answered_version IS 'Version of that month.';
COMMENT ON COLUMN audit.verdict.file_id IS 'File.';
COMMENT ON COLUMN audit.verdict.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN audit.verdict.sheet IS 'Sheet.';
COMMENT ON COLUMN audit.verdict.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN audit.verdict.row_id IS 'Row in core.verdict_row.';
COMMENT ON COLUMN audit.verdict.taken_at IS 'When it was taken, by the clock.';
CREATE INDEX verdict_by_case ON audit.verdict (case_code, office);

CREATE FUNCTION audit.refuse_verdict_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a verdict that was taken is neither changed nor removed: send the workbook again with the new verdict';
END
$$;
COMMENT ON FUNCTION audit.refuse_verdict_change() IS 'Keeps audit.verdict and core.confirmed_link append-only.';
CREATE TRIGGER verdict_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.verdict
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_verdict_change();

-- Letters and digits of the NIK only: spaces and dots come and go between two lists of one village.
CREATE FUNCTION core.link_key(nik_written text, name_words text[], birth_date date, village_code text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN encode(
    sha256(
        convert_to(
            concat_ws(
                chr(31),
                regexp_replace(upper(coalesce(nik_written, '')), '[^0-9A-Z]', '', 'g'),
                array_to_string(coalesce(name_words, '{}'), ' '),
                coalesce((birth_date - date '2000-01-01')::text, ''),
                coalesce(village_code, '')
            ),
            'UTF8'
        )
    ),
    'hex'
);
COMMENT ON FUNCTION core.link_key(text, text[], date, text) IS
'The key by which a village''s row is known again next month: NIK as written, words of the name, birth date, village. SHA-256, hex.';

CREATE FUNCTION core.registry_record_sha256(wanted_version integer, wanted_nik text) RETURNS text
LANGUAGE sql STABLE AS $$
SELECT encode(
    sha256(
        convert_to(
            string_agg(
                concat_ws(chr(31), coalesce(p.name, ''), coalesce((p.birth_date - date '2000-01-01')::text, ''), coalesce(p.sex, '')), chr(30)
                ORDER BY p.name COLLATE "C", p.birth_date, p.sex
            ),
            'UTF8'
        )
    ),
    'hex'
)
FROM core.registry_person AS p
WHERE p.registry_version_id = wanted_version AND p.nik = wanted_nik
$$;
COMMENT ON FUNCTION core.registry_record_sha256(integer, text) IS
'What one registry snapshot says of a NIK (name, birth date, sex), as SHA-256; null where it does not know the NIK.';

CREATE TABLE core.confirmed_link (
    link_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    village_key text NOT NULL CHECK (village_key ~ '^[0-9a-f]{64}$'),
    target_kind text NOT NULL CHECK (target_kind IN ('nik', 'kpj')),
    target text NOT NULL,
    same boolean NOT NULL,
    registry_sha256 text,
    confirmed_period text NOT NULL CHECK (confirmed_period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    first_period text NOT NULL CHECK (first_period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    case_code text NOT NULL REFERENCES reconciliation.subject (case_code),
    verdict_ids bigint[] NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (village_key, target_kind, target, same, verdict_ids)
);
COMMENT ON TABLE core.confirmed_link IS
'One finding of the offices that a row of a village is, or is not, the person of a NIK or card. Append-only; the last one counts.';
COMMENT ON COLUMN core.confirmed_link.link_id IS 'Number.';
COMMENT ON COLUMN core.confirmed_link.village_key IS 'Key of the village''s row, as core.link_key makes it.';
COMMENT ON COLUMN core.confirmed_link.target_kind IS 'nik, or kpj where the branch''s row has no usable NIK.';
COMMENT ON COLUMN core.confirmed_link.target IS 'The NIK or the KPJ.';
COMMENT ON COLUMN core.confirmed_link.same IS 'True: both offices say the same person. False: an office says another person.';
COMMENT ON COLUMN core.confirmed_link.registry_sha256 IS
'What the registry of the answered version said of the target NIK, as core.registry_record_sha256 makes it; null where nothing.';
COMMENT ON COLUMN core.confirmed_link.confirmed_period IS 'Month whose workbook it was found in.';
COMMENT ON COLUMN core.confirmed_link.first_period IS 'First month that it applies to: the one after.';
COMMENT ON COLUMN core.confirmed_link.case_code IS 'Case on which the verdicts were given.';
COMMENT ON COLUMN core.confirmed_link.verdict_ids IS 'Verdicts on which it stands, ascending.';
COMMENT ON COLUMN core.confirmed_link.made_at IS 'When, by the clock.';
CREATE INDEX confirmed_link_by_key ON core.confirmed_link (village_key);
CREATE TRIGGER link_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON core.confirmed_link
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_verdict_change();

CREATE VIEW core.confirmed_link_in_force AS
WITH followed AS (
    SELECT
        l.*,
        lead(l.first_period) OVER (
            PARTITION BY l.village_key, l.target_kind, l.target ORDER BY l.first_period, l.link_id
        ) AS next_period
    FROM core.confirmed_link AS l
)

SELECT
    f.village_key,
    f.target_kind,
    f.target,
    f.same,
    f.link_id,
    f.first_period,
    f.next_period
FROM followed AS f
LEFT JOIN core.registry_in_force AS g ON true
WHERE
    f.next_period IS DISTINCT FROM f.first_period
    AND (NOT f.same OR f.registry_sha256 IS NOT DISTINCT FROM core.registry_record_sha256(g.registry_version_id, f.target));
COMMENT ON VIEW core.confirmed_link_in_force IS
'Findings that still hold: a later one on the same row and target replaces an earlier one from its own first month on, and a link is '
'dropped when the registry says something else of the NIK than it did. A month P uses rows with first_period <= P and next_period '
'null or > P.';
COMMENT ON COLUMN core.confirmed_link_in_force.next_period IS 'First month to which a later finding applies instead; null: none does.';

GRANT SELECT, INSERT, UPDATE, DELETE ON core.verdict_word, staging.verdict_row, core.verdict_row TO padan_loader;
GRANT SELECT, INSERT ON audit.verdict, core.confirmed_link TO padan_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA staging, core, audit TO padan_loader;
GRANT SELECT ON core.confirmed_link_in_force TO padan_loader;
GRANT SELECT ON
core.verdict_word, core.verdict_row, audit.verdict, core.confirmed_link, core.confirmed_link_in_force
TO padan_officer;
