-- Staging: what was read, as text beside the typed value, until it is loaded.

CREATE TABLE staging.reading (
    file_id bigint PRIMARY KEY REFERENCES landing.file,
    load_id bigint NOT NULL REFERENCES audit.load,
    outcome text NOT NULL CHECK (outcome IN ('read', 'nil', 'refused')),
    refusal_code text,
    refusal_details jsonb NOT NULL DEFAULT '{}',
    village_codes text[] NOT NULL DEFAULT '{}',
    declared_period text,
    rows integer NOT NULL DEFAULT 0,
    furniture jsonb NOT NULL DEFAULT '{}',
    layout jsonb NOT NULL DEFAULT '[]',
    blocked_by text,
    CHECK ((outcome = 'refused') = (refusal_code IS NOT NULL))
);
COMMENT ON TABLE staging.reading IS 'One row a file that was read or refused.';
COMMENT ON COLUMN staging.reading.file_id IS 'The file.';
COMMENT ON COLUMN staging.reading.load_id IS 'The load that read it.';
COMMENT ON COLUMN staging.reading.outcome IS 'read, nil (laporan nihil) or refused.';
COMMENT ON COLUMN staging.reading.refusal_code IS 'Code in the message catalogue, when refused.';
COMMENT ON COLUMN staging.reading.refusal_details IS 'What the message names: sheet, row, column, found (masked), expected, candidates.';
COMMENT ON COLUMN staging.reading.village_codes IS 'Villages whose list it is, or that its evidence names.';
COMMENT ON COLUMN staging.reading.declared_period IS 'Month named in its title rows or file name, when one is.';
COMMENT ON COLUMN staging.reading.rows IS 'Rows read.';
COMMENT ON COLUMN staging.reading.furniture IS
'Count by kind of what is no row: title, total, signature, blank, group_row, column_numbers, repeated_header, nil, note, '
'hidden_sheet, guide_sheet, empty_sheet, sheet_without_table, minor (registry people too young to be kept).';
COMMENT ON COLUMN staging.reading.layout IS 'One object a table: sheet, header row, column by canonical field, unknown columns.';
COMMENT ON COLUMN staging.reading.blocked_by IS 'Rule or refusal for which the file waits outside core until somebody mends it; branch files only.';

CREATE TABLE staging.village_row (
    row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id bigint NOT NULL REFERENCES landing.file,
    sheet text NOT NULL,
    row_number integer NOT NULL CHECK (row_number > 0),
    village_code text NOT NULL,
    cells text[] NOT NULL,
    nik_raw text,
    nik text,
    nik_fault text,
    nik_district_known boolean,
    nik_birth_date date,
    nik_sex text CHECK (nik_sex IN ('L', 'P')),
    family_card_raw text,
    family_card_number text,
    name_raw text,
    name text,
    name_words text[],
    patronym text,
    birth_place text,
    birth_date_raw text,
    birth_date date,
    birth_date_fault text,
    age_raw text,
    age smallint,
    sex_raw text,
    sex text CHECK (sex IN ('L', 'P')),
    address text,
    rt text,
    rw text,
    village_raw text,
    district_raw text,
    occupation text,
    monthly_income_raw text,
    phone text,
    group_raw text,
    participant_group text CHECK (participant_group IN ('pekerja_rentan', 'marbot', 'guru_ngaji')),
    group_origin text NOT NULL CHECK (group_origin IN ('column', 'sheet', 'title', 'default')),
    funder_raw text,
    funding_source text CHECK (funding_source IN ('apbd_provinsi', 'apbd_kabupaten', 'apbdes')),
    funder_origin text NOT NULL CHECK (funder_origin IN ('column', 'sheet', 'title', 'default')),
    action_raw text,
    action text CHECK (action IN ('baru', 'lanjut', 'keluar', 'meninggal', 'pindah', 'bekerja', 'mampu')),
    note text,
    filled smallint NOT NULL
);
COMMENT ON TABLE staging.village_row IS 'One row of a village''s list.';
COMMENT ON COLUMN staging.village_row.row_id IS 'Number of the row, kept in core.';
COMMENT ON COLUMN staging.village_row.file_id IS 'File.';
COMMENT ON COLUMN staging.village_row.sheet IS 'Sheet; '''' for text files.';
COMMENT ON COLUMN staging.village_row.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN staging.village_row.village_code IS 'Village; ''32.01.05.unknown'' or ''32.01.unknown.unknown'' where it cannot be told.';
COMMENT ON COLUMN staging.village_row.cells IS 'The row''s own cells exactly as they were.';
COMMENT ON COLUMN staging.village_row.nik_raw IS 'NIK as written.';
COMMENT ON COLUMN staging.village_row.nik IS '16 digits after cleaning, where there are 16.';
COMMENT ON COLUMN staging.village_row.nik_fault IS
'Class of damage, null when none: empty, not_16_digits, scientific, excel_cut, letters, temporary, repeated_digits, sequence, '
'impossible_date, family_card.';
COMMENT ON COLUMN staging.village_row.nik_district_known IS 'Whether the first six digits are a kecamatan.';
COMMENT ON COLUMN staging.village_row.nik_birth_date IS 'Birth date inside the NIK.';
COMMENT ON COLUMN staging.village_row.nik_sex IS 'Sex inside the NIK.';
COMMENT ON COLUMN staging.village_row.family_card_raw IS 'No KK as written.';
COMMENT ON COLUMN staging.village_row.family_card_number IS 'No KK: 16 digits after cleaning, where there are 16.';
COMMENT ON COLUMN staging.village_row.name_raw IS 'Name as written.';
COMMENT ON COLUMN staging.village_row.name IS 'Name: upper case, single spaces, titles removed.';
COMMENT ON COLUMN staging.village_row.name_words IS 'Words of the name for comparing, spelling unified, in order.';
COMMENT ON COLUMN staging.village_row.patronym IS 'What follows bin or binti.';
COMMENT ON COLUMN staging.village_row.birth_place IS 'Birth place as written.';
COMMENT ON COLUMN staging.village_row.birth_date_raw IS 'Birth date as written.';
COMMENT ON COLUMN staging.village_row.birth_date IS 'Birth date.';
COMMENT ON COLUMN staging.village_row.birth_date_fault IS 'Class of fault: empty, unreadable, impossible, two_digit_year, in_future.';
COMMENT ON COLUMN staging.village_row.age_raw IS 'Age as written.';
COMMENT ON COLUMN staging.village_row.age IS 'Age in years.';
COMMENT ON COLUMN staging.village_row.sex_raw IS 'Sex as written.';
COMMENT ON COLUMN staging.village_row.sex IS 'Sex: L or P.';
COMMENT ON COLUMN staging.village_row.address IS 'Address as written.';
COMMENT ON COLUMN staging.village_row.rt IS 'RT as written.';
COMMENT ON COLUMN staging.village_row.rw IS 'RW as written.';
COMMENT ON COLUMN staging.village_row.village_raw IS 'Village column as written.';
COMMENT ON COLUMN staging.village_row.district_raw IS 'District column as written.';
COMMENT ON COLUMN staging.village_row.occupation IS 'Occupation as written.';
COMMENT ON COLUMN staging.village_row.monthly_income_raw IS 'Income as written.';
COMMENT ON COLUMN staging.village_row.phone IS 'Phone as written.';
COMMENT ON COLUMN staging.village_row.group_raw IS 'Group as written.';
COMMENT ON COLUMN staging.village_row.participant_group IS 'Group; null when written but unknown.';
COMMENT ON COLUMN staging.village_row.group_origin IS 'What told the group.';
COMMENT ON COLUMN staging.village_row.funder_raw IS 'Funder as written.';
COMMENT ON COLUMN staging.village_row.funding_source IS 'Funder; null when written but unknown.';
COMMENT ON COLUMN staging.village_row.funder_origin IS 'What told the funder.';
COMMENT ON COLUMN staging.village_row.action_raw IS 'Action as written.';
COMMENT ON COLUMN staging.village_row.action IS 'What the village asks; null = nothing special.';
COMMENT ON COLUMN staging.village_row.note IS 'Note as written.';
COMMENT ON COLUMN staging.village_row.filled IS 'Number of mapped columns that hold something.';

CREATE INDEX village_row_by_file ON staging.village_row (file_id);

CREATE TABLE staging.branch_row (
    row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id bigint NOT NULL REFERENCES landing.file,
    sheet text NOT NULL,
    row_number integer NOT NULL CHECK (row_number > 0),
    cells text[] NOT NULL,
    kpj_raw text,
    kpj text,
    nik_raw text,
    nik text,
    nik_fault text,
    nik_district_known boolean,
    nik_birth_date date,
    nik_sex text CHECK (nik_sex IN ('L', 'P')),
    name_raw text,
    name text,
    name_words text[],
    patronym text,
    birth_date_raw text,
    birth_date date,
    birth_date_fault text,
    sex_raw text,
    sex text CHECK (sex IN ('L', 'P')),
    village_raw text,
    district_raw text,
    village_code text,
    group_raw text,
    participant_group text,
    funder_raw text,
    funding_source text,
    programme_raw text,
    member_since_raw text,
    member_since date,
    status_raw text,
    status_word text,
    status_months smallint,
    paid_raw text,
    paid_from text,
    paid_to text,
    contribution_raw text,
    contribution bigint,
    paid_on_raw text,
    paid_on date,
    card_raw text,
    filled smallint NOT NULL
);
COMMENT ON TABLE staging.branch_row IS 'One row of the branch''s by-name list.';
COMMENT ON COLUMN staging.branch_row.row_id IS 'Number of the row, kept in core.';
COMMENT ON COLUMN staging.branch_row.file_id IS 'File.';
COMMENT ON COLUMN staging.branch_row.sheet IS 'Sheet; '''' for text files.';
COMMENT ON COLUMN staging.branch_row.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN staging.branch_row.cells IS 'The row''s own cells exactly as they were.';
COMMENT ON COLUMN staging.branch_row.kpj_raw IS 'KPJ as written.';
COMMENT ON COLUMN staging.branch_row.kpj IS 'KPJ: 11 digits, null when damaged.';
COMMENT ON COLUMN staging.branch_row.nik_raw IS 'NIK as written.';
COMMENT ON COLUMN staging.branch_row.nik IS '16 digits after cleaning, where there are 16.';
COMMENT ON COLUMN staging.branch_row.nik_fault IS 'Class of damage as in staging.village_row.';
COMMENT ON COLUMN staging.branch_row.nik_district_known IS 'Whether the first six digits are a kecamatan.';
COMMENT ON COLUMN staging.branch_row.nik_birth_date IS 'Birth date inside the NIK.';
COMMENT ON COLUMN staging.branch_row.nik_sex IS 'Sex inside the NIK.';
COMMENT ON COLUMN staging.branch_row.name_raw IS 'Name as written.';
COMMENT ON COLUMN staging.branch_row.name IS 'Name: upper case, single spaces, titles removed.';
COMMENT ON COLUMN staging.branch_row.name_words IS 'Words of the name for comparing.';
COMMENT ON COLUMN staging.branch_row.patronym IS 'What follows bin or binti.';
COMMENT ON COLUMN staging.branch_row.birth_date_raw IS 'Birth date as written.';
COMMENT ON COLUMN staging.branch_row.birth_date IS 'Birth date.';
COMMENT ON COLUMN staging.branch_row.birth_date_fault IS 'Class of fault.';
COMMENT ON COLUMN staging.branch_row.sex_raw IS 'Sex as written.';
COMMENT ON COLUMN staging.branch_row.sex IS 'Sex.';
COMMENT ON COLUMN staging.branch_row.village_raw IS 'Village as written.';
COMMENT ON COLUMN staging.branch_row.district_raw IS 'District as written.';
COMMENT ON COLUMN staging.branch_row.village_code IS
'Village; null when both cells are blank; ''32.01.05.unknown'' or ''32.01.unknown.unknown'' where written but not told.';
COMMENT ON COLUMN staging.branch_row.group_raw IS 'Group as written.';
COMMENT ON COLUMN staging.branch_row.participant_group IS 'Group; null when blank; ''unknown'' when written but unknown.';
COMMENT ON COLUMN staging.branch_row.funder_raw IS 'Funder as written.';
COMMENT ON COLUMN staging.branch_row.funding_source IS 'Funder; null when blank; ''unknown'' when written but unknown.';
COMMENT ON COLUMN staging.branch_row.programme_raw IS 'PROGRAM as written.';
COMMENT ON COLUMN staging.branch_row.member_since_raw IS 'TGL KEPESERTAAN as written.';
COMMENT ON COLUMN staging.branch_row.member_since IS 'TGL KEPESERTAAN.';
COMMENT ON COLUMN staging.branch_row.status_raw IS 'STATUS as written.';
COMMENT ON COLUMN staging.branch_row.status_word IS 'STATUS: upper case, letters only, number of months removed.';
COMMENT ON COLUMN staging.branch_row.status_months IS 'Number of months inside the status word, e.g. MENUNGGAK 2 BULAN.';
COMMENT ON COLUMN staging.branch_row.paid_raw IS 'BULAN IURAN as written.';
COMMENT ON COLUMN staging.branch_row.paid_from IS 'First month paid, ''YYYY-MM''.';
COMMENT ON COLUMN staging.branch_row.paid_to IS 'Last month paid, ''YYYY-MM''.';
COMMENT ON COLUMN staging.branch_row.contribution_raw IS 'IURAN as written.';
COMMENT ON COLUMN staging.branch_row.contribution IS 'IURAN in rupiah.';
COMMENT ON COLUMN staging.branch_row.paid_on_raw IS 'TGL BAYAR as written.';
COMMENT ON COLUMN staging.branch_row.paid_on IS 'TGL BAYAR.';
COMMENT ON COLUMN staging.branch_row.card_raw IS 'STATUS KARTU as written.';
COMMENT ON COLUMN staging.branch_row.filled IS 'Number of mapped columns that hold something.';

CREATE INDEX branch_row_by_file ON staging.branch_row (file_id);

CREATE TABLE staging.branch_total (
    file_id bigint NOT NULL REFERENCES landing.file,
    sheet text NOT NULL,
    row_number integer NOT NULL,
    participant_group text,
    funding_source text,
    persons bigint,
    rupiah bigint,
    PRIMARY KEY (file_id, sheet, row_number)
);
COMMENT ON TABLE staging.branch_total IS 'One row a total that the branch printed.';
COMMENT ON COLUMN staging.branch_total.file_id IS 'File.';
COMMENT ON COLUMN staging.branch_total.sheet IS 'Sheet; '''' for text files.';
COMMENT ON COLUMN staging.branch_total.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN staging.branch_total.participant_group IS 'Group; null when the total is not split by group.';
COMMENT ON COLUMN staging.branch_total.funding_source IS 'Funder; null when the total is not split by funder.';
COMMENT ON COLUMN staging.branch_total.persons IS 'Persons printed.';
COMMENT ON COLUMN staging.branch_total.rupiah IS 'Rupiah printed.';

CREATE TABLE staging.registry_row (
    row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id bigint NOT NULL REFERENCES landing.file,
    sheet text NOT NULL,
    row_number integer NOT NULL,
    person_ref text,
    family_ref text,
    nik_raw text,
    nik text,
    nik_fault text,
    dukcapil_matched boolean,
    name text,
    birth_date_raw text,
    birth_date date,
    sex text CHECK (sex IN ('L', 'P')),
    village_code text,
    desil text,
    occupation text,
    family_relation text
);
COMMENT ON TABLE staging.registry_row IS 'One adult of a registry version. Minors and sensitive columns never come this far.';
COMMENT ON COLUMN staging.registry_row.row_id IS 'Number of the row.';
COMMENT ON COLUMN staging.registry_row.file_id IS 'File.';
COMMENT ON COLUMN staging.registry_row.sheet IS 'Sheet; '''' for text files.';
COMMENT ON COLUMN staging.registry_row.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN staging.registry_row.person_ref IS 'The registry''s own number of the person.';
COMMENT ON COLUMN staging.registry_row.family_ref IS 'The registry''s own number of the family.';
COMMENT ON COLUMN staging.registry_row.nik_raw IS 'NIK as written.';
COMMENT ON COLUMN staging.registry_row.nik IS '16 digits after cleaning, where there are 16.';
COMMENT ON COLUMN staging.registry_row.nik_fault IS 'Class of damage.';
COMMENT ON COLUMN staging.registry_row.dukcapil_matched IS 'Padan Dukcapil.';
COMMENT ON COLUMN staging.registry_row.name IS 'Name: upper case, single spaces, as the registry has it.';
COMMENT ON COLUMN staging.registry_row.birth_date_raw IS 'Birth date as written.';
COMMENT ON COLUMN staging.registry_row.birth_date IS 'Birth date.';
COMMENT ON COLUMN staging.registry_row.sex IS 'Sex.';
COMMENT ON COLUMN staging.registry_row.village_code IS 'Village; ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN staging.registry_row.desil IS 'Welfare decile as written: 1 to 10, or 4+.';
COMMENT ON COLUMN staging.registry_row.occupation IS 'Occupation as written.';
COMMENT ON COLUMN staging.registry_row.family_relation IS 'Relation to the head of the family as written.';

CREATE INDEX registry_row_by_file ON staging.registry_row (file_id);

CREATE TABLE staging.exclusion_row (
    row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id bigint NOT NULL REFERENCES landing.file,
    sheet text NOT NULL,
    row_number integer NOT NULL,
    nik_raw text,
    nik text,
    nik_fault text,
    name text,
    name_words text[],
    valid_from_raw text,
    valid_from date,
    valid_to_raw text,
    valid_to date,
    declared_period text,
    note text
);
COMMENT ON TABLE staging.exclusion_row IS 'One row of an exclusion list.';
COMMENT ON COLUMN staging.exclusion_row.row_id IS 'Number of the row.';
COMMENT ON COLUMN staging.exclusion_row.file_id IS 'File.';
COMMENT ON COLUMN staging.exclusion_row.sheet IS 'Sheet; '''' for text files.';
COMMENT ON COLUMN staging.exclusion_row.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN staging.exclusion_row.nik_raw IS 'NIK as written.';
COMMENT ON COLUMN staging.exclusion_row.nik IS '16 digits after cleaning, where there are 16.';
COMMENT ON COLUMN staging.exclusion_row.nik_fault IS 'Class of damage.';
COMMENT ON COLUMN staging.exclusion_row.name IS 'Name: upper case, single spaces, titles removed; null when the list has none.';
COMMENT ON COLUMN staging.exclusion_row.name_words IS 'Words of the name for comparing.';
COMMENT ON COLUMN staging.exclusion_row.valid_from_raw IS 'First day as written.';
COMMENT ON COLUMN staging.exclusion_row.valid_from IS 'First day it applies.';
COMMENT ON COLUMN staging.exclusion_row.valid_to_raw IS 'Last day as written.';
COMMENT ON COLUMN staging.exclusion_row.valid_to IS 'Last day it applies.';
COMMENT ON COLUMN staging.exclusion_row.declared_period IS 'Month in the file or folder name, from which an undated row applies.';
COMMENT ON COLUMN staging.exclusion_row.note IS 'Note as written.';

CREATE INDEX exclusion_row_by_file ON staging.exclusion_row (file_id);
