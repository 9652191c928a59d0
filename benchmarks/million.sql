-- Both sides of a month and the registry, written straight into core: one row of person a person, of whom 97 in 100 stand on both
-- sides under the same NIK; resident holds them and six times as many others. What a person is drawn for is fixed by the number alone,
-- so the shares are the same at every size. Needs pg_temp.given (names by sex) and pg_temp.class_rule (damage of a NIK → the rule that
-- tells it), and the number of people.

CREATE FUNCTION pg_temp.draw(n bigint, salt bigint, below integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN ((hashint8extended(n, salt) & 2147483647) % below)::integer;

CREATE TEMP TABLE place AS
SELECT village_code, row_number() OVER (ORDER BY village_code COLLATE "C") - 1 AS at FROM core.village;

CREATE TEMP TABLE resident AS
WITH names AS (
    SELECT sex, array_agg(name ORDER BY position) AS names, array_agg(word ORDER BY position) AS words, count(*)::integer AS many
    FROM pg_temp.given GROUP BY sex
),
drawn AS (
    SELECT
        n,
        pg_temp.draw(n, 1, (SELECT count(*)::integer FROM place)) AS at,
        CASE WHEN pg_temp.draw(n, 2, 2) = 0 THEN 'L' ELSE 'P' END AS sex,
        date '1962-01-01' + pg_temp.draw(n, 3, 16400) AS birth_date,
        pg_temp.draw(n, 4, 1000) AS fate,
        pg_temp.draw(n, 5, 100) < 3 AS misspelt,
        CASE WHEN pg_temp.draw(n, 6, 100) < 8 THEN 'marbot' ELSE 'pekerja_rentan' END AS participant_group,
        2 + pg_temp.draw(n, 7, 2) AS words
    FROM generate_series(1, :people * 7) AS n
)
SELECT
    d.n,
    p.village_code,
    d.sex,
    d.birth_date,
    d.fate,
    d.misspelt,
    d.participant_group,
    CASE d.participant_group WHEN 'marbot' THEN 'apbd_kabupaten' ELSE 'apbd_provinsi' END AS funding_source,
    (ARRAY[g.names[1 + pg_temp.draw(d.n, 11, g.many)], g.names[1 + pg_temp.draw(d.n, 12, g.many)], g.names[1 + pg_temp.draw(d.n, 13, g.many)]])[: d.words]
        AS names,
    (ARRAY[g.words[1 + pg_temp.draw(d.n, 11, g.many)], g.words[1 + pg_temp.draw(d.n, 12, g.many)], g.words[1 + pg_temp.draw(d.n, 13, g.many)]])[: d.words]
        AS words,
    '3201' || substr(p.village_code, 7, 2)
    || to_char(extract(day FROM d.birth_date) + CASE d.sex WHEN 'P' THEN 40 ELSE 0 END, 'FM00') || to_char(d.birth_date, 'MMYY')
    || to_char(row_number() OVER (PARTITION BY substr(p.village_code, 7, 2), d.birth_date, d.sex ORDER BY d.n), 'FM0000') AS nik
FROM drawn AS d
INNER JOIN place AS p ON d.at = p.at
INNER JOIN names AS g ON d.sex = g.sex;

CREATE TEMP TABLE person AS SELECT * FROM resident WHERE n <= :people;

INSERT INTO audit.load (feed, run_ref, code_version, state, finished_at)
VALUES
('village_submissions', 'bench/1', '0', 'loaded', now()),
('bpjs_branch_export', 'bench/2', '0', 'loaded', now()),
('poverty_registry', 'bench/3', '0', 'loaded', now());

INSERT INTO landing.file (feed, collection, period, path, sha256, bytes, received_at, seen_at, load_id)
SELECT
    'village_submissions', '2026-01', '2026-01', village_code || '.csv', encode(sha256(village_code::bytea), 'hex'), 1,
    timestamptz '2026-01-20 08:00+07', timestamptz '2026-01-20 08:00+07', (SELECT load_id FROM audit.load WHERE feed = 'village_submissions')
FROM place
UNION ALL
SELECT
    'bpjs_branch_export', '2026-01', '2026-01', 'peserta.csv', encode(sha256('peserta'::bytea), 'hex'), 1,
    timestamptz '2026-01-31 08:00+07', timestamptz '2026-01-31 08:00+07', (SELECT load_id FROM audit.load WHERE feed = 'bpjs_branch_export')
UNION ALL
SELECT
    'poverty_registry', 'p3ke/2025-1', NULL, 'individu.csv', encode(sha256('individu'::bytea), 'hex'), 1,
    timestamptz '2026-01-02 08:00+07', timestamptz '2026-01-02 08:00+07', (SELECT load_id FROM audit.load WHERE feed = 'poverty_registry');

-- The registry knows nine in ten.
INSERT INTO core.registry_version (registry, version, file_ids, received_at, persons, load_id)
SELECT 'p3ke', '2025-1', ARRAY[file_id], received_at, (SELECT count(*) FROM resident WHERE pg_temp.draw(n, 8, 10) > 0), load_id
FROM landing.file WHERE feed = 'poverty_registry';

INSERT INTO core.registry_person (
    registry_version_id, row_id, file_id, sheet, row_number, person_ref, nik, dukcapil_matched, name, birth_date, sex, village_code, desil
)
SELECT
    (SELECT registry_version_id FROM core.registry_version),
    100000000 + r.n,
    (SELECT file_id FROM landing.file WHERE feed = 'poverty_registry'),
    '',
    r.n,
    r.n::text,
    r.nik,
    true,
    array_to_string(r.names, ' '),
    r.birth_date,
    r.sex,
    r.village_code,
    (1 + pg_temp.draw(r.n, 9, 5))::text
FROM resident AS r
WHERE pg_temp.draw(r.n, 8, 10) > 0;

-- What the villages send. fate below 10: the branch alone has the person.
CREATE TEMP TABLE sent AS
WITH told AS (
    SELECT p.*, p.village_code AS sender, 1 AS copy FROM person AS p WHERE p.fate >= 10
    UNION ALL
    SELECT p.*, p.village_code AS sender, 2 AS copy FROM person AS p WHERE p.fate BETWEEN 45 AND 49
    UNION ALL
    SELECT p.*, o.village_code AS sender, 2 AS copy
    FROM person AS p
    INNER JOIN place AS own ON p.village_code = own.village_code
    INNER JOIN place AS o ON o.at = (own.at + 1) % (SELECT count(*) FROM place)
    WHERE p.fate BETWEEN 50 AND 52
)
SELECT
    t.*,
    CASE
        WHEN t.fate BETWEEN 60 AND 65 THEN 'excel_cut'
        WHEN t.fate BETWEEN 66 AND 69 THEN 'missing_digit'
        WHEN t.fate BETWEEN 70 AND 73 THEN 'letters'
        WHEN t.fate BETWEEN 74 AND 77 THEN 'scientific'
        WHEN t.fate BETWEEN 78 AND 81 THEN 'swapped_digits'
        WHEN t.fate BETWEEN 82 AND 84 THEN 'empty'
    END AS fault,
    CASE
        WHEN t.fate BETWEEN 60 AND 65 THEN left(t.nik, 15) || '0'
        WHEN t.fate BETWEEN 66 AND 69 THEN left(t.nik, 9) || substr(t.nik, 11)
        WHEN t.fate BETWEEN 70 AND 73 THEN replace(t.nik, '0', 'O')
        WHEN t.fate BETWEEN 74 AND 77 THEN '3,20' || substr(t.nik, 4, 3) || 'E+15'
        WHEN t.fate BETWEEN 78 AND 81 THEN left(t.nik, 1) || substr(t.nik, 3, 1) || substr(t.nik, 2, 1) || substr(t.nik, 4)
        WHEN t.fate BETWEEN 82 AND 84 THEN NULL
        -- A digit typed wrong where nothing shows it.
        WHEN t.fate BETWEEN 85 AND 87 THEN left(t.nik, 12) || '9' || right(t.nik, 3)
        ELSE t.nik
    END AS nik_raw,
    row_number() OVER (PARTITION BY t.sender ORDER BY t.n, t.copy) + 1 AS row_number,
    row_number() OVER (ORDER BY t.sender, t.n, t.copy) AS row_id
FROM told AS t;

INSERT INTO core.village_row (
    row_id, file_id, sheet, row_number, village_code, cells, nik_raw, nik, nik_fault, nik_district_known, nik_birth_date, nik_sex,
    name_raw, name, name_words, birth_place, birth_date_raw, birth_date, sex_raw, sex, address, rt, rw, group_raw, participant_group,
    group_origin, funding_source, funder_origin, action_raw, action, filled
)
SELECT
    s.row_id,
    f.file_id,
    '',
    s.row_number,
    s.sender,
    ARRAY[s.row_number::text, s.nik_raw, n.name, 'BOGOR', s.birth_date::text, s.sex, 'KP. BARU', '001', '002', s.participant_group],
    s.nik_raw,
    CASE WHEN s.fault IN ('missing_digit', 'letters', 'scientific', 'empty') THEN NULL ELSE s.nik_raw END,
    s.fault,
    s.fault IS NULL OR NULL,
    CASE WHEN s.fault IS NULL THEN s.birth_date END,
    CASE WHEN s.fault IS NULL THEN s.sex END,
    n.name,
    n.name,
    n.words,
    'BOGOR',
    b.birth_date::text,
    b.birth_date,
    s.sex,
    s.sex,
    'KP. BARU',
    '001',
    '002',
    s.participant_group,
    s.participant_group,
    'column',
    s.funding_source,
    'default',
    CASE WHEN s.fate BETWEEN 20 AND 29 THEN 'keluar' ELSE 'lanjut' END,
    CASE WHEN s.fate BETWEEN 20 AND 29 THEN 'keluar' ELSE 'lanjut' END,
    11
FROM sent AS s
INNER JOIN landing.file AS f ON s.sender || '.csv' = f.path
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN s.misspelt THEN overlay(array_to_string(s.names, ' ') PLACING '' FROM 2 FOR 1) ELSE array_to_string(s.names, ' ') END AS name,
        CASE WHEN s.misspelt THEN array_prepend(overlay(s.words[1] PLACING '' FROM 2 FOR 1), s.words[2:]) ELSE s.words END AS words
) AS n
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN s.fate BETWEEN 100 AND 104 AND extract(day FROM s.birth_date) <= 12
                THEN make_date(extract(year FROM s.birth_date)::integer, extract(day FROM s.birth_date)::integer, extract(month FROM s.birth_date)::integer)
            ELSE s.birth_date
        END AS birth_date
) AS b;

INSERT INTO core.file_reading (file_id, load_id, outcome, village_codes, rows)
SELECT f.file_id, f.load_id, 'read', ARRAY[left(f.path, 13)], count(*)
FROM landing.file AS f
INNER JOIN core.village_row AS r ON f.file_id = r.file_id
GROUP BY f.file_id;

INSERT INTO quality.violation (rule_id, row_id, file_id)
SELECT c.rule_id, r.row_id, r.file_id
FROM core.village_row AS r
INNER JOIN pg_temp.class_rule AS c ON r.nik_fault = c.fault;

INSERT INTO quality.rule_result (file_id, rule_id, village_code, checked, failed)
SELECT r.file_id, c.rule_id, r.village_code, count(*), count(*) FILTER (WHERE r.nik_fault = c.fault)
FROM core.village_row AS r
CROSS JOIN pg_temp.class_rule AS c
GROUP BY r.file_id, c.rule_id, r.village_code;

-- What the branch has. fate 10 to 19: the villages alone have the person.
INSERT INTO core.branch_row (
    row_id, file_id, sheet, row_number, cells, kpj_raw, kpj, nik_raw, nik, nik_district_known, nik_birth_date, nik_sex, name_raw, name,
    name_words, birth_date_raw, birth_date, sex_raw, sex, village_raw, district_raw, village_code, group_raw, participant_group, funder_raw,
    funding_source, member_since_raw, member_since, status_raw, status_word, status, paid_raw, paid_from, paid_to, contribution_raw,
    contribution, filled
)
SELECT
    20000000 + r.row_number,
    (SELECT file_id FROM landing.file WHERE feed = 'bpjs_branch_export'),
    '',
    1 + r.row_number,
    ARRAY[r.row_number::text, r.kpj, r.nik, r.name, r.birth_date::text, r.sex, r.place, r.participant_group, r.funding_source, r.word, '16800'],
    r.kpj,
    r.kpj,
    r.nik,
    r.nik,
    true,
    r.birth_date,
    r.sex,
    r.name,
    r.name,
    r.words,
    r.birth_date::text,
    r.birth_date,
    r.sex,
    r.sex,
    r.place,
    r.place,
    r.place,
    r.booked_group,
    r.booked_group,
    r.funding_source,
    r.funding_source,
    '2025-12-01',
    '2025-12-01',
    r.word,
    r.word,
    CASE r.word WHEN 'AKTIF' THEN 'active' ELSE 'inactive' END,
    '2026-01',
    '2026-01',
    '2026-01',
    r.contribution::text,
    r.contribution,
    15
FROM (
    SELECT
        p.*,
        array_to_string(p.names, ' ') AS name,
        to_char(p.n * 2 + copy, 'FM00000000000') AS kpj,
        CASE WHEN p.fate BETWEEN 30 AND 39 THEN 'NONAKTIF' ELSE 'AKTIF' END AS word,
        CASE WHEN p.fate BETWEEN 110 AND 114 THEN o.village_code ELSE p.village_code END AS place,
        CASE WHEN p.fate BETWEEN 120 AND 122 THEN 'guru_ngaji' ELSE p.participant_group END AS booked_group,
        CASE WHEN p.fate = 130 THEN 8400 ELSE 16800 END AS contribution,
        row_number() OVER (ORDER BY p.n, copy) AS row_number
    FROM person AS p
    INNER JOIN place AS own ON p.village_code = own.village_code
    INNER JOIN place AS o ON o.at = (own.at + 1) % (SELECT count(*) FROM place)
    CROSS JOIN generate_series(0, CASE WHEN p.fate BETWEEN 40 AND 44 THEN 1 ELSE 0 END) AS copy
    WHERE p.fate NOT BETWEEN 10 AND 19
) AS r;

INSERT INTO core.file_reading (file_id, load_id, outcome, rows)
SELECT f.file_id, f.load_id, 'read', count(*)
FROM landing.file AS f
INNER JOIN core.branch_row AS r ON f.file_id = r.file_id
GROUP BY f.file_id;

INSERT INTO core.branch_total (file_id, sheet, row_number, participant_group, funding_source, persons, rupiah)
SELECT
    file_id, 'REKAP', row_number() OVER (ORDER BY participant_group, funding_source), participant_group, funding_source, count(*), sum(contribution)
FROM core.branch_row
WHERE status = 'active'
GROUP BY file_id, participant_group, funding_source;
