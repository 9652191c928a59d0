-- Money of the programme: what is owed and paid, the branch's totals against its rows, denominators and targets.

CREATE FUNCTION core.arrears_months(period text, status text, paid_to text, status_months integer, paid_on date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN status NOT IN ('active', 'arrears', 'inactive') THEN NULL
    WHEN paid_to < period THEN core.months_between(period, paid_to)
    WHEN status = 'active' THEN 0
    ELSE coalesce(
        status_months, greatest(core.months_between(period, to_char(paid_on, 'YYYY-MM')), 1), CASE WHEN status = 'arrears' THEN 1 END
    )
END;
COMMENT ON FUNCTION core.arrears_months(text, text, text, integer, date) IS
'Months a branch row is in arrears: since the last month paid, else as the status word says, else since the last payment; null where it owes '
'nothing any more (dead, claimed, moved, cancelled) or nobody can tell.';

CREATE TABLE reconciliation.arrears (
    period text NOT NULL,
    version integer NOT NULL,
    row_id bigint NOT NULL,
    months integer CHECK (months > 0),
    last_paid text NOT NULL,
    lapses_next boolean NOT NULL,
    rupiah bigint NOT NULL,
    PRIMARY KEY (period, version, row_id),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.arrears IS 'One branch row in arrears in one version of a month.';
COMMENT ON COLUMN reconciliation.arrears.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.arrears.version IS 'Version.';
COMMENT ON COLUMN reconciliation.arrears.row_id IS 'Row of core.branch_row.';
COMMENT ON COLUMN reconciliation.arrears.months IS 'Months unpaid, this one included; null where nobody can tell.';
COMMENT ON COLUMN reconciliation.arrears.last_paid IS 'Last month paid, or ''unknown''.';
COMMENT ON COLUMN reconciliation.arrears.lapses_next IS 'Covered now, and beyond the limit next month unless something is paid.';
COMMENT ON COLUMN reconciliation.arrears.rupiah IS 'What is owed: the row''s contribution of one month, as often as months are unpaid.';

CREATE TABLE mart.arrears (
    period text NOT NULL,
    version integer NOT NULL,
    village_code text NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    last_paid text NOT NULL,
    months integer NOT NULL,
    covered boolean NOT NULL,
    lapses_next boolean NOT NULL,
    persons integer NOT NULL,
    rupiah bigint NOT NULL,
    PRIMARY KEY (period, version, village_code, participant_group, funding_source, last_paid, months, covered, lapses_next),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.arrears IS 'Branch rows in arrears, by the last month paid.';
COMMENT ON COLUMN mart.arrears.period IS 'Coverage month.';
COMMENT ON COLUMN mart.arrears.version IS 'Version.';
COMMENT ON COLUMN mart.arrears.village_code IS 'Village.';
COMMENT ON COLUMN mart.arrears.participant_group IS 'Group.';
COMMENT ON COLUMN mart.arrears.funding_source IS 'Funder.';
COMMENT ON COLUMN mart.arrears.last_paid IS 'Last month paid, or ''unknown''.';
COMMENT ON COLUMN mart.arrears.months IS 'Months unpaid, this one included; 0 where nobody can tell.';
COMMENT ON COLUMN mart.arrears.covered IS 'Whether the branch covers them all the same.';
COMMENT ON COLUMN mart.arrears.lapses_next IS 'Whether their cover ends next month unless something is paid.';
COMMENT ON COLUMN mart.arrears.persons IS 'Rows at the branch.';
COMMENT ON COLUMN mart.arrears.rupiah IS 'What is owed.';

CREATE VIEW core.lapsing_person AS
SELECT
    a.period,
    a.version,
    o.village_code,
    o.participant_group,
    o.funding_source,
    a.last_paid,
    a.months,
    a.rupiah,
    r.nik,
    r.kpj,
    r.name,
    r.birth_date
FROM reconciliation.arrears AS a
INNER JOIN reconciliation.outcome AS o ON a.period = o.period AND a.version = o.version AND o.side = 'branch' AND a.row_id = o.row_id
INNER JOIN core.branch_row AS r ON a.row_id = r.row_id
WHERE a.lapses_next;
COMMENT ON VIEW core.lapsing_person IS 'People whose cover ends next month unless something is paid. For officers.';
COMMENT ON COLUMN core.lapsing_person.period IS 'Coverage month.';
COMMENT ON COLUMN core.lapsing_person.version IS 'Version.';
COMMENT ON COLUMN core.lapsing_person.village_code IS 'Village.';
COMMENT ON COLUMN core.lapsing_person.participant_group IS 'Group.';
COMMENT ON COLUMN core.lapsing_person.funding_source IS 'Funder.';
COMMENT ON COLUMN core.lapsing_person.last_paid IS 'Last month paid, or ''unknown''.';
COMMENT ON COLUMN core.lapsing_person.months IS 'Months unpaid, this one included.';
COMMENT ON COLUMN core.lapsing_person.rupiah IS 'What is owed.';
COMMENT ON COLUMN core.lapsing_person.nik IS 'NIK.';
COMMENT ON COLUMN core.lapsing_person.kpj IS 'Card number.';
COMMENT ON COLUMN core.lapsing_person.name IS 'Name.';
COMMENT ON COLUMN core.lapsing_person.birth_date IS 'Birth date.';

CREATE TABLE mart.contribution (
    period text NOT NULL,
    version integer NOT NULL,
    village_code text NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    expected_persons integer NOT NULL,
    expected_rupiah bigint NOT NULL,
    billed_rows integer NOT NULL,
    billed_rupiah bigint NOT NULL,
    paid_rows integer NOT NULL,
    paid_rupiah bigint NOT NULL,
    ahead_rupiah bigint NOT NULL,
    arrears_rows integer NOT NULL,
    arrears_rupiah bigint NOT NULL,
    PRIMARY KEY (period, version, village_code, participant_group, funding_source),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.contribution IS 'Money of one cell: expected by the villages'' side, billed and paid at the branch, owed.';
COMMENT ON COLUMN mart.contribution.period IS 'Coverage month.';
COMMENT ON COLUMN mart.contribution.version IS 'Version.';
COMMENT ON COLUMN mart.contribution.village_code IS 'Village, ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN mart.contribution.participant_group IS 'Group.';
COMMENT ON COLUMN mart.contribution.funding_source IS 'Funder.';
COMMENT ON COLUMN mart.contribution.expected_persons IS 'Roster.';
COMMENT ON COLUMN mart.contribution.expected_rupiah IS 'Tariff of the roster.';
COMMENT ON COLUMN mart.contribution.billed_rows IS 'Rows at the branch.';
COMMENT ON COLUMN mart.contribution.billed_rupiah IS 'Their IURAN, whatever months it is for.';
COMMENT ON COLUMN mart.contribution.paid_rows IS 'Rows whose paid months include this one.';
COMMENT ON COLUMN mart.contribution.paid_rupiah IS 'Their IURAN of this month alone.';
COMMENT ON COLUMN mart.contribution.ahead_rupiah IS 'Their IURAN of later months, paid ahead.';
COMMENT ON COLUMN mart.contribution.arrears_rows IS 'Rows in arrears.';
COMMENT ON COLUMN mart.contribution.arrears_rupiah IS 'What they owe.';

CREATE TABLE mart.tie_out (
    period text NOT NULL,
    version integer NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    printed_persons bigint,
    printed_rupiah bigint,
    file_rows bigint,
    loaded_rows bigint NOT NULL,
    loaded_rupiah bigint NOT NULL,
    covered_rows bigint NOT NULL,
    covered_rupiah bigint NOT NULL,
    roster_persons bigint NOT NULL,
    roster_rupiah bigint NOT NULL,
    PRIMARY KEY (period, version, participant_group, funding_source),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.tie_out IS
'The branch''s printed total against the rows of its own file, the rows loaded, and our roster: by group and funder, and one row all x all.';
COMMENT ON COLUMN mart.tie_out.period IS 'Coverage month.';
COMMENT ON COLUMN mart.tie_out.version IS 'Version.';
COMMENT ON COLUMN mart.tie_out.participant_group IS 'Group, ''unknown'', or ''all''.';
COMMENT ON COLUMN mart.tie_out.funding_source IS 'Funder, ''unknown'', or ''all''.';
COMMENT ON COLUMN mart.tie_out.printed_persons IS 'Printed total; null where the branch printed none of it.';
COMMENT ON COLUMN mart.tie_out.printed_rupiah IS 'Printed total in rupiah.';
COMMENT ON COLUMN mart.tie_out.file_rows IS 'Rows read in the branch''s standing files; all x all only, as a file is no cell.';
COMMENT ON COLUMN mart.tie_out.loaded_rows IS 'Rows that were reconciled.';
COMMENT ON COLUMN mart.tie_out.loaded_rupiah IS 'Their IURAN.';
COMMENT ON COLUMN mart.tie_out.covered_rows IS 'Of them, those the branch covers.';
COMMENT ON COLUMN mart.tie_out.covered_rupiah IS 'Their IURAN.';
COMMENT ON COLUMN mart.tie_out.roster_persons IS 'Roster of the villages.';
COMMENT ON COLUMN mart.tie_out.roster_rupiah IS 'Its tariff.';

-- Denominators and targets as they stood when the version was computed.
CREATE TABLE mart.denominator (
    period text NOT NULL,
    version integer NOT NULL,
    denominator text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('published', 'registry', 'registry_eligible')),
    date date NOT NULL,
    registry text,
    registry_version text,
    desils text[],
    title_id text,
    title_en text,
    definition_id text,
    source text,
    PRIMARY KEY (period, version, denominator),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version,
    CHECK ((kind = 'published') = (title_id IS NOT NULL)),
    CHECK ((kind = 'published') = (registry IS NULL))
);
COMMENT ON TABLE mart.denominator IS 'A number of people that mart.coverage measures against: what it counts, when, by whom.';
COMMENT ON COLUMN mart.denominator.period IS 'Coverage month.';
COMMENT ON COLUMN mart.denominator.version IS 'Version.';
COMMENT ON COLUMN mart.denominator.denominator IS 'As in mart.coverage.';
COMMENT ON COLUMN mart.denominator.kind IS
'published = a number somebody gave for the regency; registry = adults of a registry; registry_eligible = of them, those of an eligible '
'decile and age.';
COMMENT ON COLUMN mart.denominator.date IS 'Date of the number.';
COMMENT ON COLUMN mart.denominator.registry IS 'Registry it was counted from.';
COMMENT ON COLUMN mart.denominator.registry_version IS 'The registry''s own label.';
COMMENT ON COLUMN mart.denominator.desils IS 'Deciles counted, where not all.';
COMMENT ON COLUMN mart.denominator.title_id IS 'Indonesian title of a published number.';
COMMENT ON COLUMN mart.denominator.title_en IS 'English title.';
COMMENT ON COLUMN mart.denominator.definition_id IS 'What it counts.';
COMMENT ON COLUMN mart.denominator.source IS 'Where it comes from.';

CREATE TABLE mart.target (
    period text NOT NULL,
    version integer NOT NULL,
    target text NOT NULL,
    participant_group text NOT NULL,
    funding_source text NOT NULL,
    kind text NOT NULL,
    target_persons integer NOT NULL,
    target_date date NOT NULL,
    roster_persons integer NOT NULL,
    covered_persons integer NOT NULL,
    title_id text NOT NULL,
    title_en text NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (period, version, target),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.target IS 'A target of a group, and how far it is reached.';
COMMENT ON COLUMN mart.target.period IS 'Coverage month.';
COMMENT ON COLUMN mart.target.version IS 'Version.';
COMMENT ON COLUMN mart.target.target IS 'Short name, as in core.target.';
COMMENT ON COLUMN mart.target.participant_group IS 'Group.';
COMMENT ON COLUMN mart.target.funding_source IS 'Funder it is limited to, or ''all''.';
COMMENT ON COLUMN mart.target.kind IS 'handed_over or target.';
COMMENT ON COLUMN mart.target.target_persons IS 'People to reach, or cards handed over.';
COMMENT ON COLUMN mart.target.target_date IS 'Date of the number.';
COMMENT ON COLUMN mart.target.roster_persons IS 'Of the roster, people of the group and funder.';
COMMENT ON COLUMN mart.target.covered_persons IS 'People of the group and funder whom the branch covers, each once.';
COMMENT ON COLUMN mart.target.title_id IS 'Indonesian title.';
COMMENT ON COLUMN mart.target.title_en IS 'English title.';
COMMENT ON COLUMN mart.target.source IS 'Where it comes from.';

GRANT SELECT, INSERT, UPDATE, DELETE ON
reconciliation.arrears, mart.arrears, mart.contribution, mart.tie_out, mart.denominator, mart.target
TO padan_loader;
GRANT SELECT ON core.lapsing_person TO padan_loader, padan_officer;
GRANT SELECT ON reconciliation.arrears, mart.arrears, mart.contribution, mart.tie_out, mart.denominator, mart.target
TO padan_reader, padan_officer;
