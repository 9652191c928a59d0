-- Registry versions side by side, DTSEN's families, and the form of the branch's exports.

-- Families of DTSEN: welfare and domicile stand with the family, so members are read beside them and joined at load.
CREATE TABLE staging.registry_family (
    file_id bigint NOT NULL REFERENCES landing.file,
    member text NOT NULL DEFAULT '',
    sheet text NOT NULL,
    row_number integer NOT NULL,
    family_ref text,
    village_code text,
    desil text,
    desil_province text,
    desil_regency text
);
COMMENT ON TABLE staging.registry_family IS 'One row of a DTSEN family file. Income, address and health never come this far.';
COMMENT ON COLUMN staging.registry_family.file_id IS 'File.';
COMMENT ON COLUMN staging.registry_family.member IS 'Path of the row''s file inside a zip; '''' where the file is no zip.';
COMMENT ON COLUMN staging.registry_family.sheet IS 'Sheet; '''' for text files.';
COMMENT ON COLUMN staging.registry_family.row_number IS 'Row as a spreadsheet shows it.';
COMMENT ON COLUMN staging.registry_family.family_ref IS
'No KK: 16 digits after cleaning; null where there are not 16, so that no member is joined with it.';
COMMENT ON COLUMN staging.registry_family.village_code IS
'Village where the family lives; ''...unknown'' where written but not told, null where blank.';
COMMENT ON COLUMN staging.registry_family.desil IS 'National welfare decile: 1 to 10; as written where it is none.';
COMMENT ON COLUMN staging.registry_family.desil_province IS 'Decile within the province.';
COMMENT ON COLUMN staging.registry_family.desil_regency IS 'Decile within the regency.';

CREATE INDEX registry_family_by_file ON staging.registry_family (file_id);

CREATE TABLE core.registry_family (
    LIKE staging.registry_family INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING COMMENTS
);
COMMENT ON TABLE core.registry_family IS
'One row of a DTSEN family file, kept as it came: a later snapshot of the same version joins its members anew.';
ALTER TABLE core.registry_family ADD PRIMARY KEY (file_id, member, sheet, row_number), ADD FOREIGN KEY (file_id) REFERENCES landing.file;

-- What only DTSEN tells of a person.
ALTER TABLE staging.registry_row ADD COLUMN card_village_code text;
COMMENT ON COLUMN staging.registry_row.card_village_code IS 'DTSEN: village on the identity card, used where the family has none.';
COMMENT ON COLUMN staging.registry_row.village_code IS 'Village, ''...unknown'' where it cannot be told; null in DTSEN, where the family tells it.';
COMMENT ON COLUMN staging.registry_row.family_ref IS
'The registry''s own number of the family; in DTSEN the No KK: its 16 digits, or as written where there are not 16.';
COMMENT ON COLUMN staging.registry_row.desil IS
'Welfare decile: 1 to 10, or 4+; as written where it is none. Null in DTSEN, whose desil stands with the family.';
COMMENT ON COLUMN staging.registry_row.person_ref IS 'The registry''s own number of the person; in DTSEN the NIK as written.';

ALTER TABLE core.registry_person
ADD COLUMN card_village_code text,
ADD COLUMN village_origin text NOT NULL DEFAULT 'row' CHECK (village_origin IN ('row', 'family', 'card')),
ADD COLUMN desil_province text,
ADD COLUMN desil_regency text;
COMMENT ON COLUMN core.registry_person.card_village_code IS 'DTSEN: village on the identity card.';
COMMENT ON COLUMN core.registry_person.family_ref IS 'The registry''s own number of the family; in DTSEN the No KK.';
COMMENT ON COLUMN core.registry_person.village_origin IS
'What told the village: row (P3KE), family (DTSEN: where the family lives) or card (DTSEN: the identity card).';
COMMENT ON COLUMN core.registry_person.desil IS
'Welfare decile: 1 to 10, or 4+; DTSEN: the national one of the family, null where no family was found.';
COMMENT ON COLUMN core.registry_person.desil_province IS 'DTSEN: decile of the family within the province.';
COMMENT ON COLUMN core.registry_person.desil_regency IS 'DTSEN: decile of the family within the regency.';

ALTER TABLE core.registry_version
ADD COLUMN families integer NOT NULL DEFAULT 0,
ADD COLUMN families_without_members integer NOT NULL DEFAULT 0,
ADD COLUMN persons_without_family integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN core.registry_version.families IS 'DTSEN: families held.';
COMMENT ON COLUMN core.registry_version.families_without_members IS 'DTSEN: families of which no adult is held.';
COMMENT ON COLUMN core.registry_version.persons_without_family IS 'DTSEN: adults whose family is in no family file; their desil is null.';

-- Of each version of a registry the snapshot made last, in the order in which they were received.
CREATE VIEW core.registry_snapshot AS
WITH newest AS (
    SELECT DISTINCT ON (registry, version)
        registry_version_id,
        registry,
        version,
        received_at,
        persons
    FROM core.registry_version
    ORDER BY registry ASC, version ASC, registry_version_id DESC
)

SELECT
    registry_version_id,
    registry,
    version,
    received_at,
    persons,
    row_number() OVER (
        PARTITION BY registry
        ORDER BY received_at, version COLLATE "C", registry_version_id
    )::integer AS place
FROM newest;
COMMENT ON VIEW core.registry_snapshot IS 'One row a version of a registry: the snapshot of it that was made last.';
COMMENT ON COLUMN core.registry_snapshot.registry_version_id IS 'Snapshot.';
COMMENT ON COLUMN core.registry_snapshot.registry IS 'Registry.';
COMMENT ON COLUMN core.registry_snapshot.version IS 'The registry''s own label.';
COMMENT ON COLUMN core.registry_snapshot.received_at IS 'When the latest of its files was received.';
COMMENT ON COLUMN core.registry_snapshot.persons IS 'Adults held.';
COMMENT ON COLUMN core.registry_snapshot.place IS 'Place among the registry''s versions by receipt, from 1.';

-- Everybody of two snapshots side by side. A person stands in each once: double rows count as their first.
CREATE FUNCTION core.registry_compared(version_before integer, version_after integer)
RETURNS TABLE (
    change text,
    matched_by text,
    row_id_before bigint,
    row_id_after bigint,
    nik text,
    person_ref text,
    name text,
    village_before text,
    village_after text,
    desil_before text,
    desil_after text
)
LANGUAGE sql STABLE AS $$
WITH person AS MATERIALIZED (
    SELECT DISTINCT ON (p.registry_version_id, coalesce('n' || p.nik, 'r' || p.person_ref, 'i' || p.row_id))
        p.registry_version_id, p.row_id, p.nik, p.person_ref, p.name, p.village_code, p.desil
    FROM core.registry_person AS p
    WHERE p.registry_version_id IN (version_before, version_after)
    ORDER BY p.registry_version_id, coalesce('n' || p.nik, 'r' || p.person_ref, 'i' || p.row_id), p.row_id
),

old AS MATERIALIZED (SELECT * FROM person WHERE registry_version_id = version_before),

new AS MATERIALIZED (SELECT * FROM person WHERE registry_version_id = version_after),

by_nik AS MATERIALIZED (
    SELECT o.row_id AS old_id, n.row_id AS new_id, 'nik' AS matched_by
    FROM old AS o INNER JOIN new AS n ON o.nik = n.nik
),

-- The registry's own number, where it stands once on either side among those whose NIK found nobody.
by_ref AS MATERIALIZED (
    SELECT o.row_id AS old_id, n.row_id AS new_id, 'person_ref' AS matched_by
    FROM (
        SELECT person_ref, min(row_id) AS row_id FROM old
        WHERE NOT EXISTS (SELECT FROM by_nik AS b WHERE b.old_id = old.row_id)
        GROUP BY person_ref HAVING count(*) = 1
    ) AS o
    INNER JOIN (
        SELECT person_ref, min(row_id) AS row_id FROM new
        WHERE NOT EXISTS (SELECT FROM by_nik AS b WHERE b.new_id = new.row_id)
        GROUP BY person_ref HAVING count(*) = 1
    ) AS n ON o.person_ref = n.person_ref
),

pair AS (SELECT * FROM by_nik UNION ALL SELECT * FROM by_ref)

SELECT
    CASE
        WHEN n.row_id IS NULL THEN 'fell_out'
        WHEN o.row_id IS NULL THEN 'came_in'
        WHEN o.desil IS DISTINCT FROM n.desil OR o.village_code IS DISTINCT FROM n.village_code THEN 'changed'
        ELSE 'same'
    END,
    p.matched_by,
    o.row_id,
    n.row_id,
    coalesce(n.nik, o.nik),
    coalesce(n.person_ref, o.person_ref),
    coalesce(n.name, o.name),
    o.village_code,
    n.village_code,
    o.desil,
    n.desil
FROM old AS o
LEFT JOIN pair AS p ON o.row_id = p.old_id
FULL JOIN new AS n ON p.new_id = n.row_id
$$;
COMMENT ON FUNCTION core.registry_compared(integer, integer) IS
'One row a person of either snapshot: same, changed (desil or village), fell_out or came_in. The same person by NIK, else by the'
' registry''s own number.';

-- A view of people: for the officer. Asked for one pair of versions it compares that pair only.
CREATE VIEW core.registry_change AS
SELECT
    b.registry,
    b.version AS version_before,
    a.version AS version_after,
    b.registry_version_id AS registry_version_id_before,
    a.registry_version_id AS registry_version_id_after,
    c.change,
    c.matched_by,
    c.nik,
    c.person_ref,
    c.name,
    c.village_before,
    c.village_after,
    c.desil_before,
    c.desil_after
FROM core.registry_snapshot AS b
INNER JOIN core.registry_snapshot AS a ON b.registry = a.registry AND a.place = b.place + 1
CROSS JOIN LATERAL core.registry_compared(b.registry_version_id, a.registry_version_id) AS c
WHERE c.change <> 'same';
COMMENT ON VIEW core.registry_change IS
'One row a person who fell out, came in or changed between two successive versions of a registry.';
COMMENT ON COLUMN core.registry_change.registry IS 'Registry.';
COMMENT ON COLUMN core.registry_change.version_before IS 'The earlier version''s label.';
COMMENT ON COLUMN core.registry_change.version_after IS 'The later version''s label.';
COMMENT ON COLUMN core.registry_change.registry_version_id_before IS 'The earlier snapshot.';
COMMENT ON COLUMN core.registry_change.registry_version_id_after IS 'The later snapshot.';
COMMENT ON COLUMN core.registry_change.change IS 'fell_out, came_in, or changed (another desil or village).';
COMMENT ON COLUMN core.registry_change.matched_by IS 'How the person was known again: nik or person_ref; null for fell_out and came_in.';
COMMENT ON COLUMN core.registry_change.nik IS 'NIK in the later version, else in the earlier; null when damaged in both.';
COMMENT ON COLUMN core.registry_change.person_ref IS 'The registry''s own number of the person.';
COMMENT ON COLUMN core.registry_change.name IS 'Name.';
COMMENT ON COLUMN core.registry_change.village_before IS 'Village in the earlier version; null for came_in.';
COMMENT ON COLUMN core.registry_change.village_after IS 'Village in the later version; null for fell_out.';
COMMENT ON COLUMN core.registry_change.desil_before IS 'Desil in the earlier version.';
COMMENT ON COLUMN core.registry_change.desil_after IS 'Desil in the later version.';

-- The same without people. A table, because a reader of mart may not see the people it is counted from.
CREATE TABLE mart.registry_change_count (
    registry text NOT NULL,
    version_before text NOT NULL,
    version_after text NOT NULL,
    village_code text NOT NULL,
    desil text NOT NULL,
    persons_before integer NOT NULL,
    fell_out integer NOT NULL,
    moved_out integer NOT NULL,
    came_in integer NOT NULL,
    moved_in integer NOT NULL,
    persons_after integer NOT NULL,
    PRIMARY KEY (registry, version_before, version_after, village_code, desil),
    CHECK (persons_before - fell_out - moved_out + came_in + moved_in = persons_after)
);
COMMENT ON TABLE mart.registry_change_count IS
'One row a village and desil for two successive versions of a registry: who was there, who fell out and who came in, as counts.';
COMMENT ON COLUMN mart.registry_change_count.registry IS 'Registry.';
COMMENT ON COLUMN mart.registry_change_count.version_before IS 'The earlier version''s label.';
COMMENT ON COLUMN mart.registry_change_count.version_after IS 'The later version''s label.';
COMMENT ON COLUMN mart.registry_change_count.village_code IS 'Village, ''...unknown'' where it cannot be told.';
COMMENT ON COLUMN mart.registry_change_count.desil IS 'Welfare decile: 1 to 10, 4+, or ''unknown''.';
COMMENT ON COLUMN mart.registry_change_count.persons_before IS 'Adults of the earlier version, each once.';
COMMENT ON COLUMN mart.registry_change_count.fell_out IS 'Of them, no longer in the registry.';
COMMENT ON COLUMN mart.registry_change_count.moved_out IS 'Of them, now in another village or desil.';
COMMENT ON COLUMN mart.registry_change_count.came_in IS 'New in the registry.';
COMMENT ON COLUMN mart.registry_change_count.moved_in IS 'From another village or desil.';
COMMENT ON COLUMN mart.registry_change_count.persons_after IS 'Adults of the later version, each once.';

-- What a branch's list looked like: a change of it is told before it misleads.
CREATE TABLE core.branch_form (
    file_id bigint PRIMARY KEY REFERENCES landing.file,
    period text NOT NULL,
    form jsonb NOT NULL
);
COMMENT ON TABLE core.branch_form IS 'One row a branch file that was loaded: the form of its list and of its printed totals.';
COMMENT ON COLUMN core.branch_form.file_id IS 'File.';
COMMENT ON COLUMN core.branch_form.period IS 'Coverage month.';
COMMENT ON COLUMN core.branch_form.form IS
'heads (normalised, in order), fields (canonical field: head), status_words, date_styles (field: style), number_style, '
'usual_contribution (the commonest, rupiah), totals (row, sheet, file). No value of a person.';

CREATE TABLE core.branch_form_change (
    period text NOT NULL,
    change text NOT NULL,
    subject text NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (period, change, subject)
);
COMMENT ON TABLE core.branch_form_change IS
'Changes of the branch''s form that were agreed with the branch, so that they block no longer. Reference data.';
COMMENT ON COLUMN core.branch_form_change.period IS 'Coverage month in which the change was agreed.';
COMMENT ON COLUMN core.branch_form_change.change IS 'Kind of change, as the message names it: date_style, contribution_unit.';
COMMENT ON COLUMN core.branch_form_change.subject IS 'Canonical field concerned.';
COMMENT ON COLUMN core.branch_form_change.source IS 'Who agreed to it, when and how.';

COMMENT ON COLUMN audit.alert.cause IS
'breaker_tripped, submission_refused, submission_missing, volume_unusual, branch_file_blocked, branch_form_changed, registry_refused, '
'exclusion_refused, bridge_open, run_failed.';

GRANT SELECT, INSERT, UPDATE, DELETE ON
staging.registry_family, core.registry_family, core.branch_form, core.branch_form_change, mart.registry_change_count TO padan_loader;
GRANT SELECT ON core.registry_snapshot, core.registry_change TO padan_loader, padan_officer;
GRANT SELECT ON core.registry_family, core.branch_form, core.branch_form_change TO padan_officer;
GRANT SELECT ON mart.registry_change_count TO padan_reader, padan_officer;
