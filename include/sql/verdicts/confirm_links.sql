-- core.confirmed_link: what the verdicts on a load's cases say of pairs: the same person (both offices), or another (either one).
-- For every month in which a verdict on the case came, the last verdicts of both offices up to it; a link applies from the next
-- month on. Needs :case_codes. Idempotent: the same finding of the same verdicts is noted once.

INSERT INTO core.confirmed_link (
    village_key, target_kind, target, same, registry_sha256, confirmed_period, first_period, case_code, verdict_ids
)
WITH asked AS (
    SELECT DISTINCT
        v.case_code,
        v.period
    FROM audit.verdict AS v
    WHERE v.case_code = any(cast(:case_codes AS text[]))
),

last_verdict AS (
    SELECT DISTINCT ON (a.case_code, a.period, v.office)
        a.period AS confirmed_period,
        v.*,
        string_to_array(w.stance, ' ') AS stance
    FROM asked AS a
    INNER JOIN audit.verdict AS v ON a.case_code = v.case_code AND a.period >= v.period
    INNER JOIN landing.file AS f ON v.file_id = f.file_id
    INNER JOIN core.verdict_word AS w
        ON v.verdict = w.verdict AND v.office = w.office AND v.decided_on BETWEEN w.valid_from AND coalesce(w.valid_to, 'infinity')
    ORDER BY
        a.case_code ASC, a.period ASC, v.office ASC, v.decided_on DESC, f.received_at DESC, f.path COLLATE "C" DESC,
        v.sheet COLLATE "C" DESC, v.row_number DESC, v.verdict_id DESC
),

-- The village's row that each verdict was given on, as the version that it answers shows it.
answered AS (
    SELECT
        l.confirmed_period,
        l.case_code,
        l.verdict_id,
        l.office,
        l.stance,
        l.candidate,
        l.answered_period AS period,
        l.answered_version AS version,
        c.row_id,
        core.link_key(r.nik_raw, r.name_words, r.birth_date, r.village_code) AS village_key,
        o.pair_id,
        r.nik AS own_nik,
        r.name_words,
        r.birth_date
    FROM last_verdict AS l
    INNER JOIN reconciliation.subject AS s ON l.case_code = s.case_code
    INNER JOIN reconciliation.case_state AS c
        ON l.answered_period = c.period AND l.answered_version = c.version AND s.subject_id = c.subject_id AND c.row_side = 'village'
    INNER JOIN core.village_row AS r ON c.row_id = r.row_id
    INNER JOIN reconciliation.outcome AS o ON c.period = o.period AND c.version = o.version AND o.side = 'village' AND c.row_id = o.row_id
    WHERE l.stance && ARRAY['same', 'other']
),

-- One way in which a person is known by a NIK: since the first meeting, or since a later one.
known_by AS (
    SELECT
        k.nik,
        k.variant,
        k.name_words,
        k.birth_date
    FROM core.person AS k WHERE k.nik IN (SELECT a.own_nik FROM answered AS a)
    UNION ALL
    SELECT
        n.nik,
        n.variant,
        k.name_words,
        k.birth_date
    FROM core.person_nik AS n
    INNER JOIN core.person AS k ON n.person_key = k.person_key
    WHERE n.nik IN (SELECT a.own_nik FROM answered AS a)
),

owned AS (
    SELECT
        a.*,
        (
            SELECT min(n.variant) FROM known_by AS n
            WHERE n.nik = a.own_nik AND NOT core.contradicts(n.name_words, n.birth_date, a.name_words, a.birth_date)
        ) AS own_variant
    FROM answered AS a
),

targeted AS (
    SELECT
        a.*,
        core.usable_nik(b.nik, b.nik_fault) AS nik,
        b.kpj
    FROM owned AS a
    INNER JOIN reconciliation.outcome AS p
        ON a.period = p.period AND a.version = p.version AND p.side = 'branch' AND a.pair_id = p.pair_id
    INNER JOIN core.branch_row AS b ON p.row_id = b.row_id
    WHERE a.candidate IS NULL
    UNION ALL
    SELECT
        a.*,
        coalesce(
            CASE WHEN e.method = 'same_nik' THEN a.own_nik || '/' || coalesce(k.variant, a.own_variant) END,
            core.usable_nik(b.nik, b.nik_fault), core.usable_nik(v.nik, v.nik_fault), p.nik, g.nik
        ),
        coalesce(b.kpj, p.kpj)
    FROM owned AS a
    INNER JOIN reconciliation.link_evidence AS e
        ON
            a.period = e.period AND a.version = e.version AND e.side = 'village' AND a.row_id = e.row_id
            AND (e.rank = ascii(a.candidate) - ascii('A') + 1 OR a.candidate IS NULL)
    LEFT JOIN core.branch_row AS b ON e.candidate_kind = 'branch' AND e.candidate_side_row_id = b.row_id
    LEFT JOIN core.village_row AS v ON e.candidate_kind = 'village' AND e.candidate_side_row_id = v.row_id
    LEFT JOIN core.person AS p ON e.candidate_person_key = p.person_key
    LEFT JOIN LATERAL (
        SELECT c.* FROM core.registry_person AS c
        INNER JOIN core.registry_version AS i ON c.registry_version_id = i.registry_version_id
        WHERE e.registry_row_id IS NOT NULL AND c.row_id = e.registry_row_id
        ORDER BY i.received_at DESC, i.registry_version_id DESC LIMIT 1
    ) AS g ON true
    -- Of several people under the row's own NIK the one whom the record does not contradict; where it is of none, the row's own.
    LEFT JOIN LATERAL (
        SELECT n.variant
        FROM (
            SELECT
                coalesce(b.name_words, v.name_words, string_to_array(g.name, ' ')) AS name_words,
                coalesce(b.birth_date, v.birth_date, g.birth_date) AS birth_date
        ) AS w
        INNER JOIN known_by AS n ON a.own_nik = n.nik AND NOT core.contradicts(n.name_words, n.birth_date, w.name_words, w.birth_date)
        ORDER BY coalesce(core.near_name(n.name_words, w.name_words), false) DESC, n.variant ASC LIMIT 1
    ) AS k ON true
    WHERE a.pair_id IS NULL
),

said AS (
    SELECT DISTINCT
        t.confirmed_period,
        t.case_code,
        t.office,
        t.verdict_id,
        t.village_key,
        CASE WHEN t.nik IS NOT NULL THEN 'nik' ELSE 'kpj' END AS target_kind,
        coalesce(t.nik, t.kpj) AS target,
        'same' = any(t.stance) AS same,
        t.period,
        t.version
    FROM targeted AS t
    WHERE coalesce(t.nik, t.kpj) IS NOT NULL
),

found AS (
    SELECT
        s.confirmed_period,
        s.case_code,
        s.village_key,
        s.target_kind,
        s.target,
        bool_and(s.same) AS same,
        array_agg(s.verdict_id ORDER BY s.verdict_id) AS verdict_ids,
        max(s.period) AS period,
        count(DISTINCT s.office) AS offices
    FROM said AS s
    GROUP BY s.confirmed_period, s.case_code, s.village_key, s.target_kind, s.target
),

-- The registry as the answered version knew it: what the officers could see.
known AS (
    SELECT
        f.confirmed_period,
        f.case_code,
        f.village_key,
        f.target_kind,
        f.target,
        max(core.registry_record_sha256(g.registry_version_id, split_part(f.target, '/', 1))) AS registry_sha256
    FROM found AS f
    INNER JOIN said AS s
        ON
            f.confirmed_period = s.confirmed_period AND f.case_code = s.case_code AND f.village_key = s.village_key
            AND f.target_kind = s.target_kind AND f.target = s.target AND f.period = s.period
    INNER JOIN reconciliation.version AS v ON s.period = v.period AND s.version = v.version
    CROSS JOIN core.registry_version AS g
    WHERE
        f.target_kind = 'nik' AND EXISTS (
            SELECT FROM landing.file AS l
            INNER JOIN jsonb_to_recordset(v.inputs -> 'files') AS i (feed text, collection text, path text, sha256 text)
                ON l.feed = i.feed AND l.collection = i.collection AND l.path = i.path AND l.sha256 = i.sha256
            WHERE l.file_id = any(g.file_ids)
        )
    GROUP BY f.confirmed_period, f.case_code, f.village_key, f.target_kind, f.target
)

SELECT
    f.village_key,
    f.target_kind,
    f.target,
    f.same,
    k.registry_sha256,
    f.confirmed_period,
    to_char(core.first_day(f.confirmed_period) + interval '1 month', 'YYYY-MM'),
    f.case_code,
    f.verdict_ids
FROM found AS f
LEFT JOIN known AS k
    ON
        f.confirmed_period = k.confirmed_period AND f.case_code = k.case_code AND f.village_key = k.village_key
        AND f.target_kind = k.target_kind AND f.target = k.target
WHERE NOT f.same OR f.offices = 2
ORDER BY f.confirmed_period, f.case_code COLLATE "C", f.village_key, f.target_kind, f.target
ON CONFLICT DO NOTHING;
