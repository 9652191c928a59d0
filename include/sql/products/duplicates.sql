-- Grain: one row an open case of a duplicate: the row that keeps the place, and by which rule of the precedence it does, with what
-- the rule compared on both rows. Derived from what the version stands on, never from a later one. Reads only.
-- The rules are those of reconciliation/village_ladder.sql and pairing.sql, in their order.
WITH month_before AS (
    SELECT
        b.period,
        max(b.version) AS version
    FROM reconciliation.version AS v
    INNER JOIN reconciliation.version AS b
        ON v.inputs -> 'month_before' ->> 'period' = b.period AND v.inputs -> 'month_before' ->> 'inputs_sha256' = b.inputs_sha256
    WHERE v.period = :period AND v.version = :version AND core.months_between(:period, b.period) = 1
    GROUP BY b.period
),

duplicate AS MATERIALIZED (
    SELECT
        s.case_code,
        c.cause,
        c.row_side AS side,
        c.row_id,
        o.village_code,
        o.person_key,
        v.nik
    FROM reconciliation.case_state AS c
    INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
    INNER JOIN reconciliation.outcome AS o
        ON c.period = o.period AND c.version = o.version AND c.row_side = o.side AND c.row_id = o.row_id
    LEFT JOIN core.village_row AS v ON c.row_side = 'village' AND c.row_id = v.row_id
    WHERE
        c.period = :period AND c.version = :version AND c.status = 'open'
        AND c.cause IN ('duplicate_in_file', 'duplicate_across_villages', 'duplicate_at_branch')
),

-- A row in doubt keeps no person, but its place.
doubted AS MATERIALIZED (
    SELECT
        o.row_id,
        o.village_code,
        v.nik
    FROM reconciliation.outcome AS o
    INNER JOIN core.village_row AS v ON o.row_id = v.row_id
    WHERE o.period = :period AND o.version = :version AND o.side = 'village' AND o.outcome = 'ambiguous'
),

kept AS (
    SELECT
        d.case_code,
        o.row_id
    FROM duplicate AS d
    INNER JOIN reconciliation.outcome AS o
        ON d.person_key = o.person_key AND o.period = :period AND o.version = :version AND d.side = o.side AND d.row_id <> o.row_id
    WHERE
        CASE d.cause
            WHEN 'duplicate_in_file'
                THEN d.village_code = o.village_code AND o.outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file')
            WHEN 'duplicate_across_villages'
                THEN o.outcome NOT IN ('superseded', 'rejected', 'duplicate_in_file', 'withdrawn', 'duplicate_across_villages')
            ELSE o.covered AND o.outcome <> 'duplicate_at_branch'
        END
    UNION ALL
    SELECT
        d.case_code,
        o.row_id
    FROM duplicate AS d
    INNER JOIN doubted AS o ON d.nik = o.nik AND (d.cause <> 'duplicate_in_file' OR d.village_code = o.village_code)
),

chosen AS (
    SELECT DISTINCT ON (d.case_code)
        d.*,
        k.row_id AS kept_row_id
    FROM duplicate AS d
    INNER JOIN kept AS k ON d.case_code = k.case_code
    ORDER BY d.case_code ASC, k.row_id ASC
),

last_month AS (
    SELECT DISTINCT ON (o.person_key)
        o.person_key,
        o.village_code,
        b.period
    FROM chosen AS c
    INNER JOIN reconciliation.outcome AS o ON c.person_key = o.person_key AND o.side = 'village' AND o.presence_since IS NOT NULL
    INNER JOIN month_before AS b ON o.period = b.period AND o.version = b.version
    ORDER BY o.person_key ASC, o.presence_since ASC, o.row_id ASC
),

-- Of the two cards, in how many fields each agrees with the person's row on the village's list.
agreeing AS (
    SELECT
        c.case_code,
        count(*) FILTER (WHERE b.row_id = c.kept_row_id AND f.same) AS kept,
        count(*) FILTER (WHERE b.row_id = c.row_id AND f.same) AS own
    FROM chosen AS c
    INNER JOIN reconciliation.outcome AS k
        ON k.period = :period AND k.version = :version AND k.side = 'branch' AND c.kept_row_id = k.row_id
    INNER JOIN reconciliation.outcome AS o
        ON k.pair_id = o.pair_id AND k.period = o.period AND k.version = o.version AND o.side = 'village'
    INNER JOIN core.village_row AS v ON o.row_id = v.row_id
    INNER JOIN core.branch_row AS b ON b.row_id IN (c.row_id, c.kept_row_id)
    CROSS JOIN
        LATERAL (
            VALUES
            (core.same_name(v.name_words, b.name_words)),
            (v.birth_date = b.birth_date),
            (v.sex = b.sex),
            (
                v.village_code = b.village_code
                AND NOT (coalesce(btrim(b.village_raw), '') = '' AND left(b.village_code, 8) = left(v.village_code, 8))
            ),
            (coalesce(v.group_origin, '') <> 'default' AND v.participant_group = b.participant_group),
            (coalesce(v.funder_origin, '') <> 'default' AND v.funding_source = b.funding_source),
            (b.contribution = o.rupiah * greatest(coalesce(core.months_between(b.paid_to, b.paid_from) + 1, 1), 1))
        ) AS f (same)
    WHERE c.cause = 'duplicate_at_branch'
    GROUP BY c.case_code
),

compared AS (
    SELECT
        c.*,
        kf.period AS kept_period,
        core.file_name(kf.path, coalesce(kv.member, kb.member)) AS kept_path,
        coalesce(kv.sheet, kb.sheet) AS kept_sheet,
        coalesce(kv.row_number, kb.row_number) AS kept_row_number,
        coalesce(kv.village_code, kb.village_code) AS kept_village_code,
        kb.kpj AS kept_kpj,
        kf.received_at AS kept_received,
        f.received_at AS own_received,
        kf.file_id = f.file_id AS one_file,
        v.action,
        coalesce(kv.action, '') IN ('keluar', 'meninggal', 'pindah', 'bekerja', 'mampu') AS kept_leaves,
        coalesce(v.action, '') IN ('keluar', 'meninggal', 'pindah', 'bekerja', 'mampu') AS own_leaves,
        kv.filled AS kept_filled,
        v.filled AS own_filled,
        kb.member_since AS kept_since,
        b.member_since AS own_since,
        coalesce(a.kept, 0) AS kept_agrees,
        coalesce(a.own, 0) AS own_agrees,
        l.period AS last_period,
        l.village_code AS last_village
    FROM chosen AS c
    LEFT JOIN core.village_row AS v ON c.side = 'village' AND c.row_id = v.row_id
    LEFT JOIN core.branch_row AS b ON c.side = 'branch' AND c.row_id = b.row_id
    LEFT JOIN core.village_row AS kv ON c.side = 'village' AND c.kept_row_id = kv.row_id
    LEFT JOIN core.branch_row AS kb ON c.side = 'branch' AND c.kept_row_id = kb.row_id
    INNER JOIN landing.file AS f ON f.file_id = coalesce(v.file_id, b.file_id)
    INNER JOIN landing.file AS kf ON kf.file_id = coalesce(kv.file_id, kb.file_id)
    LEFT JOIN agreeing AS a ON c.case_code = a.case_code
    LEFT JOIN last_month AS l ON c.person_key = l.person_key
),

told AS (
    SELECT
        c.*,
        CASE
            WHEN c.cause = 'duplicate_across_villages' AND c.kept_village_code = c.last_village THEN 'last_month'
            WHEN c.cause = 'duplicate_across_villages' AND c.kept_received < c.own_received THEN 'earlier_list'
            WHEN c.cause = 'duplicate_across_villages' THEN 'lower_code'
            WHEN c.own_leaves AND NOT c.kept_leaves THEN 'leaves'
            WHEN c.kept_filled > c.own_filled THEN 'fuller'
            WHEN c.kept_agrees > c.own_agrees THEN 'agrees_more'
            WHEN coalesce(c.kept_since, 'infinity') < coalesce(c.own_since, 'infinity') THEN 'older_card'
            WHEN c.one_file THEN 'earlier_row'
            WHEN c.kept_received < c.own_received THEN 'earlier_file'
            ELSE 'file_name'
        END AS kept_by
    FROM compared AS c
)

SELECT
    case_code,
    kept_by,
    CASE WHEN kept_by = 'leaves' THEN action END AS action,
    CASE WHEN kept_by = 'last_month' THEN last_period END AS last_period,
    CASE kept_by WHEN 'fuller' THEN kept_filled WHEN 'agrees_more' THEN kept_agrees END AS kept_count,
    CASE kept_by WHEN 'fuller' THEN own_filled WHEN 'agrees_more' THEN own_agrees END AS own_count,
    kept_since,
    own_since,
    kept_received AT TIME ZONE 'Asia/Jakarta' AS kept_received,
    own_received AT TIME ZONE 'Asia/Jakarta' AS own_received,
    kept_village_code,
    kept_kpj,
    kept_period,
    kept_path,
    kept_sheet,
    kept_row_number
FROM told
ORDER BY case_code COLLATE "C"
