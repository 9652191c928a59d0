-- Landing: every file as it arrived, and every load that worked on them.

CREATE TABLE audit.load (
    load_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed text NOT NULL CHECK (feed IN ('village_submissions', 'bpjs_branch_export', 'poverty_registry', 'exclusion_lists')),
    run_ref text NOT NULL,
    code_version text NOT NULL,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'loaded', 'failed')),
    periods text[] NOT NULL DEFAULT '{}',
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CHECK ((state = 'running') = (finished_at IS NULL))
);
COMMENT ON TABLE audit.load IS 'One attempt to bring one feed''s new files into core.';
COMMENT ON COLUMN audit.load.load_id IS 'Number of the load.';
COMMENT ON COLUMN audit.load.feed IS 'Which feed.';
COMMENT ON COLUMN audit.load.run_ref IS 'The orchestrator''s run, e.g. a DAG run id; ''local'' outside Airflow.';
COMMENT ON COLUMN audit.load.code_version IS 'Version of Padan that did it.';
COMMENT ON COLUMN audit.load.state IS 'running, loaded or failed.';
COMMENT ON COLUMN audit.load.periods IS 'Coverage months its files belong to; empty for feeds that concern every open month.';
COMMENT ON COLUMN audit.load.started_at IS 'When it began, by the clock.';
COMMENT ON COLUMN audit.load.finished_at IS 'When it ended, by the clock.';

CREATE TABLE landing.file (
    file_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed text NOT NULL CHECK (feed IN ('village_submissions', 'bpjs_branch_export', 'poverty_registry', 'exclusion_lists')),
    collection text NOT NULL,
    period text CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
    path text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL CHECK (bytes >= 0),
    received_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    landed_at timestamptz NOT NULL DEFAULT now(),
    load_id bigint REFERENCES audit.load,
    UNIQUE (feed, collection, path, sha256, received_at),
    CHECK ((feed IN ('village_submissions', 'bpjs_branch_export')) = (period IS NOT NULL))
);
COMMENT ON TABLE landing.file IS 'One row a file seen at the source: the same path with other bytes is another row.';
COMMENT ON COLUMN landing.file.file_id IS 'Number of the file.';
COMMENT ON COLUMN landing.file.feed IS 'Which feed it belongs to.';
COMMENT ON COLUMN landing.file.collection IS 'Folder below the feed: the coverage month, ''<registry>/<version>'' or the exclusion list''s name.';
COMMENT ON COLUMN landing.file.period IS 'Coverage month (village and branch files), else null.';
COMMENT ON COLUMN landing.file.path IS 'Path below the collection''s folder, ''/'' between.';
COMMENT ON COLUMN landing.file.sha256 IS 'SHA-256 of the bytes; they lie in landing/<sha256>.';
COMMENT ON COLUMN landing.file.bytes IS 'Size.';
COMMENT ON COLUMN landing.file.received_at IS 'Modification time at the source: when it was received.';
COMMENT ON COLUMN landing.file.seen_at IS
'Newest modification time at the source under which these bytes were seen: a touched file is not a new one.';
COMMENT ON COLUMN landing.file.landed_at IS 'When Padan copied it, by the clock.';
COMMENT ON COLUMN landing.file.load_id IS 'The load that brought it into core; null while it waits.';

CREATE INDEX file_waiting ON landing.file (feed) WHERE load_id IS NULL;
CREATE INDEX file_by_collection ON landing.file (feed, collection, path);

CREATE TABLE audit.step_outcome (
    step_outcome_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_ref text NOT NULL,
    step text NOT NULL,
    unit text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'held', 'failed', 'unchanged')),
    counts jsonb NOT NULL DEFAULT '{}',
    message text,
    at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE audit.step_outcome IS 'One row a unit of work of a run (a file, a village, a step): what happened.';
COMMENT ON COLUMN audit.step_outcome.step_outcome_id IS 'Number.';
COMMENT ON COLUMN audit.step_outcome.run_ref IS 'The orchestrator''s run.';
COMMENT ON COLUMN audit.step_outcome.step IS 'land, read, check, load, reconcile, publish.';
COMMENT ON COLUMN audit.step_outcome.unit IS 'What it worked on: ''file:12'', a village code, a period. Never a person.';
COMMENT ON COLUMN audit.step_outcome.outcome IS 'What became of it.';
COMMENT ON COLUMN audit.step_outcome.counts IS 'Counts that tell the size of it.';
COMMENT ON COLUMN audit.step_outcome.message IS 'One sentence, without personal data.';
COMMENT ON COLUMN audit.step_outcome.at IS 'When, by the clock.';

CREATE INDEX step_outcome_by_run ON audit.step_outcome (run_ref, step);

CREATE TABLE audit.alert (
    alert_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_ref text NOT NULL,
    cause text NOT NULL,
    period text,
    subject text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    sent_at timestamptz,
    UNIQUE NULLS NOT DISTINCT (run_ref, cause, period)
);
COMMENT ON TABLE audit.alert IS 'One row a cause and run that somebody must be told about.';
COMMENT ON COLUMN audit.alert.alert_id IS 'Number.';
COMMENT ON COLUMN audit.alert.run_ref IS 'The orchestrator''s run.';
COMMENT ON COLUMN audit.alert.cause IS
'breaker_tripped, submission_refused, submission_missing, branch_file_blocked, registry_refused, exclusion_refused, bridge_open, '
'run_failed.';
COMMENT ON COLUMN audit.alert.period IS 'Coverage month concerned.';
COMMENT ON COLUMN audit.alert.subject IS 'What it is about in few words: no personal data.';
COMMENT ON COLUMN audit.alert.details IS 'Counts, normal range, places, who acts, next step.';
COMMENT ON COLUMN audit.alert.sent_at IS 'When the message left, by the clock; null while it waits.';
