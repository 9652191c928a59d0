-- The life of a submission: what people decided, files read again under a decision, and what changed between attempts.

CREATE TABLE audit.decision (
    decision_id text PRIMARY KEY,
    place integer NOT NULL UNIQUE CHECK (place > 0),
    kind text NOT NULL CHECK (kind IN ('column_mapping', 'withdraw_submission', 'reassign_submission', 'undo')),
    content jsonb NOT NULL,
    undoes text UNIQUE REFERENCES audit.decision,
    decided_by text NOT NULL,
    decided_on date NOT NULL,
    reason text NOT NULL,
    run_ref text NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((kind = 'undo') = (undoes IS NOT NULL))
);
COMMENT ON TABLE audit.decision IS 'One entry of the decisions file, as it was taken. Rows are never changed or removed; another entry undoes one.';
COMMENT ON COLUMN audit.decision.decision_id IS 'The entry''s own id.';
COMMENT ON COLUMN audit.decision.place IS 'Its place in the file, from 1.';
COMMENT ON COLUMN audit.decision.kind IS 'What was decided.';
COMMENT ON COLUMN audit.decision.content IS 'What it says of its kind: heads and columns; month, path and bytes; new month or village.';
COMMENT ON COLUMN audit.decision.undoes IS 'The entry that this one undoes.';
COMMENT ON COLUMN audit.decision.decided_by IS 'Who decided.';
COMMENT ON COLUMN audit.decision.decided_on IS 'Day of the decision.';
COMMENT ON COLUMN audit.decision.reason IS 'Why, in a sentence without personal data.';
COMMENT ON COLUMN audit.decision.run_ref IS 'The run that took it over from the file.';
COMMENT ON COLUMN audit.decision.taken_at IS 'When that was, by the clock.';

CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decision that was taken is neither changed nor removed: add an entry of kind undo to the decisions file';
END
$$;
COMMENT ON FUNCTION audit.refuse_change() IS 'Keeps audit.decision append-only.';

CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.decision
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

CREATE VIEW audit.decision_in_force AS
SELECT d.* FROM audit.decision AS d
WHERE d.kind <> 'undo' AND NOT EXISTS (SELECT FROM audit.decision AS u WHERE u.undoes = d.decision_id);
COMMENT ON VIEW audit.decision_in_force IS 'Decisions that no other entry undoes.';

GRANT SELECT, INSERT ON audit.decision TO padan_loader;
GRANT SELECT ON audit.decision_in_force TO padan_loader;
GRANT USAGE ON SCHEMA audit TO padan_officer;
GRANT SELECT ON audit.decision, audit.decision_in_force TO padan_officer;

ALTER TABLE landing.file
ADD COLUMN reading integer NOT NULL DEFAULT 1 CHECK (reading > 0),
ADD COLUMN read_again_of bigint REFERENCES landing.file,
ADD COLUMN decisions text[] NOT NULL DEFAULT '{}',
ADD COLUMN withdrawn boolean NOT NULL DEFAULT false,
ADD COLUMN assigned_village text,
ADD CHECK ((reading = 1) = (read_again_of IS NULL)),
DROP CONSTRAINT file_feed_collection_path_sha256_received_at_key,
ADD UNIQUE (feed, collection, path, sha256, received_at, reading);
COMMENT ON TABLE landing.file IS
'One row a file seen at the source: the same path with other bytes is another row, and so is a file that is read again under other '
'decisions.';
COMMENT ON COLUMN landing.file.period IS
'Coverage month (village and branch files), else null: that of the collection, or the one a decision assigned the file to.';
COMMENT ON COLUMN landing.file.reading IS '1, and one more each time the same bytes are read again under other decisions.';
COMMENT ON COLUMN landing.file.read_again_of IS 'The file''s first reading; null where this is it.';
COMMENT ON COLUMN landing.file.decisions IS 'Decisions in force that concern the file, in the order in which they were taken.';
COMMENT ON COLUMN landing.file.withdrawn IS 'Whether a decision withdrew it: it counts for nothing.';
COMMENT ON COLUMN landing.file.assigned_village IS 'Village that a decision assigned it to, whatever the file says; null without one.';

COMMENT ON COLUMN reconciliation.submission.state IS
'Whether it counts; held = its breaker tripped, withdrawn = a person took it back.';
COMMENT ON COLUMN mart.submission_status.reason IS
'Refusal or breaker for which nothing of the village counts, or withdrawn where a person took back all it sent.';

CREATE INDEX file_read_again ON landing.file (read_again_of) WHERE read_again_of IS NOT NULL;

CREATE VIEW landing.current_file AS
SELECT f.* FROM landing.file AS f
WHERE
    f.load_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM landing.file AS later
        WHERE later.read_again_of = coalesce(f.read_again_of, f.file_id) AND later.reading > f.reading AND later.load_id IS NOT NULL
    );
COMMENT ON VIEW landing.current_file IS
'Loaded files by their newest reading: what counts. Earlier readings stay for the versions that stood on them.';
GRANT SELECT ON landing.current_file TO padan_loader, padan_officer;

CREATE TABLE core.attempt (
    attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    village_code text NOT NULL,
    file_id bigint NOT NULL REFERENCES landing.file,
    earlier_file_ids bigint[] NOT NULL,
    UNIQUE (file_id, village_code, earlier_file_ids)
);
COMMENT ON TABLE core.attempt IS 'One list of a village that replaced earlier ones of the same month.';
COMMENT ON COLUMN core.attempt.attempt_id IS 'Number.';
COMMENT ON COLUMN core.attempt.village_code IS 'Village.';
COMMENT ON COLUMN core.attempt.file_id IS 'The later list''s file.';
COMMENT ON COLUMN core.attempt.earlier_file_ids IS 'The files it replaced, ascending.';

CREATE TABLE core.attempt_change (
    attempt_id bigint NOT NULL REFERENCES core.attempt,
    change text NOT NULL CHECK (change IN ('fixed', 'still_wrong', 'newly_wrong', 'unchanged', 'gone', 'added')),
    matched_by text CHECK (matched_by IN ('key', 'nik', 'written')),
    earlier_row_id bigint REFERENCES core.village_row,
    row_id bigint REFERENCES core.village_row,
    UNIQUE NULLS NOT DISTINCT (attempt_id, earlier_row_id, row_id),
    CHECK ((change = 'gone') = (row_id IS NULL)),
    CHECK ((change = 'added') = (earlier_row_id IS NULL)),
    CHECK ((matched_by IS NULL) = (change IN ('gone', 'added')))
);
COMMENT ON TABLE core.attempt_change IS 'One row a row of the earlier lists, of the later list, or of both where they are the same person''s.';
COMMENT ON COLUMN core.attempt_change.attempt_id IS 'Attempt.';
COMMENT ON COLUMN core.attempt_change.change IS
'fixed, still_wrong, newly_wrong or unchanged (right in both) by the blocking and correctable rules; gone; added.';
COMMENT ON COLUMN core.attempt_change.matched_by IS 'Row key, the same usable NIK, or the same NIK as written and name.';
COMMENT ON COLUMN core.attempt_change.earlier_row_id IS 'Row of an earlier list; null when added.';
COMMENT ON COLUMN core.attempt_change.row_id IS 'Row of the later list; null when gone.';

CREATE VIEW mart.attempt AS
WITH replaced AS (
    SELECT
        s.period,
        s.version,
        s.village_code,
        s.superseded_by AS file_id,
        array_agg(s.file_id ORDER BY s.file_id) AS earlier_file_ids
    FROM reconciliation.submission AS s
    WHERE s.superseded_by IS NOT NULL
    GROUP BY s.period, s.version, s.village_code, s.superseded_by
)

SELECT
    r.period,
    r.version,
    r.village_code,
    dense_rank() OVER (PARTITION BY r.period, r.version, r.village_code ORDER BY f.received_at, f.path COLLATE "C", f.file_id)::integer AS attempt,
    f.received_at,
    count(*) FILTER (WHERE c.change = 'fixed') AS fixed,
    count(*) FILTER (WHERE c.change = 'still_wrong') AS still_wrong,
    count(*) FILTER (WHERE c.change = 'newly_wrong') AS newly_wrong,
    count(*) FILTER (WHERE c.change = 'unchanged') AS unchanged,
    count(*) FILTER (WHERE c.change = 'gone') AS gone,
    count(*) FILTER (WHERE c.change = 'added') AS added
FROM replaced AS r
INNER JOIN core.attempt AS a ON r.file_id = a.file_id AND r.village_code = a.village_code AND r.earlier_file_ids = a.earlier_file_ids
INNER JOIN landing.file AS f ON a.file_id = f.file_id
INNER JOIN core.attempt_change AS c ON a.attempt_id = c.attempt_id
GROUP BY r.period, r.version, r.village_code, f.received_at, f.path, f.file_id;
COMMENT ON VIEW mart.attempt IS
'One row a replacement of a village''s list within a month: how many rows were mended, stayed wrong, became wrong, went, came.';

GRANT SELECT, INSERT, UPDATE, DELETE ON core.attempt, core.attempt_change TO padan_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA core TO padan_loader;
GRANT SELECT ON core.attempt, core.attempt_change TO padan_officer;
GRANT SELECT ON mart.attempt TO padan_loader, padan_reader, padan_officer;
