-- Several people under one NIK: the others who bear it are evidence, and a confirmed link may name one of them.

ALTER TABLE reconciliation.link_evidence DROP CONSTRAINT link_evidence_method_check, ADD CONSTRAINT link_evidence_method_check CHECK (
    method IN ('same_nik', 'confirmed_link', 'nik_repair', 'linkage')
);
COMMENT ON TABLE reconciliation.link_evidence IS
'One record that was considered for a row which its NIK alone did not identify: confirmed, repaired, at or above the review band, or '
'another bearer of its NIK.';
COMMENT ON COLUMN reconciliation.link_evidence.method IS
'What found it; same_nik: it bears the NIK of a row whose name and birth date contradict another''s.';
COMMENT ON COLUMN core.confirmed_link.target IS
'The NIK or KPJ; NIK/variant where the NIK is written for several people: the one of them, as in core.person.';

CREATE OR REPLACE VIEW core.confirmed_link_in_force AS
WITH followed AS (
    SELECT
        l.*,
        lead(l.first_period) OVER (
            PARTITION BY l.village_key, l.target_kind, l.target ORDER BY l.first_period, l.link_id
        ) AS next_period
    FROM core.confirmed_link AS l
)

SELECT
    f.village_key,
    f.target_kind,
    f.target,
    f.same,
    f.link_id,
    f.first_period,
    f.next_period
FROM followed AS f
LEFT JOIN core.registry_in_force AS g ON true
WHERE
    f.next_period IS DISTINCT FROM f.first_period
    AND (
        NOT f.same
        OR f.registry_sha256 IS NOT DISTINCT FROM core.registry_record_sha256(g.registry_version_id, split_part(f.target, '/', 1))
    );
