-- Quality: rules, what they found, and what was held back.

CREATE TABLE quality.rule (
    rule_id text PRIMARY KEY,
    feed text NOT NULL,
    position smallint NOT NULL,
    severity text NOT NULL CHECK (severity IN ('blocking', 'correctable', 'notice')),
    column_name text,
    owner text NOT NULL CHECK (owner IN ('village', 'disnaker', 'branch', 'engineer')),
    lifted_by text CHECK (lifted_by IN ('known_nik', 'identified')),
    nik_fault boolean NOT NULL DEFAULT false,
    message_id text NOT NULL,
    message_en text NOT NULL
);
COMMENT ON TABLE quality.rule IS 'One rule of a contract. Its id is for ever.';
COMMENT ON COLUMN quality.rule.rule_id IS 'E.g. NIK-01.';
COMMENT ON COLUMN quality.rule.feed IS 'Feed it checks.';
COMMENT ON COLUMN quality.rule.position IS 'Order in which a row''s first reason is chosen.';
COMMENT ON COLUMN quality.rule.severity IS 'BLOKIR, PERBAIKI, CATATAN.';
COMMENT ON COLUMN quality.rule.column_name IS 'Column concerned.';
COMMENT ON COLUMN quality.rule.owner IS 'Who mends it.';
COMMENT ON COLUMN quality.rule.lifted_by IS
'What excuses a blocked row at reconciliation: a NIK another register knows for the same person, or being identified.';
COMMENT ON COLUMN quality.rule.nik_fault IS 'Whether it says that the NIK is damaged or missing.';
COMMENT ON COLUMN quality.rule.message_id IS 'Indonesian message.';
COMMENT ON COLUMN quality.rule.message_en IS 'English message.';

CREATE TABLE quality.violation (
    rule_id text NOT NULL REFERENCES quality.rule,
    row_id bigint NOT NULL,
    file_id bigint NOT NULL REFERENCES landing.file,
    PRIMARY KEY (rule_id, row_id)
);
COMMENT ON TABLE quality.violation IS 'One row a rule that a row breaks.';
COMMENT ON COLUMN quality.violation.rule_id IS 'Rule.';
COMMENT ON COLUMN quality.violation.row_id IS 'Row, in the feed''s table.';
COMMENT ON COLUMN quality.violation.file_id IS 'File of the row.';

CREATE INDEX violation_by_file ON quality.violation (file_id);
CREATE INDEX violation_by_row ON quality.violation (row_id, rule_id);
CREATE TABLE quality.rule_result (
    file_id bigint NOT NULL REFERENCES landing.file,
    rule_id text NOT NULL REFERENCES quality.rule,
    village_code text NOT NULL,
    checked integer NOT NULL CHECK (checked >= 0),
    failed integer NOT NULL CHECK (failed BETWEEN 0 AND checked),
    PRIMARY KEY (file_id, rule_id, village_code)
);
COMMENT ON TABLE quality.rule_result IS 'One row a rule, file and village: how many rows were checked and how many failed.';
COMMENT ON COLUMN quality.rule_result.file_id IS 'File.';
COMMENT ON COLUMN quality.rule_result.rule_id IS 'Rule.';
COMMENT ON COLUMN quality.rule_result.village_code IS 'Village, ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN quality.rule_result.checked IS 'Rows checked.';
COMMENT ON COLUMN quality.rule_result.failed IS 'Rows that failed.';

CREATE TABLE quality.breaker (
    file_id bigint PRIMARY KEY REFERENCES landing.file,
    breaker_id text NOT NULL REFERENCES quality.rule,
    checked integer NOT NULL,
    failed integer NOT NULL,
    threshold numeric NOT NULL
);
COMMENT ON TABLE quality.breaker IS 'One row a file held back whole.';
COMMENT ON COLUMN quality.breaker.file_id IS 'File.';
COMMENT ON COLUMN quality.breaker.breaker_id IS 'The breaker, e.g. BRK-01.';
COMMENT ON COLUMN quality.breaker.checked IS 'Rows of the file.';
COMMENT ON COLUMN quality.breaker.failed IS 'Rows a blocking rule holds.';
COMMENT ON COLUMN quality.breaker.threshold IS 'Share above which it trips.';

CREATE TABLE quality.validation (
    validation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    load_id bigint NOT NULL REFERENCES audit.load,
    suite text NOT NULL,
    success boolean NOT NULL,
    max_severity text,
    result jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (load_id, suite)
);
COMMENT ON TABLE quality.validation IS 'One row a suite run of Great Expectations: its result without any value.';
COMMENT ON COLUMN quality.validation.validation_id IS 'Number.';
COMMENT ON COLUMN quality.validation.load_id IS 'Load.';
COMMENT ON COLUMN quality.validation.suite IS 'Suite, one a contract.';
COMMENT ON COLUMN quality.validation.success IS 'Whether no expectation failed.';
COMMENT ON COLUMN quality.validation.max_severity IS 'Highest severity among failures.';
COMMENT ON COLUMN quality.validation.result IS 'Rule id, severity, success and counts of each expectation.';
COMMENT ON COLUMN quality.validation.at IS 'When, by the clock.';
