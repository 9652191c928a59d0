-- The verdicts that count in a version, what it asks of the branch, and what the branch did: second part of 0015.

CREATE TABLE reconciliation.case_verdict (
    period text NOT NULL,
    version integer NOT NULL,
    case_code text NOT NULL REFERENCES reconciliation.subject (case_code),
    office text NOT NULL,
    verdict_id bigint NOT NULL REFERENCES audit.verdict,
    verdict text NOT NULL,
    candidate text,
    decided_on date NOT NULL,
    PRIMARY KEY (period, version, case_code, office),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.case_verdict IS 'The verdict of one office on one case that counts in one version of a month: its last one.';
COMMENT ON COLUMN reconciliation.case_verdict.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.case_verdict.version IS 'Version.';
COMMENT ON COLUMN reconciliation.case_verdict.case_code IS 'Case.';
COMMENT ON COLUMN reconciliation.case_verdict.office IS 'disnaker or branch.';
COMMENT ON COLUMN reconciliation.case_verdict.verdict_id IS 'The verdict.';
COMMENT ON COLUMN reconciliation.case_verdict.verdict IS 'Its code.';
COMMENT ON COLUMN reconciliation.case_verdict.candidate IS 'Letter of the candidate that it names.';
COMMENT ON COLUMN reconciliation.case_verdict.decided_on IS 'Day on which it was given.';

CREATE VIEW mart.verdict_contradiction AS
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
    string_to_array(dw.stance, ' ') && string_to_array(bw.against, ' ')
    OR string_to_array(bw.stance, ' ') && string_to_array(dw.against, ' ')
    OR d.candidate <> b.candidate;
COMMENT ON VIEW mart.verdict_contradiction IS
'One row a case on which the last verdicts of Disnaker and the branch contradict each other: the agenda of their meeting.';

CREATE TABLE reconciliation.request (
    period text NOT NULL,
    version integer NOT NULL,
    subject_id bigint NOT NULL REFERENCES reconciliation.subject,
    kind text NOT NULL CHECK (kind IN ('register', 'change', 'stop', 'reactivate')),
    cause text NOT NULL,
    reason text,
    village_code text NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    first_period text NOT NULL,
    times integer NOT NULL CHECK (times > 0),
    village_row_id bigint,
    branch_row_id bigint,
    PRIMARY KEY (period, version, subject_id),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.request IS 'One thing that one version of a month asks the branch to do about one case.';
COMMENT ON COLUMN reconciliation.request.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.request.version IS 'Version.';
COMMENT ON COLUMN reconciliation.request.subject_id IS 'The case.';
COMMENT ON COLUMN reconciliation.request.kind IS 'register, change, stop or reactivate.';
COMMENT ON COLUMN reconciliation.request.cause IS 'Cause of the case.';
COMMENT ON COLUMN reconciliation.request.reason IS 'Reason of the outcome: for a change the fields, with commas between.';
COMMENT ON COLUMN reconciliation.request.village_code IS 'Village.';
COMMENT ON COLUMN reconciliation.request.participant_group IS 'Group.';
COMMENT ON COLUMN reconciliation.request.funding_source IS 'Funder.';
COMMENT ON COLUMN reconciliation.request.first_period IS 'Month since which it is asked without a break.';
COMMENT ON COLUMN reconciliation.request.times IS 'Months in which it was asked since then, this one too.';
COMMENT ON COLUMN reconciliation.request.village_row_id IS 'The village''s row, where there is one.';
COMMENT ON COLUMN reconciliation.request.branch_row_id IS 'The branch''s row, where there is one.';

CREATE TABLE reconciliation.request_result (
    period text NOT NULL,
    version integer NOT NULL,
    subject_id bigint NOT NULL REFERENCES reconciliation.subject,
    kind text NOT NULL CHECK (kind IN ('register', 'change', 'stop', 'reactivate')),
    cause text NOT NULL,
    reason text,
    village_code text NOT NULL,
    asked_period text NOT NULL,
    asked_version integer NOT NULL,
    first_period text NOT NULL,
    result text NOT NULL CHECK (result IN ('done', 'not_done', 'done_differently', 'not_needed')),
    branch_row_id bigint,
    PRIMARY KEY (period, version, subject_id),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version,
    FOREIGN KEY (asked_period, asked_version, subject_id) REFERENCES reconciliation.request
);
COMMENT ON TABLE reconciliation.request_result IS 'What one version of a month shows that the branch did with one thing asked the month before.';
COMMENT ON COLUMN reconciliation.request_result.period IS 'Coverage month in which it shows.';
COMMENT ON COLUMN reconciliation.request_result.version IS 'Version.';
COMMENT ON COLUMN reconciliation.request_result.subject_id IS 'The case.';
COMMENT ON COLUMN reconciliation.request_result.kind IS 'What was asked: register, change, stop or reactivate.';
COMMENT ON COLUMN reconciliation.request_result.cause IS 'Cause for which it was asked.';
COMMENT ON COLUMN reconciliation.request_result.reason IS 'Reason for which it was asked.';
COMMENT ON COLUMN reconciliation.request_result.village_code IS 'Village.';
COMMENT ON COLUMN reconciliation.request_result.asked_period IS 'Month that asked.';
COMMENT ON COLUMN reconciliation.request_result.asked_version IS 'Version that asked.';
COMMENT ON COLUMN reconciliation.request_result.first_period IS 'Month since which it is asked without a break.';
COMMENT ON COLUMN reconciliation.request_result.result IS
'done, not_done, done_differently (the branch did something else), or not_needed (the village''s or an office''s facts changed).';
COMMENT ON COLUMN reconciliation.request_result.branch_row_id IS 'The person''s row at the branch now, where there is one.';

CREATE VIEW mart.request_follow_up AS
SELECT
    r.period,
    r.version,
    r.kind,
    core.months_between(r.asked_period, r.first_period) + 1 AS times_asked,
    greatest(v.cut_off - core.cut_off_of(r.first_period), 0) AS age_days,
    count(*) AS asked,
    count(*) FILTER (WHERE r.result = 'done') AS done,
    count(*) FILTER (WHERE r.result = 'not_done') AS not_done,
    count(*) FILTER (WHERE r.result = 'done_differently') AS done_differently,
    count(*) FILTER (WHERE r.result = 'not_needed') AS not_needed
FROM reconciliation.request_result AS r
INNER JOIN reconciliation.version AS v ON r.period = v.period AND r.version = v.version
GROUP BY r.period, r.version, r.kind, r.asked_period, r.first_period, v.cut_off;
COMMENT ON VIEW mart.request_follow_up IS
'One row a kind of request and age: how many things the month before asked of the branch, and what this month shows of them.';

CREATE VIEW mart.request AS
SELECT
    r.period,
    r.version,
    r.kind,
    r.cause,
    r.village_code,
    r.participant_group,
    r.funding_source,
    r.times,
    count(*) AS asked
FROM reconciliation.request AS r
GROUP BY r.period, r.version, r.kind, r.cause, r.village_code, r.participant_group, r.funding_source, r.times;
COMMENT ON VIEW mart.request IS 'What a version of a month asks of the branch, counted by kind, cause, village, group, funder and how often.';

CREATE VIEW mart.confirmed_link_use AS
SELECT
    o.period,
    o.version,
    o.village_code,
    count(DISTINCT o.person_key) AS persons
FROM reconciliation.outcome AS o
WHERE o.side = 'village' AND o.match_method = 'confirmed_link'
GROUP BY o.period, o.version, o.village_code;
COMMENT ON VIEW mart.confirmed_link_use IS 'People whom a link confirmed in an earlier month identified, by village.';

CREATE VIEW mart.in_process AS
SELECT
    o.period,
    o.version,
    o.village_code,
    o.participant_group,
    o.funding_source,
    o.presence_since,
    core.months_between(o.period, o.presence_since) AS age_months,
    core.parameter_of('processing_months', o.period)::integer AS limit_months,
    count(*) AS persons,
    sum(o.rupiah)::bigint AS rupiah
FROM reconciliation.outcome AS o
WHERE o.side = 'village' AND o.outcome = 'in_process'
GROUP BY o.period, o.version, o.village_code, o.participant_group, o.funding_source, o.presence_since;
COMMENT ON VIEW mart.in_process IS
'People on the roster whom the branch may still be registering, by village and since when: no exceptions until age_months passes limit_months.';

CREATE VIEW reconciliation.case_history AS
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
    f.result AS branch_did
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
'One row a case and month, by the month''s newest version: what happened to it, whose it is, what both offices said of it.';

GRANT SELECT, INSERT, UPDATE, DELETE ON
reconciliation.case_verdict, reconciliation.request, reconciliation.request_result
TO padan_loader;
GRANT SELECT ON
reconciliation.case_verdict, reconciliation.request, reconciliation.request_result, reconciliation.case_history
TO padan_officer, padan_reader, padan_loader;
GRANT SELECT ON
mart.verdict_contradiction, mart.request_follow_up, mart.request, mart.confirmed_link_use, mart.in_process
TO padan_loader, padan_reader, padan_officer;
