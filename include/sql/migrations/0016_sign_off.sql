-- Approvals, final months, amendments, the chained log.

CREATE TABLE audit.event (
    event_id bigint PRIMARY KEY CHECK (event_id > 0),
    noted_at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind ~ '^[a-z][a-z_]*$'),
    ref text NOT NULL,
    content jsonb NOT NULL,
    previous_sha256 text NOT NULL CHECK (previous_sha256 ~ '^[0-9a-f]{64}$'),
    sha256 text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE audit.event IS
'What people decided, judged, signed and looked at, in order. Each row holds the hash of the one before, so that none can be changed or '
'taken out unseen. Without personal data.';
COMMENT ON COLUMN audit.event.event_id IS 'Its place in the chain, from 1, without gaps.';
COMMENT ON COLUMN audit.event.noted_at IS 'When, by the clock.';
COMMENT ON COLUMN audit.event.kind IS 'What it was: decision, verdict, sign_off, month_final, look.';
COMMENT ON COLUMN audit.event.ref IS 'What it concerns: the id of the entry, the row, or the month and version.';
COMMENT ON COLUMN audit.event.content IS 'What was decided, by whose user id; no NIK, KPJ or name.';
COMMENT ON COLUMN audit.event.previous_sha256 IS 'sha256 of the event before; 64 zeros for the first.';
COMMENT ON COLUMN audit.event.sha256 IS
'SHA-256 of previous_sha256, event_id, noted_at in UTC, kind, ref and content as text, each on a line of its own, without a last line end.';

CREATE FUNCTION audit.event_sha256(
    previous_sha256 text, event_id bigint, noted_at timestamptz, kind text, ref text, content jsonb
) RETURNS text
LANGUAGE sql STABLE AS $$
SELECT
    encode(
        sha256(
            convert_to(
                concat_ws(
                    E'\n',
                    previous_sha256,
                    event_id::text,
                    to_char(noted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    kind,
                    ref,
                    content::text
                ),
                'UTF8'
            )
        ),
        'hex'
    )
$$;
COMMENT ON FUNCTION audit.event_sha256(text, bigint, timestamptz, text, text, jsonb) IS 'The hash that an event must have.';

CREATE FUNCTION audit.event_root() RETURNS text
LANGUAGE sql STABLE AS $$
SELECT coalesce((SELECT e.sha256 FROM audit.event AS e ORDER BY e.event_id DESC LIMIT 1), repeat('0', 64))
$$;
COMMENT ON FUNCTION audit.event_root() IS 'The hash of the newest event: it stands for the whole chain up to it. 64 zeros without any.';

CREATE FUNCTION audit.note_event(kind text, ref text, content jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    place bigint;
    previous text;
    noted timestamptz := clock_timestamp();
    hash text;
BEGIN
    -- One at a time: the next event stands on this one. The lock is held until the caller's transaction ends.
    PERFORM pg_advisory_xact_lock(hashtext('audit.event'));
    SELECT e.event_id, e.sha256 INTO place, previous FROM audit.event AS e ORDER BY e.event_id DESC LIMIT 1;
    place := coalesce(place, 0) + 1;
    previous := coalesce(previous, repeat('0', 64));
    hash := audit.event_sha256(previous, place, noted, kind, ref, content);
    INSERT INTO audit.event (event_id, noted_at, kind, ref, content, previous_sha256, sha256)
    VALUES (place, noted, kind, ref, content, previous, hash);
    RETURN hash;
END
$$;
COMMENT ON FUNCTION audit.note_event(text, text, jsonb) IS
'Appends an event to the chain and returns the new root. The content names users by their ids, people never.';

CREATE FUNCTION audit.broken_event() RETURNS bigint
LANGUAGE sql STABLE AS $$
SELECT min(link.event_id)
FROM (
    SELECT
        e.event_id,
        e.event_id <> row_number() OVER by_place
        OR e.previous_sha256 <> coalesce(lag(e.sha256) OVER by_place, repeat('0', 64))
        OR e.sha256 <> audit.event_sha256(e.previous_sha256, e.event_id, e.noted_at, e.kind, e.ref, e.content) AS is_broken
    FROM audit.event AS e
    WINDOW by_place AS (ORDER BY e.event_id)
) AS link
WHERE link.is_broken
$$;
COMMENT ON FUNCTION audit.broken_event() IS
'The first event that is not what its hash says, or whose link to the one before is broken; null while the chain is whole. A chain cut off '
'at its end shows only against a root that was printed: see audit.event_of_root.';

CREATE FUNCTION audit.event_of_root(root text) RETURNS bigint
LANGUAGE sql STABLE AS $$
SELECT e.event_id FROM audit.event AS e WHERE e.sha256 = root AND coalesce(audit.broken_event() > e.event_id, true)
$$;
COMMENT ON FUNCTION audit.event_of_root(text) IS
'The event whose hash a signed document prints, where everything up to it is whole; null otherwise.';

CREATE FUNCTION audit.refuse_rewriting() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: what was noted is neither changed nor removed', TG_TABLE_SCHEMA, TG_TABLE_NAME;
END
$$;
COMMENT ON FUNCTION audit.refuse_rewriting() IS 'Keeps a table append-only.';

CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.event
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_rewriting();

REVOKE EXECUTE ON FUNCTION audit.note_event(text, text, jsonb) FROM public;
GRANT EXECUTE ON FUNCTION audit.note_event(text, text, jsonb) TO padan_loader, padan_officer;
GRANT SELECT ON audit.event TO padan_loader, padan_officer;

CREATE FUNCTION audit.note_decision() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM audit.note_event(
        'decision',
        NEW.decision_id,
        jsonb_build_object(
            'kind', NEW.kind,
            'decided_by', NEW.decided_by,
            'decided_on', NEW.decided_on,
            'content_sha256', encode(sha256(convert_to(NEW.content::text, 'UTF8')), 'hex'),
            'reason_sha256', encode(sha256(convert_to(NEW.reason, 'UTF8')), 'hex')
        )
    );
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION audit.note_decision() IS 'Appends a decision to the chain: who, when, and the hash of what.';

CREATE TRIGGER decision_is_noted AFTER INSERT ON audit.decision
FOR EACH ROW EXECUTE FUNCTION audit.note_decision();

ALTER TABLE reconciliation.version
ADD COLUMN amends_version integer CHECK (amends_version > 0 AND amends_version < version),
ADD FOREIGN KEY (period, amends_version) REFERENCES reconciliation.version;
COMMENT ON COLUMN reconciliation.version.amends_version IS
'The final version that this one would replace; null where the month had none when it was made.';
COMMENT ON COLUMN reconciliation.version.status IS
'draft, approved (by Disnaker), final (by the branch too, documents written), amended (a later version of the month became final).';

CREATE TABLE reconciliation.checked_inputs (
    period text NOT NULL,
    version integer NOT NULL,
    inputs_sha256 text NOT NULL CHECK (inputs_sha256 ~ '^[0-9a-f]{64}$'),
    run_ref text NOT NULL,
    checked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (period, version, inputs_sha256),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.checked_inputs IS
'One row a set of inputs under which a final month was computed again and every outcome was what it had been: no version was made.';
COMMENT ON COLUMN reconciliation.checked_inputs.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.checked_inputs.version IS 'Its final version.';
COMMENT ON COLUMN reconciliation.checked_inputs.inputs_sha256 IS 'SHA-256 of the inputs that were tried.';
COMMENT ON COLUMN reconciliation.checked_inputs.run_ref IS 'The orchestrator''s run.';
COMMENT ON COLUMN reconciliation.checked_inputs.checked_at IS 'When, by the clock.';
GRANT SELECT, INSERT ON reconciliation.checked_inputs TO padan_loader;
GRANT SELECT ON reconciliation.checked_inputs TO padan_reader, padan_officer;

CREATE TABLE audit.sign_off (
    sign_off_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period text NOT NULL,
    version integer NOT NULL,
    office text NOT NULL CHECK (office IN ('disnaker', 'branch')),
    verdict text NOT NULL CHECK (verdict IN ('approved', 'rejected')),
    person text NOT NULL CHECK (btrim(person) <> ''),
    signed_at timestamptz NOT NULL,
    reason text CHECK (btrim(reason) <> ''),
    document_number text CHECK (btrim(document_number) <> ''),
    run_ref text NOT NULL,
    manifest_sha256 text NOT NULL CHECK (manifest_sha256 ~ '^[0-9a-f]{64}$'),
    event_sha256 text CHECK (event_sha256 ~ '^[0-9a-f]{64}$'),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version,
    CHECK ((verdict = 'rejected') = (reason IS NOT NULL))
);
COMMENT ON TABLE audit.sign_off IS 'One verdict of one office on one version of a month. Rows are never changed or removed.';
COMMENT ON COLUMN audit.sign_off.sign_off_id IS 'Number, in order.';
COMMENT ON COLUMN audit.sign_off.period IS 'Coverage month.';
COMMENT ON COLUMN audit.sign_off.version IS 'The version signed: the newest there was.';
COMMENT ON COLUMN audit.sign_off.office IS 'Who signs: the Dinas (disnaker) first, then the branch.';
COMMENT ON COLUMN audit.sign_off.verdict IS 'A rejection sends the version back to draft; both approvals are then asked for anew.';
COMMENT ON COLUMN audit.sign_off.person IS 'User id of the officer.';
COMMENT ON COLUMN audit.sign_off.signed_at IS 'When the officer answered.';
COMMENT ON COLUMN audit.sign_off.reason IS 'Why it was rejected, in a sentence without personal data; null for an approval.';
COMMENT ON COLUMN audit.sign_off.document_number IS 'Number of the Berita Acara in the office''s register, where the officer gave one.';
COMMENT ON COLUMN audit.sign_off.run_ref IS 'The orchestrator''s run that asked.';
COMMENT ON COLUMN audit.sign_off.manifest_sha256 IS 'SHA-256 of the published manifest.json: what was signed is what is published.';
COMMENT ON COLUMN audit.sign_off.event_sha256 IS 'The row''s own link in audit.event.';
CREATE INDEX sign_off_of_version ON audit.sign_off (period, version);

CREATE VIEW audit.sign_off_in_force AS
SELECT s.* FROM audit.sign_off AS s
WHERE
    s.verdict = 'approved' AND NOT EXISTS (
        SELECT FROM audit.sign_off AS r
        WHERE r.period = s.period AND r.version = s.version AND r.verdict = 'rejected' AND r.sign_off_id > s.sign_off_id
    );
COMMENT ON VIEW audit.sign_off_in_force IS 'Approvals since the version''s last rejection: at most one an office.';

CREATE FUNCTION audit.check_sign_off() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    signed reconciliation.version%ROWTYPE;
    first audit.sign_off%ROWTYPE;
BEGIN
    SELECT v.* INTO signed FROM reconciliation.version AS v
    WHERE v.period = NEW.period AND v.version = NEW.version FOR UPDATE;
    IF signed.published_at IS NULL THEN
        RAISE EXCEPTION 'version % of % is not published: there is nothing to sign', NEW.version, NEW.period;
    END IF;
    IF EXISTS (SELECT FROM reconciliation.version AS v WHERE v.period = NEW.period AND v.version > NEW.version) THEN
        RAISE EXCEPTION 'version % of % is not the newest: sign that one', NEW.version, NEW.period;
    END IF;
    SELECT s.* INTO first FROM audit.sign_off_in_force AS s
    WHERE s.period = NEW.period AND s.version = NEW.version AND s.office = 'disnaker';
    IF NEW.office = 'disnaker' AND signed.status <> 'draft' THEN
        RAISE EXCEPTION 'version % of % is %: Disnaker signs a draft', NEW.version, NEW.period, signed.status;
    END IF;
    IF NEW.office = 'branch' AND (signed.status <> 'approved' OR first IS NULL OR EXISTS (
        SELECT FROM audit.sign_off_in_force AS s
        WHERE s.period = NEW.period AND s.version = NEW.version AND s.office = 'branch'
    )) THEN
        RAISE EXCEPTION 'version % of % is %: the branch signs once, after Disnaker', NEW.version, NEW.period, signed.status;
    END IF;
    IF NEW.office = 'branch' AND NEW.verdict = 'approved' AND NEW.person = first.person THEN
        RAISE EXCEPTION 'version % of % was approved by the same person for Disnaker: two people sign', NEW.version, NEW.period;
    END IF;
    IF NEW.office = 'branch' AND NEW.manifest_sha256 <> first.manifest_sha256 THEN
        RAISE EXCEPTION 'version % of %: Disnaker approved another manifest', NEW.version, NEW.period;
    END IF;
    NEW.event_sha256 := audit.note_event(
        'sign_off',
        NEW.period || ' v' || NEW.version,
        jsonb_build_object(
            'sign_off_id', NEW.sign_off_id,
            'office', NEW.office,
            'verdict', NEW.verdict,
            'person', NEW.person,
            'signed_at', to_char(NEW.signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'reason_sha256', encode(sha256(convert_to(NEW.reason, 'UTF8')), 'hex'),
            'document_number', NEW.document_number,
            'manifest_sha256', NEW.manifest_sha256
        )
    );
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION audit.check_sign_off() IS
'Only the newest, published version; Disnaker first, then another person for the branch, for the same manifest. Then appends to the chain.';

CREATE TRIGGER sign_off_is_right BEFORE INSERT ON audit.sign_off
FOR EACH ROW EXECUTE FUNCTION audit.check_sign_off();

CREATE FUNCTION audit.apply_sign_off() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reconciliation.version AS v
    SET status = CASE WHEN NEW.verdict = 'rejected' THEN 'draft' ELSE 'approved' END
    WHERE v.period = NEW.period AND v.version = NEW.version;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION audit.apply_sign_off() IS 'Moves the version to the state that the verdict gives it.';

CREATE TRIGGER sign_off_counts AFTER INSERT ON audit.sign_off
FOR EACH ROW EXECUTE FUNCTION audit.apply_sign_off();

CREATE TRIGGER sign_off_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.sign_off
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_rewriting();

GRANT SELECT, INSERT ON audit.sign_off TO padan_loader;
GRANT SELECT ON audit.sign_off_in_force TO padan_loader, padan_officer;
GRANT SELECT ON audit.sign_off TO padan_officer;

CREATE FUNCTION reconciliation.check_status() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    signatures integer;
    last_verdict text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'version % of % must begin as a draft', NEW.version, NEW.period;
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status IN ('final', 'amended') AND (OLD.inputs_sha256, OLD.inputs, OLD.cut_off, OLD.code_version, OLD.amends_version)
        IS DISTINCT FROM (NEW.inputs_sha256, NEW.inputs, NEW.cut_off, NEW.code_version, NEW.amends_version) THEN
        RAISE EXCEPTION 'version % of % is %: it is locked', OLD.version, OLD.period, OLD.status;
    END IF;
    IF NEW.status = OLD.status THEN
        RETURN NEW;
    END IF;
    SELECT count(DISTINCT s.office) INTO signatures FROM audit.sign_off_in_force AS s
    WHERE s.period = NEW.period AND s.version = NEW.version;
    SELECT s.verdict INTO last_verdict FROM audit.sign_off AS s
    WHERE s.period = NEW.period AND s.version = NEW.version ORDER BY s.sign_off_id DESC LIMIT 1;
    -- In brackets: a bare THEN of the CASE would end the condition.
    IF NOT (CASE OLD.status || ' ' || NEW.status
        WHEN 'draft approved' THEN signatures = 1
        WHEN 'approved draft' THEN last_verdict = 'rejected'
        WHEN 'approved final' THEN signatures = 2 AND NOT EXISTS (
            SELECT FROM reconciliation.version AS v WHERE v.period = NEW.period AND v.version > NEW.version
        )
        WHEN 'final amended' THEN EXISTS (
            SELECT FROM reconciliation.version AS v
            WHERE v.period = NEW.period AND v.amends_version = NEW.version AND v.status = 'final'
        )
        ELSE false
    END) THEN
        RAISE EXCEPTION 'version % of % cannot go from % to %: audit.sign_off does not say so',
            NEW.version, NEW.period, OLD.status, NEW.status;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION reconciliation.check_status() IS
'A version becomes approved, final or amended only as audit.sign_off says, and a final one is locked.';

CREATE TRIGGER status_is_signed BEFORE INSERT OR UPDATE ON reconciliation.version
FOR EACH ROW EXECUTE FUNCTION reconciliation.check_status();

CREATE FUNCTION reconciliation.refuse_removal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' THEN
        RAISE EXCEPTION 'version % of % is %: it stays', OLD.version, OLD.period, OLD.status;
    END IF;
    RETURN OLD;
END
$$;
COMMENT ON FUNCTION reconciliation.refuse_removal() IS 'A version that somebody signed is not removed.';

CREATE TRIGGER signed_version_stays BEFORE DELETE ON reconciliation.version
FOR EACH ROW EXECUTE FUNCTION reconciliation.refuse_removal();

CREATE FUNCTION reconciliation.changed_outcomes(wanted text, earlier integer, later integer)
RETURNS TABLE (side text, outcome_before text, outcome_after text, partner_only boolean, persons bigint)
LANGUAGE sql STABLE AS $$
WITH addressed AS (
    SELECT
        o.version,
        o.side,
        o.pair_id,
        row(o.side, f.collection, f.path, f.sha256, f.received_at, coalesce(v.sheet, b.sheet), coalesce(v.row_number, b.row_number))::text
            AS address,
        o.outcome,
        row(
            o.outcome, o.reason, o.carried, o.village_code, o.participant_group, o.funding_source, o.rupiah, o.covered, o.match_method
        )::text AS told
    FROM reconciliation.outcome AS o
    LEFT JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
    INNER JOIN landing.file AS f ON f.file_id = coalesce(v.file_id, b.file_id)
    WHERE o.period = wanted AND o.version IN (earlier, later)
),

paired AS (
    SELECT
        a.version,
        a.side,
        a.address,
        a.outcome,
        a.told,
        p.address AS partner
    FROM addressed AS a
    LEFT JOIN addressed AS p ON a.pair_id = p.pair_id AND a.version = p.version AND a.side <> p.side
)

SELECT
    coalesce(n.side, o.side),
    o.outcome,
    n.outcome,
    o.told IS NOT DISTINCT FROM n.told,
    count(*)
FROM (SELECT p.* FROM paired AS p WHERE p.version = earlier) AS o
FULL JOIN (SELECT p.* FROM paired AS p WHERE p.version = later) AS n ON o.address = n.address
WHERE (o.told, o.partner) IS DISTINCT FROM (n.told, n.partner)
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION reconciliation.changed_outcomes(text, integer, integer) IS
'Rows of both sides whose outcome, reason, place, contribution or partner differs between two versions of a month, counted by outcome before '
'and after; null where the row stands in one of them only. partner_only: nothing but the partner''s row is another one. Rows are told apart '
'by file, sheet and row number, so that a file that was read again is the same file.';
GRANT EXECUTE ON FUNCTION reconciliation.changed_outcomes(text, integer, integer) TO padan_loader;
