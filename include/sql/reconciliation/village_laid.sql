-- village_laid: one row a chosen row of the month's village lists with what reconciliation compares. sent: place of its file in
-- order of receipt. Limits are materialized, or they would be looked up for every row. Needs chosen and held_row. Temporary.

CREATE TEMP TABLE village_laid ON COMMIT DROP AS
WITH programme AS (
    SELECT * FROM core.programme
    WHERE core.first_day(:period) BETWEEN valid_from AND coalesce(valid_to, 'infinity')
),

sent AS (
    SELECT
        file_id,
        received_at,
        row_number() OVER (ORDER BY received_at, path COLLATE "C", file_id) AS place
    FROM landing.file
    WHERE file_id IN (SELECT c.file_id FROM chosen AS c)
)

SELECT
    r.row_id,
    chosen.carried,
    r.file_id,
    f.received_at,
    f.place AS sent,
    r.village_code,
    g.participant_group,
    r.group_origin = 'default' OR r.participant_group IS NULL AS group_defaulted,
    coalesce(r.funding_source, g.default_funding_source) AS funding_source,
    r.funder_origin = 'default' OR r.funding_source IS NULL AS funder_defaulted,
    CASE WHEN h.known_nik THEN r.nik ELSE core.usable_nik(r.nik, r.nik_fault) END AS nik,
    r.name_words,
    r.birth_date,
    r.nik_birth_date,
    r.sex,
    r.action,
    r.filled,
    chosen.state = 'superseded' AS superseded,
    CASE WHEN chosen.state = 'held' THEN b.breaker_id ELSE h.rule_id END AS rejected_by,
    t.jkk + t.jkm AS tariff
FROM chosen
INNER JOIN core.village_row AS r ON chosen.row_id = r.row_id
INNER JOIN sent AS f ON r.file_id = f.file_id
LEFT JOIN held_row AS h ON r.row_id = h.row_id
LEFT JOIN quality.breaker AS b ON r.file_id = b.file_id
LEFT JOIN programme AS g ON coalesce(r.participant_group, (SELECT d.participant_group FROM programme AS d WHERE d.is_default)) = g.participant_group
LEFT JOIN core.tariff AS t
    ON
        coalesce(r.funding_source, g.default_funding_source) = t.funding_source
        AND core.first_day(:period) BETWEEN t.valid_from AND coalesce(t.valid_to, 'infinity');

-- Whether a NIK stands on this side is asked for few NIKs and for many: never through the whole list for each.
CREATE INDEX ON village_laid (nik);
ANALYZE village_laid (row_id, nik, village_code);
