-- Core: rows that stay, the people in them, snapshots. Nothing a past report stood on is updated in place.

CREATE TABLE core.person (
    person_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nik text NOT NULL CHECK (nik ~ '^\d{16}$'),
    variant smallint NOT NULL DEFAULT 1 CHECK (variant > 0),
    name_words text[],
    birth_date date,
    first_period text NOT NULL,
    UNIQUE (nik, variant)
);
COMMENT ON TABLE core.person IS 'One person over time.';
COMMENT ON COLUMN core.person.person_key IS 'Key of the person; leaves core and reconciliation never.';
COMMENT ON COLUMN core.person.nik IS 'NIK by which the person was identified first.';
COMMENT ON COLUMN core.person.variant IS '1 for the first person met under this NIK; more where names and birth dates contradict.';
COMMENT ON COLUMN core.person.name_words IS 'Words of the name when first met.';
COMMENT ON COLUMN core.person.birth_date IS 'Birth date when first met.';
COMMENT ON COLUMN core.person.first_period IS 'Month in which the person was first met.';

CREATE TABLE core.file_reading (
    file_id bigint PRIMARY KEY REFERENCES landing.file,
    load_id bigint NOT NULL REFERENCES audit.load,
    outcome text NOT NULL CHECK (outcome IN ('read', 'nil', 'refused')),
    refusal_code text,
    refusal_details jsonb NOT NULL DEFAULT '{}',
    village_codes text[] NOT NULL DEFAULT '{}',
    declared_period text,
    rows integer NOT NULL DEFAULT 0,
    furniture jsonb NOT NULL DEFAULT '{}',
    layout jsonb NOT NULL DEFAULT '[]'
);
COMMENT ON TABLE core.file_reading IS 'One row a file: what became of reading it. Columns as in staging.reading.';
COMMENT ON COLUMN core.file_reading.file_id IS 'The file.';
COMMENT ON COLUMN core.file_reading.load_id IS 'The load that read it.';
COMMENT ON COLUMN core.file_reading.outcome IS 'read, nil (laporan nihil) or refused.';
COMMENT ON COLUMN core.file_reading.refusal_code IS 'Code in the message catalogue, when refused.';
COMMENT ON COLUMN core.file_reading.refusal_details IS 'What the message names.';
COMMENT ON COLUMN core.file_reading.village_codes IS 'Villages whose list it is, or that its evidence names.';
COMMENT ON COLUMN core.file_reading.declared_period IS 'Month named in its title rows or file name.';
COMMENT ON COLUMN core.file_reading.rows IS 'Rows read.';
COMMENT ON COLUMN core.file_reading.furniture IS 'Count by kind of what is no row.';
COMMENT ON COLUMN core.file_reading.layout IS 'One object a table.';

CREATE TABLE core.village_row (
    LIKE staging.village_row INCLUDING CONSTRAINTS INCLUDING COMMENTS
);
COMMENT ON TABLE core.village_row IS 'One row of a village''s list, accepted or not.';

ALTER TABLE core.village_row ADD PRIMARY KEY (row_id), ADD FOREIGN KEY (file_id) REFERENCES landing.file;
ALTER TABLE core.village_row ADD UNIQUE (file_id, sheet, row_number);
CREATE INDEX village_row_by_nik ON core.village_row (nik);

CREATE TABLE core.branch_row (
    LIKE staging.branch_row INCLUDING CONSTRAINTS INCLUDING COMMENTS,
    status text NOT NULL CHECK (status IN ('active', 'arrears', 'inactive', 'deceased', 'claimed', 'moved_to_wage_segment', 'cancelled'))
);
COMMENT ON TABLE core.branch_row IS 'One row of the branch''s by-name list.';
COMMENT ON COLUMN core.branch_row.status IS 'What the status word means.';

ALTER TABLE core.branch_row ADD PRIMARY KEY (row_id), ADD FOREIGN KEY (file_id) REFERENCES landing.file;
ALTER TABLE core.branch_row ADD UNIQUE (file_id, sheet, row_number);
CREATE INDEX branch_row_by_nik ON core.branch_row (nik);

CREATE TABLE core.branch_total (
    LIKE staging.branch_total INCLUDING CONSTRAINTS INCLUDING COMMENTS
);
COMMENT ON TABLE core.branch_total IS 'One row a total that the branch printed. Columns as in staging.branch_total.';

ALTER TABLE core.branch_total ADD PRIMARY KEY (file_id, sheet, row_number), ADD FOREIGN KEY (file_id) REFERENCES landing.file;

CREATE TABLE core.registry_version (
    registry_version_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    registry text NOT NULL CHECK (registry IN ('p3ke', 'dtsen')),
    version text NOT NULL,
    file_ids bigint[] NOT NULL,
    received_at timestamptz NOT NULL,
    persons integer NOT NULL,
    load_id bigint NOT NULL REFERENCES audit.load,
    UNIQUE (registry, version, file_ids)
);
COMMENT ON TABLE core.registry_version IS 'One snapshot of the poverty registry.';
COMMENT ON COLUMN core.registry_version.registry_version_id IS 'Number.';
COMMENT ON COLUMN core.registry_version.registry IS 'Registry.';
COMMENT ON COLUMN core.registry_version.version IS 'The registry''s own label.';
COMMENT ON COLUMN core.registry_version.file_ids IS 'Files it was read from.';
COMMENT ON COLUMN core.registry_version.received_at IS 'When the latest of its files was received.';
COMMENT ON COLUMN core.registry_version.persons IS 'Adults held.';
COMMENT ON COLUMN core.registry_version.load_id IS 'The load that made it.';

CREATE TABLE core.registry_person (
    registry_version_id integer NOT NULL REFERENCES core.registry_version,
    row_id bigint NOT NULL,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number integer NOT NULL,
    person_ref text,
    family_ref text,
    nik text,
    dukcapil_matched boolean,
    name text,
    birth_date date,
    sex text,
    village_code text NOT NULL,
    desil text,
    occupation text,
    family_relation text,
    PRIMARY KEY (registry_version_id, row_id)
);
COMMENT ON TABLE core.registry_person IS 'One adult of a registry snapshot.';
COMMENT ON COLUMN core.registry_person.registry_version_id IS 'Snapshot.';
COMMENT ON COLUMN core.registry_person.row_id IS 'Row of the snapshot.';
COMMENT ON COLUMN core.registry_person.file_id IS 'File.';
COMMENT ON COLUMN core.registry_person.sheet IS 'Sheet; '''' for text files.';
COMMENT ON COLUMN core.registry_person.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN core.registry_person.person_ref IS 'The registry''s own number of the person.';
COMMENT ON COLUMN core.registry_person.family_ref IS 'The registry''s own number of the family.';
COMMENT ON COLUMN core.registry_person.nik IS 'NIK, null when damaged.';
COMMENT ON COLUMN core.registry_person.dukcapil_matched IS 'Padan Dukcapil.';
COMMENT ON COLUMN core.registry_person.name IS 'Name.';
COMMENT ON COLUMN core.registry_person.birth_date IS 'Birth date.';
COMMENT ON COLUMN core.registry_person.sex IS 'Sex: L or P.';
COMMENT ON COLUMN core.registry_person.village_code IS 'Village, ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN core.registry_person.desil IS 'Welfare decile as written.';
COMMENT ON COLUMN core.registry_person.occupation IS 'Occupation as written.';
COMMENT ON COLUMN core.registry_person.family_relation IS 'Relation to the head of the family as written.';

CREATE INDEX registry_person_by_nik ON core.registry_person (nik);

CREATE TABLE core.exclusion_row (
    LIKE staging.exclusion_row INCLUDING CONSTRAINTS INCLUDING COMMENTS,
    list text NOT NULL CHECK (list IN ('public_servant', 'formal_worker', 'double_funded', 'deceased'))
);
COMMENT ON TABLE core.exclusion_row IS 'One row of an exclusion list.';
COMMENT ON COLUMN core.exclusion_row.list IS 'The list.';

ALTER TABLE core.exclusion_row ADD PRIMARY KEY (row_id), ADD FOREIGN KEY (file_id) REFERENCES landing.file;
CREATE INDEX exclusion_row_by_nik ON core.exclusion_row (nik);
