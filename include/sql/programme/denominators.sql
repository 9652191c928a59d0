-- mart.denominator: one row a number of people that coverage is measured against in one version of one
-- month: published ones as they stand in the reference data, and the newest snapshot of each registry, whole and eligible.

INSERT INTO mart.denominator (
    period, version, denominator, kind, date, registry, registry_version, desils, title_id, title_en, definition_id, source
)
WITH newest AS (
    SELECT DISTINCT ON (s.registry)
        s.registry,
        s.version,
        (s.received_at AT TIME ZONE 'Asia/Jakarta')::date AS date,
        (
            SELECT array_agg(d.desil ORDER BY d.desil COLLATE "C") FROM core.eligible_desil AS d
            WHERE d.registry = s.registry AND core.first_day(:period) BETWEEN d.valid_from AND coalesce(d.valid_to, 'infinity')
        ) AS desils
    FROM core.registry_snapshot AS s
    ORDER BY s.registry ASC, s.place DESC
)

SELECT
    :period,
    :version,
    d.denominator,
    'published',
    d.date,
    NULL,
    NULL,
    NULL::text[],
    d.title_id,
    d.title_en,
    d.definition_id,
    d.source
FROM core.denominator AS d
UNION ALL
SELECT
    :period,
    :version,
    n.registry || ' ' || n.version,
    'registry',
    n.date,
    n.registry,
    n.version,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL
FROM newest AS n
UNION ALL
SELECT
    :period,
    :version,
    n.registry || ' ' || n.version || ' eligible',
    'registry_eligible',
    n.date,
    n.registry,
    n.version,
    n.desils,
    NULL,
    NULL,
    NULL,
    NULL
FROM newest AS n
WHERE n.desils IS NOT NULL;
