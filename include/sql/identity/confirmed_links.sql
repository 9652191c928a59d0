-- resolved begins with what both offices confirmed: a row of a village is the person of a NIK or card. forbidden: one row a
-- row of link_row and an entity of which an office said that it is another person. Needs link_row, confirmed, told_apart. Temporary.

CREATE TEMP TABLE resolved (
    link_id bigint PRIMARY KEY,
    entity text,
    method text NOT NULL,
    weight numeric(6, 2),
    decision text NOT NULL
) ON COMMIT DROP;

CREATE TEMP TABLE finding ON COMMIT DROP AS
WITH keyed AS (
    SELECT
        l.link_id,
        f.target_kind,
        f.target,
        f.same
    FROM link_row AS l
    INNER JOIN core.village_row AS r ON l.row_id = r.row_id
    INNER JOIN confirmed AS f ON f.village_key = core.link_key(r.nik_raw, r.name_words, r.birth_date, r.village_code)
    WHERE l.side = 'village' AND EXISTS (SELECT FROM confirmed)
),

cards AS (
    SELECT DISTINCT ON (b.kpj)
        b.kpj,
        b.nik
    FROM branch_laid AS b
    WHERE b.kpj IN (SELECT k.target FROM keyed AS k WHERE k.target_kind = 'kpj')
    ORDER BY b.kpj ASC, b.nik ASC NULLS LAST
),

targets AS (
    SELECT
        k.link_id,
        k.same,
        CASE k.target_kind WHEN 'nik' THEN k.target ELSE c.nik END AS nik,
        -- One of several people under one NIK.
        k.target_kind = 'nik' AND k.target LIKE '%/%' AS told_apart,
        CASE k.target_kind WHEN 'kpj' THEN k.target END AS kpj
    FROM keyed AS k
    LEFT JOIN cards AS c ON k.target_kind = 'kpj' AND k.target = c.kpj
)

SELECT
    t.link_id,
    t.same,
    CASE WHEN t.told_apart THEN t.nik ELSE coalesce(
        t.nik || '/' || coalesce(
            (
                SELECT min(o.variant) FROM branch_laid AS b
                INNER JOIN told_apart AS o
                    ON b.nik = o.nik AND b.name_words IS NOT DISTINCT FROM o.name_words AND b.birth_date IS NOT DISTINCT FROM o.birth_date
                WHERE b.nik = t.nik
            ),
            (SELECT min(o.variant) FROM told_apart AS o WHERE o.nik = t.nik),
            (SELECT min(p.variant) FROM core.person AS p WHERE p.nik = t.nik),
            1
        ),
        'person/' || (SELECT min(p.person_key) FROM core.person AS p WHERE p.nik IS NULL AND p.kpj = t.kpj),
        'card/' || t.kpj
    ) END AS entity
FROM targets AS t;
CREATE INDEX ON finding (link_id);
ANALYZE finding;

INSERT INTO resolved
SELECT
    link_id,
    CASE WHEN count(DISTINCT entity) = 1 THEN min(entity) END,
    'confirmed_link',
    NULL,
    CASE WHEN count(DISTINCT entity) = 1 THEN 'used' ELSE 'tie' END
FROM finding WHERE same
GROUP BY link_id;
