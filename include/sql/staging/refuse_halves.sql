-- A DTSEN file without its companion in the same version (members without families, families without members) is
-- refused, and its rows leave staging; it waits again when the companion comes (landing/reopen_companions.sql).
-- Grain: one file of the load. Running it again changes nothing.

WITH held AS (
    SELECT
        f.collection,
        f.file_id,
        s.layout,
        true AS arrives
    FROM staging.reading AS s
    INNER JOIN landing.file AS f ON s.file_id = f.file_id
    WHERE s.load_id = :load_id AND s.outcome = 'read' AND split_part(f.collection, '/', 1) = 'dtsen'
    UNION ALL
    SELECT
        f.collection,
        f.file_id,
        g.layout,
        false
    FROM core.file_reading AS g
    INNER JOIN landing.file AS f ON g.file_id = f.file_id
    WHERE f.feed = 'poverty_registry' AND g.outcome = 'read' AND split_part(f.collection, '/', 1) = 'dtsen'
),

version AS (
    SELECT
        h.collection,
        bool_or(t.o ->> 'part' = 'families') AS has_families,
        bool_or(t.o ->> 'part' = 'rows') AS has_members
    FROM held AS h
    CROSS JOIN LATERAL jsonb_array_elements(h.layout) AS t (o)
    GROUP BY h.collection
)

UPDATE staging.reading AS s
SET
    outcome = 'refused',
    refusal_code = 'companion_missing',
    rows = 0,
    refusal_details = jsonb_build_object(
        'file', regexp_replace(f.path, '^.*/', ''),
        'expected', CASE WHEN v.has_members THEN cast(:families_called AS text) ELSE cast(:members_called AS text) END
    )
FROM landing.file AS f, version AS v
WHERE
    s.load_id = :load_id AND s.outcome = 'read' AND s.file_id = f.file_id AND f.collection = v.collection
    AND NOT (v.has_families AND v.has_members);

DELETE FROM staging.registry_row AS r
USING staging.reading AS s
WHERE s.load_id = :load_id AND s.file_id = r.file_id AND s.outcome = 'refused';

DELETE FROM staging.registry_family AS r
USING staging.reading AS s
WHERE s.load_id = :load_id AND s.file_id = r.file_id AND s.outcome = 'refused';
