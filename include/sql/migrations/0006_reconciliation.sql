-- Reconciliation: versions of months, the outcome of every row, the bridge's parts, cases.

CREATE TABLE reconciliation.version (
    period text NOT NULL CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    version integer NOT NULL CHECK (version > 0),
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'approved', 'final', 'amended')),
    inputs_sha256 text NOT NULL CHECK (inputs_sha256 ~ '^[0-9a-f]{64}$'),
    inputs jsonb NOT NULL,
    cut_off date NOT NULL,
    code_version text NOT NULL,
    run_ref text NOT NULL,
    computed_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    PRIMARY KEY (period, version),
    UNIQUE (period, inputs_sha256, version)
);
COMMENT ON TABLE reconciliation.version IS 'One version of one month.';
COMMENT ON COLUMN reconciliation.version.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.version.version IS '1, 2, ...';
COMMENT ON COLUMN reconciliation.version.status IS 'How far it is signed.';
COMMENT ON COLUMN reconciliation.version.inputs_sha256 IS 'SHA-256 of the input part of the manifest.';
COMMENT ON COLUMN reconciliation.version.inputs IS 'The input part of the manifest.';
COMMENT ON COLUMN reconciliation.version.cut_off IS 'Day that every rule took as today.';
COMMENT ON COLUMN reconciliation.version.code_version IS 'Version of Padan that computed it.';
COMMENT ON COLUMN reconciliation.version.run_ref IS 'The orchestrator''s run.';
COMMENT ON COLUMN reconciliation.version.computed_at IS 'When, by the clock.';
COMMENT ON COLUMN reconciliation.version.published_at IS 'When its products were switched in; null before.';

CREATE TABLE reconciliation.outcome (
    period text NOT NULL,
    version integer NOT NULL,
    side text NOT NULL CHECK (side IN ('village', 'branch')),
    row_id bigint NOT NULL,
    carried boolean NOT NULL DEFAULT false,
    village_code text NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    rupiah bigint NOT NULL,
    covered boolean,
    outcome text NOT NULL CHECK (
        outcome IN (
            'superseded',
            'rejected',
            'duplicate_in_file',
            'withdrawn',
            'duplicate_across_villages',
            'ineligible',
            'matched',
            'matched_different',
            'matched_by_inference',
            'inactive_at_branch',
            'ambiguous',
            'in_process',
            'not_at_branch',
            'duplicate_at_branch',
            'billed_after_exit',
            'not_submitted'
        )
    ),
    reason text,
    pair_id integer,
    match_method text CHECK (match_method IN ('same_nik', 'confirmed_link', 'nik_repair', 'linkage')),
    match_weight numeric,
    person_key bigint REFERENCES core.person,
    presence_since text,
    exit_since text,
    PRIMARY KEY (period, version, side, row_id),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version,
    CHECK (side = 'branch' OR (participant_group <> 'unknown' AND funding_source <> 'unknown')),
    CHECK (
        CASE side
            WHEN 'village' THEN outcome NOT IN ('duplicate_at_branch', 'billed_after_exit', 'not_submitted') ELSE
                outcome IN (
                    'rejected',
                    'inactive_at_branch',
                    'duplicate_at_branch',
                    'matched',
                    'matched_different',
                    'matched_by_inference',
                    'billed_after_exit',
                    'ambiguous',
                    'not_submitted'
                )
        END
    ),
    CHECK (outcome NOT IN ('matched', 'matched_different', 'matched_by_inference') OR pair_id IS NOT NULL)
);
COMMENT ON TABLE reconciliation.outcome IS 'One row of either side in one version of a month, with what became of it.';
COMMENT ON COLUMN reconciliation.outcome.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.outcome.version IS 'Version.';
COMMENT ON COLUMN reconciliation.outcome.side IS 'Which list the row stands on.';
COMMENT ON COLUMN reconciliation.outcome.row_id IS 'Row in core.village_row or core.branch_row.';
COMMENT ON COLUMN reconciliation.outcome.carried IS 'Whether the row was carried forward from an earlier month.';
COMMENT ON COLUMN reconciliation.outcome.village_code IS 'Area of the row; ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN reconciliation.outcome.participant_group IS 'Group of the row; ''unknown'' only at the branch.';
COMMENT ON COLUMN reconciliation.outcome.funding_source IS 'Funder of the row; ''unknown'' only at the branch.';
COMMENT ON COLUMN reconciliation.outcome.rupiah IS 'Village rows: the expected tariff. Branch rows: the billed IURAN.';
COMMENT ON COLUMN reconciliation.outcome.covered IS 'Branch rows: whether the branch covers them. Village rows: null.';
COMMENT ON COLUMN reconciliation.outcome.outcome IS 'Outcome.';
COMMENT ON COLUMN reconciliation.outcome.reason IS 'Rule id, cause or differing fields, as the outcome has it.';
COMMENT ON COLUMN reconciliation.outcome.pair_id IS 'The same number on both rows of a pair within the version.';
COMMENT ON COLUMN reconciliation.outcome.match_method IS 'How the pair was found.';
COMMENT ON COLUMN reconciliation.outcome.match_weight IS 'Weight of the evidence, where the method has one.';
COMMENT ON COLUMN reconciliation.outcome.person_key IS 'The person; null where nobody was identified.';
COMMENT ON COLUMN reconciliation.outcome.presence_since IS 'Village rows: month since which the person is on accepted lists without a break.';
COMMENT ON COLUMN reconciliation.outcome.exit_since IS 'Village rows withdrawn or ineligible: month since which that is so without a break.';

-- The number first: it tells rows apart at once, where the month and the version are the same in a hundred thousand of them.
CREATE UNIQUE INDEX outcome_pair ON reconciliation.outcome (pair_id, period, version, side) WHERE pair_id IS NOT NULL;
CREATE INDEX outcome_person ON reconciliation.outcome (person_key, period, version);
CREATE UNIQUE INDEX outcome_one_claim ON reconciliation.outcome (person_key, period, version) WHERE side = 'village'
AND person_key IS NOT NULL
AND outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages', 'ambiguous');

CREATE TABLE reconciliation.submission (
    period text NOT NULL,
    version integer NOT NULL CHECK (version >= 0),
    file_id bigint NOT NULL REFERENCES landing.file,
    village_code text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('list', 'nil', 'refused')),
    state text NOT NULL CHECK (state IN ('standing', 'superseded', 'held', 'refused', 'withdrawn')),
    superseded_by bigint REFERENCES landing.file,
    rows integer NOT NULL,
    PRIMARY KEY (period, version, file_id, village_code)
);
COMMENT ON TABLE reconciliation.submission IS
'One file''s list for one village in one version of a month. Version 0 is written by each village load.';
COMMENT ON COLUMN reconciliation.submission.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.submission.version IS 'Version; 0 until the month has one.';
COMMENT ON COLUMN reconciliation.submission.file_id IS 'File.';
COMMENT ON COLUMN reconciliation.submission.village_code IS 'Village.';
COMMENT ON COLUMN reconciliation.submission.kind IS 'A list, a nil report, or a refused file whose evidence names the village.';
COMMENT ON COLUMN reconciliation.submission.state IS 'Whether it counts; held = its breaker tripped.';
COMMENT ON COLUMN reconciliation.submission.superseded_by IS 'The file that replaced it.';
COMMENT ON COLUMN reconciliation.submission.rows IS 'Rows of the village in it.';

CREATE TABLE reconciliation.subject (
    subject_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_code text NOT NULL UNIQUE CHECK (case_code ~ '^[A-Z]{3}-\d{4}-[0-9A-Z]{5}-[0-9A-Z]$'),
    side text NOT NULL CHECK (side IN ('village', 'branch')),
    person_key bigint REFERENCES core.person,
    content_sha256 text,
    ordinal smallint NOT NULL,
    first_period text NOT NULL,
    subject_key text NOT NULL UNIQUE GENERATED ALWAYS AS (side || ':' || coalesce(person_key::text, content_sha256) || ':' || ordinal::text) STORED,
    CHECK ((person_key IS NULL) <> (content_sha256 IS NULL))
);
COMMENT ON TABLE reconciliation.subject IS 'One exception''s subject: a person at one side, or a row''s content within its village.';
COMMENT ON COLUMN reconciliation.subject.subject_id IS 'Number.';
COMMENT ON COLUMN reconciliation.subject.case_code IS 'Opaque code that may be spoken, e.g. BGR-2601-K7QX4-M.';
COMMENT ON COLUMN reconciliation.subject.side IS 'Side whose row opened it.';
COMMENT ON COLUMN reconciliation.subject.person_key IS 'The person, where known.';
COMMENT ON COLUMN reconciliation.subject.content_sha256 IS 'SHA-256 of the row''s content within its village, where no person is known.';
COMMENT ON COLUMN reconciliation.subject.ordinal IS 'Distinguishes several exceptions of one subject.';
COMMENT ON COLUMN reconciliation.subject.subject_key IS 'The subject in one text: side, person or content, ordinal.';
COMMENT ON COLUMN reconciliation.subject.first_period IS 'Month in which it was first opened.';

CREATE TABLE reconciliation.case_state (
    period text NOT NULL,
    version integer NOT NULL,
    subject_id bigint NOT NULL REFERENCES reconciliation.subject,
    status text NOT NULL CHECK (status IN ('open', 'resolved')),
    change text NOT NULL CHECK (change IN ('new', 'kept', 'reopened', 'resolved', 'reclassified')),
    cause text NOT NULL,
    previous_cause text,
    village_code text NOT NULL,
    previous_village_code text,
    owner text NOT NULL CHECK (owner IN ('village', 'disnaker', 'branch')),
    reason text,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    opened_period text NOT NULL,
    row_id bigint,
    row_side text,
    PRIMARY KEY (period, version, subject_id),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.case_state IS 'One case in one version of a month.';
COMMENT ON COLUMN reconciliation.case_state.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.case_state.version IS 'Version.';
COMMENT ON COLUMN reconciliation.case_state.subject_id IS 'The case.';
COMMENT ON COLUMN reconciliation.case_state.status IS 'Open, or resolved in this month.';
COMMENT ON COLUMN reconciliation.case_state.change IS 'What this month did to it.';
COMMENT ON COLUMN reconciliation.case_state.cause IS 'Cause now (when resolved: the last one).';
COMMENT ON COLUMN reconciliation.case_state.previous_cause IS 'Cause in the month before.';
COMMENT ON COLUMN reconciliation.case_state.village_code IS 'Village now.';
COMMENT ON COLUMN reconciliation.case_state.previous_village_code IS 'Village in the month before.';
COMMENT ON COLUMN reconciliation.case_state.owner IS 'Who must act.';
COMMENT ON COLUMN reconciliation.case_state.reason IS 'Reason of the row''s outcome.';
COMMENT ON COLUMN reconciliation.case_state.participant_group IS 'Group of the row.';
COMMENT ON COLUMN reconciliation.case_state.funding_source IS 'Funder of the row.';
COMMENT ON COLUMN reconciliation.case_state.opened_period IS 'Month in which it was opened or last reopened.';
COMMENT ON COLUMN reconciliation.case_state.row_id IS 'The row that shows it this month; null when resolved.';
COMMENT ON COLUMN reconciliation.case_state.row_side IS 'Side of that row.';

CREATE VIEW reconciliation.row_outcome AS
SELECT
    o.period,
    o.version,
    o.side,
    f.path AS file_name,
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
COMMENT ON VIEW reconciliation.row_outcome IS 'One row for every row of both sides of every version of every month.';
