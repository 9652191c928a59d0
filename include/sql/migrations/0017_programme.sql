-- The programme beside the reconciliation: who is poor and on no list, who is paid for twice, what is owed, how far the
-- targets are reached.

-- Reference data.
CREATE TABLE core.eligible_desil (
    registry text NOT NULL CHECK (registry IN ('p3ke', 'dtsen')),
    desil text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    status text NOT NULL CHECK (status IN ('verified', 'assumed')),
    source text NOT NULL,
    PRIMARY KEY (registry, desil, valid_from)
);
COMMENT ON TABLE core.eligible_desil IS 'One row a welfare decile of a registry whose people the programme is for, and its term of validity.';
COMMENT ON COLUMN core.eligible_desil.registry IS 'Registry.';
COMMENT ON COLUMN core.eligible_desil.desil IS 'Decile as the registry writes it.';
COMMENT ON COLUMN core.eligible_desil.valid_from IS 'First day.';
COMMENT ON COLUMN core.eligible_desil.valid_to IS 'Last day; null while in force.';
COMMENT ON COLUMN core.eligible_desil.status IS 'Whether somebody verified it.';
COMMENT ON COLUMN core.eligible_desil.source IS 'Where it comes from.';

CREATE TABLE core.target (
    target text PRIMARY KEY,
    participant_group text NOT NULL CHECK (participant_group IN ('pekerja_rentan', 'marbot', 'guru_ngaji')),
    funding_source text REFERENCES core.funder,
    kind text NOT NULL CHECK (kind IN ('handed_over', 'target')),
    persons integer NOT NULL CHECK (persons > 0),
    date date NOT NULL,
    title_id text NOT NULL,
    title_en text NOT NULL,
    status text NOT NULL CHECK (status IN ('verified', 'assumed')),
    source text NOT NULL
);
COMMENT ON TABLE core.target IS 'One row a published number of people that a group shall reach, or has reached by a handover.';
COMMENT ON COLUMN core.target.target IS 'Short name.';
COMMENT ON COLUMN core.target.participant_group IS 'Group.';
COMMENT ON COLUMN core.target.funding_source IS 'Funder it is limited to; null for all.';
COMMENT ON COLUMN core.target.kind IS 'handed_over = cards given out by its date; target = to be reached by its date.';
COMMENT ON COLUMN core.target.persons IS 'People.';
COMMENT ON COLUMN core.target.date IS 'Date of the handover, or by which to reach it.';
COMMENT ON COLUMN core.target.title_id IS 'Indonesian title.';
COMMENT ON COLUMN core.target.title_en IS 'English title.';
COMMENT ON COLUMN core.target.status IS 'Whether somebody verified it.';
COMMENT ON COLUMN core.target.source IS 'Where it comes from.';

CREATE TABLE core.other_budget (
    word text PRIMARY KEY,
    budget text NOT NULL,
    title_id text NOT NULL,
    title_en text NOT NULL,
    source text NOT NULL
);
COMMENT ON TABLE core.other_budget IS 'One row a way in which the note of an exclusion list names the budget that pays already.';
COMMENT ON COLUMN core.other_budget.word IS 'The words, upper case, as they stand somewhere in the note.';
COMMENT ON COLUMN core.other_budget.budget IS 'The budget: a funder of ours, or another''s short name.';
COMMENT ON COLUMN core.other_budget.title_id IS 'Indonesian title.';
COMMENT ON COLUMN core.other_budget.title_en IS 'English title.';
COMMENT ON COLUMN core.other_budget.source IS 'Where it comes from.';

-- The third register. What it stood on is kept with the version, so that a later registry changes no published month.
CREATE TABLE reconciliation.register_basis (
    period text NOT NULL,
    version integer NOT NULL,
    registry_version_id integer NOT NULL REFERENCES core.registry_version,
    eligible_desils text[] NOT NULL,
    born_after date NOT NULL,
    born_until date NOT NULL,
    PRIMARY KEY (period, version),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.register_basis IS
'One version of a month with the registry snapshot it was compared with. No row where none was in force.';
COMMENT ON COLUMN reconciliation.register_basis.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.register_basis.version IS 'Version.';
COMMENT ON COLUMN reconciliation.register_basis.registry_version_id IS 'Snapshot.';
COMMENT ON COLUMN reconciliation.register_basis.eligible_desils IS 'Deciles the programme is for.';
COMMENT ON COLUMN reconciliation.register_basis.born_after IS 'Whoever was born on this day or before is too old on the first of the month.';
COMMENT ON COLUMN reconciliation.register_basis.born_until IS 'Whoever was born after this day is too young on the first of the month.';

CREATE TABLE reconciliation.register_match (
    period text NOT NULL,
    version integer NOT NULL,
    registry_row_id bigint NOT NULL,
    standing text NOT NULL CHECK (standing IN ('covered', 'listed', 'barred')),
    side text CHECK (side IN ('village', 'branch')),
    row_id bigint,
    PRIMARY KEY (period, version, registry_row_id),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version,
    CHECK ((side IS NULL) = (row_id IS NULL))
);
COMMENT ON TABLE reconciliation.register_match IS
'One adult of the registry snapshot whom the month knows. Whoever has no row here is on no list.';
COMMENT ON COLUMN reconciliation.register_match.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.register_match.version IS 'Version.';
COMMENT ON COLUMN reconciliation.register_match.registry_row_id IS 'Row of core.registry_person in the snapshot of register_basis.';
COMMENT ON COLUMN reconciliation.register_match.standing IS
'covered by the branch; else listed: on a village''s list; else barred: an exclusion list or the branch says dead, wage earner, paid already.';
COMMENT ON COLUMN reconciliation.register_match.side IS 'Side of the row that shows it; null where an exclusion list does.';
COMMENT ON COLUMN reconciliation.register_match.row_id IS 'That row.';

CREATE INDEX register_match_row ON reconciliation.register_match (period, version, row_id) WHERE side = 'branch';

CREATE TABLE mart.third_register (
    period text NOT NULL,
    version integer NOT NULL,
    village_code text NOT NULL,
    desil text NOT NULL,
    kind text NOT NULL CHECK (
        kind IN ('covered_in_registry', 'covered_not_in_registry', 'eligible_covered', 'eligible_listed', 'eligible_barred', 'eligible_on_no_list')
    ),
    persons integer NOT NULL,
    PRIMARY KEY (period, version, village_code, desil, kind),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.third_register IS
'The poverty registry against the month, by village and decile. The two kinds of covered people add up to whom the branch covers; the '
'four kinds of eligible people to the registry''s adults of an eligible decile and age.';
COMMENT ON COLUMN mart.third_register.period IS 'Coverage month.';
COMMENT ON COLUMN mart.third_register.version IS 'Version.';
COMMENT ON COLUMN mart.third_register.village_code IS 'Village: the branch''s for covered people, the registry''s for eligible ones.';
COMMENT ON COLUMN mart.third_register.desil IS 'Decile as the registry writes it, ''unknown'', or ''none'' for people not in it.';
COMMENT ON COLUMN mart.third_register.kind IS
'covered_in_registry, covered_not_in_registry; eligible_covered, eligible_listed (on a village''s list, not covered), eligible_barred '
'(dead, wage earner or paid already), eligible_on_no_list.';
COMMENT ON COLUMN mart.third_register.persons IS 'People.';

CREATE VIEW core.third_register_person AS
SELECT
    o.period,
    o.version,
    'covered_not_in_registry' AS kind,
    o.village_code,
    'none' AS desil,
    r.nik,
    r.name,
    r.birth_date,
    r.sex,
    r.kpj
FROM reconciliation.outcome AS o
INNER JOIN reconciliation.register_basis AS b ON o.period = b.period AND o.version = b.version
INNER JOIN core.branch_row AS r ON o.row_id = r.row_id
WHERE
    o.side = 'branch' AND o.covered AND o.outcome <> 'duplicate_at_branch'
    AND NOT EXISTS (
        SELECT FROM reconciliation.register_match AS m
        WHERE m.period = o.period AND m.version = o.version AND m.side = 'branch' AND m.row_id = o.row_id AND m.standing = 'covered'
    )
UNION ALL
SELECT
    b.period,
    b.version,
    'eligible_' || coalesce(m.standing, 'on_no_list'),
    g.village_code,
    coalesce(g.desil, 'unknown'),
    g.nik,
    g.name,
    g.birth_date,
    g.sex,
    NULL
FROM reconciliation.register_basis AS b
INNER JOIN core.registry_person AS g
    ON
        b.registry_version_id = g.registry_version_id AND array_position(b.eligible_desils, g.desil) IS NOT NULL
        AND coalesce(b.born_after < g.birth_date AND b.born_until >= g.birth_date, true)
LEFT JOIN reconciliation.register_match AS m ON b.period = m.period AND b.version = m.version AND g.row_id = m.registry_row_id
WHERE
    g.nik IS NULL OR NOT EXISTS (
        SELECT FROM core.registry_person AS e
        WHERE e.registry_version_id = g.registry_version_id AND e.nik = g.nik AND e.row_id < g.row_id
    );
COMMENT ON VIEW core.third_register_person IS
'The people behind mart.third_register: covered but not in the registry, and eligible ones by what became of them. For officers; ask for one '
'period, version and village at a time.';
COMMENT ON COLUMN core.third_register_person.period IS 'Coverage month.';
COMMENT ON COLUMN core.third_register_person.version IS 'Version.';
COMMENT ON COLUMN core.third_register_person.kind IS 'As in mart.third_register.';
COMMENT ON COLUMN core.third_register_person.village_code IS 'Village: the branch''s for covered people, the registry''s for eligible ones.';
COMMENT ON COLUMN core.third_register_person.desil IS 'Decile, or ''none''.';
COMMENT ON COLUMN core.third_register_person.nik IS 'NIK, null when damaged.';
COMMENT ON COLUMN core.third_register_person.name IS 'Name.';
COMMENT ON COLUMN core.third_register_person.birth_date IS 'Birth date.';
COMMENT ON COLUMN core.third_register_person.sex IS 'Sex: L or P.';
COMMENT ON COLUMN core.third_register_person.kpj IS 'Card number of covered people.';

-- Paid for twice.
CREATE TABLE mart.funding_matrix (
    period text NOT NULL,
    version integer NOT NULL,
    basis text NOT NULL CHECK (basis IN ('duplicate_at_branch', 'prepaid', 'exclusion_list')),
    funding_source text NOT NULL,
    other_source text NOT NULL,
    persons integer NOT NULL,
    months integer NOT NULL,
    rupiah bigint NOT NULL,
    PRIMARY KEY (period, version, basis, funding_source, other_source),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE mart.funding_matrix IS 'People for whom two budgets pay, or one of them twice.';
COMMENT ON COLUMN mart.funding_matrix.period IS 'Coverage month.';
COMMENT ON COLUMN mart.funding_matrix.version IS 'Version.';
COMMENT ON COLUMN mart.funding_matrix.basis IS
'duplicate_at_branch = two covered cards this month; prepaid = this month was paid ahead in an earlier month, by another funder; exclusion_list '
'= a list says that another budget pays.';
COMMENT ON COLUMN mart.funding_matrix.funding_source IS
'Funder that keeps the person: of the card that stands, of the earlier payment, of the village''s row.';
COMMENT ON COLUMN mart.funding_matrix.other_source IS 'Budget that pays beside it; ''unknown'' where nobody names it.';
COMMENT ON COLUMN mart.funding_matrix.persons IS 'People.';
COMMENT ON COLUMN mart.funding_matrix.months IS 'Months paid twice, summed over the people.';
COMMENT ON COLUMN mart.funding_matrix.rupiah IS 'What the second budget pays for these months; by exclusion lists the tariff expected of ours.';

GRANT SELECT, INSERT, UPDATE, DELETE ON
core.eligible_desil, core.target, core.other_budget, reconciliation.register_basis, reconciliation.register_match,
mart.third_register, mart.funding_matrix
TO padan_loader;
GRANT SELECT ON core.third_register_person TO padan_loader, padan_officer;
GRANT SELECT ON core.eligible_desil, core.target, core.other_budget TO padan_officer;
GRANT SELECT ON reconciliation.register_basis, reconciliation.register_match, mart.third_register, mart.funding_matrix
TO padan_reader, padan_officer;
