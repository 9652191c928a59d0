-- Mart: the stable interface. No personal data. Every table has period and version.

CREATE TABLE mart.gap_bridge (
    period text NOT NULL,
    version integer NOT NULL,
    level text NOT NULL CHECK (level IN ('regency', 'district', 'village')),
    area_code text NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    line text NOT NULL CHECK (
        line IN (
            'submitted',
            'carried_forward',
            'superseded',
            'rejected',
            'duplicate_in_file',
            'withdrawn',
            'duplicate_across_villages',
            'ineligible',
            'roster',
            'inactive_at_branch',
            'ambiguous',
            'in_process',
            'not_at_branch',
            'matched',
            'matched_different',
            'matched_by_inference',
            'contribution_difference',
            'moved_out',
            'moved_in',
            'billed_after_exit',
            'not_submitted',
            'duplicate_at_branch',
            'ambiguous_at_branch',
            'rejected_at_branch',
            'inactive_rows_at_branch',
            'rows_at_branch',
            'not_covered_at_branch',
            'covered_at_branch',
            'difference_to_printed_total',
            'printed_total'
        )
    ),
    persons bigint NOT NULL,
    rupiah bigint NOT NULL,
    PRIMARY KEY (period, version, level, area_code, participant_group, funding_source, line),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version,
    CHECK (persons >= 0 OR line = 'difference_to_printed_total'),
    CHECK (line <> 'contribution_difference' OR persons = 0)
);
COMMENT ON TABLE mart.gap_bridge IS 'One line of the bridge in one cell (area, group, funder).';
COMMENT ON COLUMN mart.gap_bridge.period IS 'Coverage month.';
COMMENT ON COLUMN mart.gap_bridge.version IS 'Version.';
COMMENT ON COLUMN mart.gap_bridge.level IS 'Level of the area.';
COMMENT ON COLUMN mart.gap_bridge.area_code IS '''32.01'', ''32.01.05'', ''32.01.05.2003''; ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN mart.gap_bridge.participant_group IS 'Group; ''unknown'', or ''all'' in a month whose printed totals are not split.';
COMMENT ON COLUMN mart.gap_bridge.funding_source IS 'Funder; ''unknown'' or ''all'' likewise.';
COMMENT ON COLUMN mart.gap_bridge.line IS 'Line, as the reconciliation names it.';
COMMENT ON COLUMN mart.gap_bridge.persons IS 'Rows counted; negative only in difference_to_printed_total.';
COMMENT ON COLUMN mart.gap_bridge.rupiah IS 'Rupiah of the line.';

CREATE TABLE mart.submission_status (
    period text NOT NULL,
    version integer NOT NULL,
    village_code text NOT NULL REFERENCES core.village,
    status text NOT NULL CHECK (status IN ('received', 'late', 'nil', 'carried_forward', 'missing', 'refused')),
    files integer NOT NULL,
    rows_submitted integer NOT NULL,
    rows_accepted integer NOT NULL,
    rows_rejected integer NOT NULL,
    rows_superseded integer NOT NULL,
    received_at timestamptz,
    reason text,
    PRIMARY KEY (period, version, village_code),
    CHECK (rows_submitted = rows_accepted + rows_rejected + rows_superseded)
);
COMMENT ON TABLE mart.submission_status IS 'One village in one version of a month; version 0 until the month has one.';
COMMENT ON COLUMN mart.submission_status.period IS 'Coverage month.';
COMMENT ON COLUMN mart.submission_status.version IS 'Version.';
COMMENT ON COLUMN mart.submission_status.village_code IS 'Village.';
COMMENT ON COLUMN mart.submission_status.status IS 'What became of its list.';
COMMENT ON COLUMN mart.submission_status.files IS 'Files it sent for the month.';
COMMENT ON COLUMN mart.submission_status.rows_submitted IS 'Rows of all its files: accepted, rejected and superseded.';
COMMENT ON COLUMN mart.submission_status.rows_accepted IS 'Rows no blocking rule holds.';
COMMENT ON COLUMN mart.submission_status.rows_rejected IS 'Rows a blocking rule or a breaker holds.';
COMMENT ON COLUMN mart.submission_status.rows_superseded IS 'Rows of files that a later one replaced.';
COMMENT ON COLUMN mart.submission_status.received_at IS 'When its standing list (else its last file) was received.';
COMMENT ON COLUMN mart.submission_status.reason IS 'Refusal code or breaker id.';

CREATE TABLE mart.quality_result (
    period text NOT NULL,
    version integer NOT NULL,
    feed text NOT NULL,
    rule_id text NOT NULL,
    severity text NOT NULL,
    village_code text NOT NULL,
    checked integer NOT NULL,
    failed integer NOT NULL,
    PRIMARY KEY (period, version, feed, rule_id, village_code),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.quality_result IS 'One rule''s result in one village and feed.';
COMMENT ON COLUMN mart.quality_result.period IS 'Coverage month.';
COMMENT ON COLUMN mart.quality_result.version IS 'Version.';
COMMENT ON COLUMN mart.quality_result.feed IS 'Feed.';
COMMENT ON COLUMN mart.quality_result.rule_id IS 'Rule.';
COMMENT ON COLUMN mart.quality_result.severity IS 'blocking, correctable or notice.';
COMMENT ON COLUMN mart.quality_result.village_code IS 'Village, ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN mart.quality_result.checked IS 'Rows checked.';
COMMENT ON COLUMN mart.quality_result.failed IS 'Rows that failed.';

CREATE TABLE mart.open_case (
    period text NOT NULL,
    version integer NOT NULL,
    case_code text NOT NULL,
    cause text NOT NULL,
    reason text,
    owner text NOT NULL,
    village_code text NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    first_period text NOT NULL,
    age_days integer NOT NULL CHECK (age_days >= 0),
    status text NOT NULL,
    PRIMARY KEY (period, version, case_code),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.open_case IS 'One open case.';
COMMENT ON COLUMN mart.open_case.period IS 'Coverage month.';
COMMENT ON COLUMN mart.open_case.version IS 'Version.';
COMMENT ON COLUMN mart.open_case.case_code IS 'Opaque code.';
COMMENT ON COLUMN mart.open_case.cause IS 'Cause.';
COMMENT ON COLUMN mart.open_case.reason IS 'Reason of the outcome.';
COMMENT ON COLUMN mart.open_case.owner IS 'Who must act: village, disnaker or branch.';
COMMENT ON COLUMN mart.open_case.village_code IS 'Village.';
COMMENT ON COLUMN mart.open_case.participant_group IS 'Group.';
COMMENT ON COLUMN mart.open_case.funding_source IS 'Funder.';
COMMENT ON COLUMN mart.open_case.first_period IS 'Month in which it was opened.';
COMMENT ON COLUMN mart.open_case.age_days IS 'Days from the end of that month to this month''s cut-off date.';
COMMENT ON COLUMN mart.open_case.status IS 'open.';

CREATE TABLE mart.case_ledger (
    period text NOT NULL,
    version integer NOT NULL,
    cause text NOT NULL,
    village_code text NOT NULL,
    opening integer NOT NULL,
    new integer NOT NULL,
    reopened integer NOT NULL,
    resolved integer NOT NULL,
    reclassified_in integer NOT NULL,
    reclassified_out integer NOT NULL,
    closing integer NOT NULL,
    PRIMARY KEY (period, version, cause, village_code),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version,
    CHECK (closing = opening + new + reopened - resolved + reclassified_in - reclassified_out)
);
COMMENT ON TABLE mart.case_ledger IS 'The roll-forward of one cause in one village.';
COMMENT ON COLUMN mart.case_ledger.period IS 'Coverage month.';
COMMENT ON COLUMN mart.case_ledger.version IS 'Version.';
COMMENT ON COLUMN mart.case_ledger.cause IS 'Cause.';
COMMENT ON COLUMN mart.case_ledger.village_code IS 'Village.';
COMMENT ON COLUMN mart.case_ledger.opening IS 'Open at the end of the month before.';
COMMENT ON COLUMN mart.case_ledger.new IS 'Opened this month.';
COMMENT ON COLUMN mart.case_ledger.reopened IS 'Opened again this month.';
COMMENT ON COLUMN mart.case_ledger.resolved IS 'Resolved this month.';
COMMENT ON COLUMN mart.case_ledger.reclassified_in IS 'Came from another cause or village.';
COMMENT ON COLUMN mart.case_ledger.reclassified_out IS 'Went to another cause or village.';
COMMENT ON COLUMN mart.case_ledger.closing IS 'Open at the end of this month.';

CREATE TABLE mart.coverage (
    period text NOT NULL,
    version integer NOT NULL,
    level text NOT NULL CHECK (level IN ('regency', 'district', 'village')),
    area_code text NOT NULL,
    denominator text NOT NULL,
    denominator_date date NOT NULL,
    denominator_persons bigint NOT NULL,
    roster_persons bigint NOT NULL,
    covered_persons bigint NOT NULL,
    PRIMARY KEY (period, version, level, area_code, denominator),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.coverage IS 'Coverage of one area against one denominator.';
COMMENT ON COLUMN mart.coverage.period IS 'Coverage month.';
COMMENT ON COLUMN mart.coverage.version IS 'Version.';
COMMENT ON COLUMN mart.coverage.level IS 'Level of the area.';
COMMENT ON COLUMN mart.coverage.area_code IS 'Area.';
COMMENT ON COLUMN mart.coverage.denominator IS 'Denominator.';
COMMENT ON COLUMN mart.coverage.denominator_date IS 'Its date.';
COMMENT ON COLUMN mart.coverage.denominator_persons IS 'Workers it counts there.';
COMMENT ON COLUMN mart.coverage.roster_persons IS 'People on the roster there.';
COMMENT ON COLUMN mart.coverage.covered_persons IS 'People the branch covers there.';

CREATE TABLE mart.month_total (
    period text NOT NULL,
    version integer NOT NULL,
    submitted bigint NOT NULL,
    roster bigint NOT NULL,
    matched bigint NOT NULL,
    matched_different bigint NOT NULL,
    matched_by_inference bigint NOT NULL,
    rows_at_branch bigint NOT NULL,
    covered_at_branch bigint NOT NULL,
    printed_total bigint,
    expected_rupiah bigint NOT NULL,
    billed_rupiah bigint NOT NULL,
    open_cases bigint NOT NULL,
    PRIMARY KEY (period, version),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.month_total IS 'Totals of one version of one month; mart.month_summary shows them.';
COMMENT ON COLUMN mart.month_total.period IS 'Coverage month.';
COMMENT ON COLUMN mart.month_total.version IS 'Version.';
COMMENT ON COLUMN mart.month_total.submitted IS 'Line of the bridge, whole regency.';
COMMENT ON COLUMN mart.month_total.roster IS 'Likewise.';
COMMENT ON COLUMN mart.month_total.matched IS 'Likewise.';
COMMENT ON COLUMN mart.month_total.matched_different IS 'Likewise.';
COMMENT ON COLUMN mart.month_total.matched_by_inference IS 'Likewise.';
COMMENT ON COLUMN mart.month_total.rows_at_branch IS 'Likewise.';
COMMENT ON COLUMN mart.month_total.covered_at_branch IS 'Likewise.';
COMMENT ON COLUMN mart.month_total.printed_total IS 'Likewise; null when the branch printed none.';
COMMENT ON COLUMN mart.month_total.expected_rupiah IS 'Expected contribution of the roster.';
COMMENT ON COLUMN mart.month_total.billed_rupiah IS 'Billed contribution of all rows at the branch.';
COMMENT ON COLUMN mart.month_total.open_cases IS 'Open cases.';

CREATE VIEW mart.month_summary AS
SELECT
    t.period,
    t.version,
    v.version = max(v.version) OVER (PARTITION BY v.period) AS is_current,
    v.status,
    v.inputs_sha256,
    t.submitted,
    t.roster,
    t.matched,
    t.matched_different,
    t.matched_by_inference,
    t.rows_at_branch,
    t.covered_at_branch,
    t.printed_total,
    t.expected_rupiah,
    t.billed_rupiah,
    t.open_cases
FROM mart.month_total AS t
INNER JOIN reconciliation.version AS v ON t.period = v.period AND t.version = v.version;
COMMENT ON VIEW mart.month_summary IS 'One version of one month.';
