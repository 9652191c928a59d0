-- What a verdict was given on, and whether the case is still that; why somebody whom the branch bills is out, and since when; the
-- NIK with which somebody can be registered.

ALTER TABLE reconciliation.case_state
ADD COLUMN exit_outcome text CHECK (exit_outcome IN ('withdrawn', 'ineligible')),
ADD COLUMN exit_reason text,
ADD COLUMN exit_since text;
COMMENT ON COLUMN reconciliation.case_state.exit_outcome IS
'How the person is out whom the branch still bills: withdrawn or ineligible, now or when last seen; null where nobody is out.';
COMMENT ON COLUMN reconciliation.case_state.exit_reason IS 'Reason of that outcome, e.g. over_age.';
COMMENT ON COLUMN reconciliation.case_state.exit_since IS 'Month since which the person is out.';

ALTER TABLE reconciliation.case_verdict
ADD COLUMN about_cause text,
ADD COLUMN about_reason text,
ADD COLUMN governs boolean NOT NULL DEFAULT true;
ALTER TABLE reconciliation.case_verdict ALTER COLUMN governs DROP DEFAULT;
COMMENT ON TABLE reconciliation.case_verdict IS
'The verdict of one office on one case in one version of a month: its last one on what the case is now, else its last one at all.';
COMMENT ON COLUMN reconciliation.case_verdict.about_cause IS 'Cause of the case where the verdict was given: in the version that it answers.';
COMMENT ON COLUMN reconciliation.case_verdict.about_reason IS 'Reason of the case there.';
COMMENT ON COLUMN reconciliation.case_verdict.governs IS
'Whether the case has been that, cause and reason, in every month since. Where not, the verdict is history and governs nothing.';

CREATE TABLE core.request_nik (
    period text NOT NULL,
    version integer NOT NULL,
    subject_id bigint NOT NULL,
    nik text NOT NULL CHECK (nik ~ '^\d{16}$'),
    PRIMARY KEY (period, version, subject_id),
    FOREIGN KEY (period, version, subject_id) REFERENCES reconciliation.request
);
COMMENT ON TABLE core.request_nik IS 'One person whom a version of a month asks the branch to register: the NIK with which it can be done.';
COMMENT ON COLUMN core.request_nik.period IS 'Coverage month.';
COMMENT ON COLUMN core.request_nik.version IS 'Version.';
COMMENT ON COLUMN core.request_nik.subject_id IS 'The case.';
COMMENT ON COLUMN core.request_nik.nik IS 'The village''s NIK, or the one by which the person was found where the village wrote another.';
GRANT SELECT, INSERT, UPDATE, DELETE ON core.request_nik TO padan_loader;
GRANT SELECT ON core.request_nik TO padan_officer;

CREATE OR REPLACE VIEW mart.verdict_contradiction AS
SELECT
    d.period,
    d.version,
    d.case_code,
    c.cause,
    c.village_code,
    c.status,
    d.verdict AS disnaker_verdict,
    d.candidate AS disnaker_candidate,
    d.decided_on AS disnaker_decided_on,
    b.verdict AS branch_verdict,
    b.candidate AS branch_candidate,
    b.decided_on AS branch_decided_on
FROM reconciliation.case_verdict AS d
INNER JOIN reconciliation.case_verdict AS b
    ON d.period = b.period AND d.version = b.version AND d.case_code = b.case_code AND d.office = 'disnaker' AND b.office = 'branch'
INNER JOIN reconciliation.subject AS s ON d.case_code = s.case_code
INNER JOIN reconciliation.case_state AS c ON d.period = c.period AND d.version = c.version AND s.subject_id = c.subject_id
INNER JOIN core.verdict_word AS dw
    ON d.verdict = dw.verdict AND dw.office = 'disnaker' AND d.decided_on BETWEEN dw.valid_from AND coalesce(dw.valid_to, 'infinity')
INNER JOIN core.verdict_word AS bw
    ON b.verdict = bw.verdict AND bw.office = 'branch' AND b.decided_on BETWEEN bw.valid_from AND coalesce(bw.valid_to, 'infinity')
WHERE
    d.governs AND b.governs
    AND (
        string_to_array(dw.stance, ' ') && string_to_array(bw.against, ' ')
        OR string_to_array(bw.stance, ' ') && string_to_array(dw.against, ' ')
        OR d.candidate <> b.candidate
    );
COMMENT ON VIEW mart.verdict_contradiction IS
'One row a case on which the last verdicts of Disnaker and the branch on what it is now contradict each other: the agenda of their meeting.';

CREATE OR REPLACE VIEW reconciliation.case_history AS
SELECT
    s.case_code,
    c.period,
    c.version,
    c.status,
    c.change,
    c.cause,
    c.previous_cause,
    c.village_code,
    c.previous_village_code,
    c.owner,
    c.reason,
    c.opened_period,
    greatest(v.cut_off - core.cut_off_of(c.opened_period), 0) AS age_days,
    d.verdict AS disnaker_verdict,
    d.candidate AS disnaker_candidate,
    d.decided_on AS disnaker_decided_on,
    b.verdict AS branch_verdict,
    b.candidate AS branch_candidate,
    b.decided_on AS branch_decided_on,
    r.kind AS asked_of_branch,
    f.result AS branch_did,
    d.governs AS disnaker_governs,
    b.governs AS branch_governs
FROM reconciliation.case_state AS c
INNER JOIN reconciliation.current_version AS n ON c.period = n.period AND c.version = n.version
INNER JOIN reconciliation.version AS v ON c.period = v.period AND c.version = v.version
INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
LEFT JOIN reconciliation.case_verdict AS d
    ON c.period = d.period AND c.version = d.version AND s.case_code = d.case_code AND d.office = 'disnaker'
LEFT JOIN reconciliation.case_verdict AS b
    ON c.period = b.period AND c.version = b.version AND s.case_code = b.case_code AND b.office = 'branch'
LEFT JOIN reconciliation.request AS r ON c.period = r.period AND c.version = r.version AND c.subject_id = r.subject_id
LEFT JOIN reconciliation.request_result AS f ON c.period = f.period AND c.version = f.version AND c.subject_id = f.subject_id;
COMMENT ON VIEW reconciliation.case_history IS
'One row a case and month, by the month''s newest version: what happened to it, whose it is, what both offices said of it; a verdict that '
'does not govern was given on what the case was before.';

CREATE INDEX subject_by_person ON reconciliation.subject (person_key, side);
CREATE INDEX subject_by_content ON reconciliation.subject (content_sha256) WHERE content_sha256 IS NOT NULL;
CREATE INDEX case_state_by_subject ON reconciliation.case_state (subject_id);
