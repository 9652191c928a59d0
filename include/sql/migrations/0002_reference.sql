-- Reference data, loaded from include/reference whenever a file changes.

CREATE TABLE core.district (
    district_code text PRIMARY KEY CHECK (district_code ~ '^\d{2}\.\d{2}\.\d{2}$'),
    district_name text NOT NULL,
    regency_code text NOT NULL,
    regency_name text NOT NULL,
    province_code text NOT NULL
);
COMMENT ON TABLE core.district IS 'One row a kecamatan of Indonesia.';
COMMENT ON COLUMN core.district.district_code IS 'Kemendagri code, PP.KK.CC.';
COMMENT ON COLUMN core.district.district_name IS 'Official name.';
COMMENT ON COLUMN core.district.regency_code IS 'Kemendagri code of its kabupaten or kota, PP.KK.';
COMMENT ON COLUMN core.district.regency_name IS 'Its name.';
COMMENT ON COLUMN core.district.province_code IS 'Kemendagri code of its province.';

CREATE TABLE core.village (
    village_code text PRIMARY KEY CHECK (village_code ~ '^\d{2}\.\d{2}\.\d{2}\.\d{4}$'),
    village_name text NOT NULL,
    village_type text NOT NULL CHECK (village_type IN ('desa', 'kelurahan')),
    district_code text NOT NULL REFERENCES core.district,
    district_name text NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL
);
COMMENT ON TABLE core.village IS 'One row a desa or kelurahan of the regency.';
COMMENT ON COLUMN core.village.village_code IS 'Kemendagri code, PP.KK.CC.VVVV.';
COMMENT ON COLUMN core.village.village_name IS 'Official name.';
COMMENT ON COLUMN core.village.village_type IS 'desa or kelurahan.';
COMMENT ON COLUMN core.village.district_code IS 'Its kecamatan.';
COMMENT ON COLUMN core.village.district_name IS 'Name of its kecamatan.';
COMMENT ON COLUMN core.village.latitude IS 'Latitude of the centroid, WGS 84.';
COMMENT ON COLUMN core.village.longitude IS 'Longitude of the centroid, WGS 84.';

CREATE TABLE core.programme (
    participant_group text NOT NULL CHECK (participant_group IN ('pekerja_rentan', 'marbot', 'guru_ngaji')),
    is_default boolean NOT NULL,
    title_id text NOT NULL,
    title_en text NOT NULL,
    default_funding_source text NOT NULL,
    target integer,
    target_date date,
    valid_from date NOT NULL,
    valid_to date,
    status text NOT NULL CHECK (status IN ('verified', 'assumed')),
    source text NOT NULL,
    PRIMARY KEY (participant_group, valid_from)
);
COMMENT ON TABLE core.programme IS 'One row a participant group and term of validity.';
COMMENT ON COLUMN core.programme.participant_group IS 'Group.';
COMMENT ON COLUMN core.programme.is_default IS 'Whether people are in this group where a list names none.';
COMMENT ON COLUMN core.programme.title_id IS 'Indonesian title.';
COMMENT ON COLUMN core.programme.title_en IS 'English title.';
COMMENT ON COLUMN core.programme.default_funding_source IS 'Funder where a list names none.';
COMMENT ON COLUMN core.programme.target IS 'Target number of people.';
COMMENT ON COLUMN core.programme.target_date IS 'Date of the target.';
COMMENT ON COLUMN core.programme.valid_from IS 'First day.';
COMMENT ON COLUMN core.programme.valid_to IS 'Last day; null while in force.';
COMMENT ON COLUMN core.programme.status IS 'Whether somebody verified it.';
COMMENT ON COLUMN core.programme.source IS 'Where it comes from.';

CREATE TABLE core.funder (
    funding_source text PRIMARY KEY CHECK (funding_source IN ('apbd_provinsi', 'apbd_kabupaten', 'apbdes')),
    title_id text NOT NULL,
    title_en text NOT NULL,
    position smallint NOT NULL,
    source text NOT NULL
);
COMMENT ON TABLE core.funder IS 'One row a budget that pays.';
COMMENT ON COLUMN core.funder.funding_source IS 'Funder.';
COMMENT ON COLUMN core.funder.title_id IS 'Indonesian title.';
COMMENT ON COLUMN core.funder.title_en IS 'English title.';
COMMENT ON COLUMN core.funder.position IS 'Order in which people see it.';
COMMENT ON COLUMN core.funder.source IS 'Where it comes from.';

CREATE TABLE core.tariff (
    funding_source text NOT NULL REFERENCES core.funder,
    valid_from date NOT NULL,
    valid_to date,
    jkk integer NOT NULL CHECK (jkk >= 0),
    jkm integer NOT NULL CHECK (jkm >= 0),
    status text NOT NULL CHECK (status IN ('verified', 'assumed')),
    source text NOT NULL,
    PRIMARY KEY (funding_source, valid_from),
    EXCLUDE USING gist (funding_source WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE core.tariff IS 'One row a funder''s monthly contribution and term of validity.';
COMMENT ON COLUMN core.tariff.funding_source IS 'Funder.';
COMMENT ON COLUMN core.tariff.valid_from IS 'First day.';
COMMENT ON COLUMN core.tariff.valid_to IS 'Last day; null while in force.';
COMMENT ON COLUMN core.tariff.jkk IS 'Work accident part, rupiah a month.';
COMMENT ON COLUMN core.tariff.jkm IS 'Death part, rupiah a month.';
COMMENT ON COLUMN core.tariff.status IS 'Whether somebody verified it.';
COMMENT ON COLUMN core.tariff.source IS 'Where it comes from.';

CREATE TABLE core.parameter (
    name text NOT NULL,
    value numeric NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    status text NOT NULL CHECK (status IN ('verified', 'assumed')),
    source text NOT NULL,
    PRIMARY KEY (name, valid_from),
    EXCLUDE USING gist (name WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
COMMENT ON TABLE core.parameter IS 'One row a limit, threshold or date rule and term of validity.';
COMMENT ON COLUMN core.parameter.name IS 'Name.';
COMMENT ON COLUMN core.parameter.value IS 'Value.';
COMMENT ON COLUMN core.parameter.valid_from IS 'First day.';
COMMENT ON COLUMN core.parameter.valid_to IS 'Last day; null while in force.';
COMMENT ON COLUMN core.parameter.status IS 'Whether somebody verified it.';
COMMENT ON COLUMN core.parameter.source IS 'Where it comes from.';

CREATE TABLE core.calendar (
    period text PRIMARY KEY CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    deadline date,
    cut_off date,
    source text NOT NULL
);
COMMENT ON TABLE core.calendar IS 'One row a month whose deadline or cut-off differs from the rule in core.parameter.';
COMMENT ON COLUMN core.calendar.period IS 'Coverage month.';
COMMENT ON COLUMN core.calendar.deadline IS 'Last day a list is on time.';
COMMENT ON COLUMN core.calendar.cut_off IS 'Day that every rule takes as today.';
COMMENT ON COLUMN core.calendar.source IS 'Who decided.';

CREATE TABLE core.status_word (
    word text PRIMARY KEY,
    status text NOT NULL CHECK (status IN ('active', 'arrears', 'inactive', 'deceased', 'claimed', 'moved_to_wage_segment', 'cancelled')),
    source text NOT NULL
);
COMMENT ON TABLE core.status_word IS 'One row a status word of the branch.';
COMMENT ON COLUMN core.status_word.word IS 'The word: upper case, letters and digits only.';
COMMENT ON COLUMN core.status_word.status IS 'What it means.';
COMMENT ON COLUMN core.status_word.source IS 'Where it comes from.';

CREATE TABLE core.denominator (
    denominator text PRIMARY KEY,
    title_id text NOT NULL,
    title_en text NOT NULL,
    persons integer NOT NULL CHECK (persons > 0),
    date date NOT NULL,
    definition_id text NOT NULL,
    source text NOT NULL
);
COMMENT ON TABLE core.denominator IS 'One row a published number of workers of the regency.';
COMMENT ON COLUMN core.denominator.denominator IS 'Short name.';
COMMENT ON COLUMN core.denominator.title_id IS 'Indonesian title.';
COMMENT ON COLUMN core.denominator.title_en IS 'English title.';
COMMENT ON COLUMN core.denominator.persons IS 'Number of workers.';
COMMENT ON COLUMN core.denominator.date IS 'Date of the number.';
COMMENT ON COLUMN core.denominator.definition_id IS 'What it counts.';
COMMENT ON COLUMN core.denominator.source IS 'Where it comes from.';

CREATE TABLE audit.reference_load (
    file_name text PRIMARY KEY,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    rows integer NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE audit.reference_load IS 'One row a reference file as last loaded.';
COMMENT ON COLUMN audit.reference_load.file_name IS 'Name below include/reference.';
COMMENT ON COLUMN audit.reference_load.sha256 IS 'SHA-256 of its bytes.';
COMMENT ON COLUMN audit.reference_load.rows IS 'Rows loaded.';
COMMENT ON COLUMN audit.reference_load.loaded_at IS 'When, by the clock.';
