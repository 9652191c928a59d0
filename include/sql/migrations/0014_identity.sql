-- People over time: persons known without a NIK, their other NIKs, evidence of pairs, breakers judged again, NIK repair.

ALTER TABLE core.person ALTER COLUMN nik DROP NOT NULL, ADD COLUMN kpj text;
COMMENT ON COLUMN core.person.nik IS
'NIK by which the person was identified first; null while neither side has ever told a usable one.';
COMMENT ON COLUMN core.person.kpj IS 'Card by which a person without a NIK is known again; null where there is a NIK.';
CREATE INDEX person_by_kpj ON core.person (kpj) WHERE nik IS NULL;

CREATE TABLE core.person_nik (
    nik text NOT NULL CHECK (nik ~ '^\d{16}$'),
    variant smallint NOT NULL CHECK (variant > 0),
    person_key bigint NOT NULL REFERENCES core.person,
    first_period text NOT NULL,
    PRIMARY KEY (nik, variant)
);
COMMENT ON TABLE core.person_nik IS
'One more NIK under which a person came to be known after the first, e.g. the right one after a mistyped one. It names people only: '
'whether two rows are one person is found anew every month.';
COMMENT ON COLUMN core.person_nik.nik IS 'The other NIK.';
COMMENT ON COLUMN core.person_nik.variant IS 'As in core.person.';
COMMENT ON COLUMN core.person_nik.person_key IS 'The person.';
COMMENT ON COLUMN core.person_nik.first_period IS 'Month in which it was first met.';
CREATE INDEX person_nik_by_person ON core.person_nik (person_key);

CREATE VIEW core.person_observation AS
SELECT
    o.person_key,
    o.period,
    o.version,
    o.side,
    o.row_id,
    coalesce(v.nik_raw, b.nik_raw) AS nik_raw,
    coalesce(v.nik_fault, b.nik_fault) AS nik_fault,
    b.kpj,
    coalesce(v.name, b.name) AS name,
    coalesce(v.birth_date, b.birth_date) AS birth_date,
    coalesce(v.sex, b.sex) AS sex,
    o.village_code,
    o.match_method
FROM reconciliation.outcome AS o
LEFT JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id
LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
WHERE o.person_key IS NOT NULL;
COMMENT ON VIEW core.person_observation IS 'One row a row of either side in which a person was seen, in every version of every month.';

CREATE TABLE reconciliation.link_evidence (
    period text NOT NULL,
    version integer NOT NULL,
    side text NOT NULL CHECK (side IN ('village', 'branch')),
    row_id bigint NOT NULL,
    rank smallint NOT NULL CHECK (rank > 0),
    candidate_kind text NOT NULL CHECK (candidate_kind IN ('branch', 'village', 'person', 'registry')),
    candidate_side_row_id bigint,
    candidate_person_key bigint REFERENCES core.person,
    registry_row_id bigint,
    method text NOT NULL CHECK (method IN ('confirmed_link', 'nik_repair', 'linkage')),
    weight numeric(6, 2),
    contributions jsonb NOT NULL DEFAULT '[]',
    decision text NOT NULL CHECK (decision IN ('used', 'review', 'tie', 'refused')),
    PRIMARY KEY (period, version, side, row_id, rank),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.link_evidence IS
'One record that was considered for a row which its NIK alone did not identify: confirmed, repaired, or at or above the review band.';
COMMENT ON COLUMN reconciliation.link_evidence.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.link_evidence.version IS 'Version.';
COMMENT ON COLUMN reconciliation.link_evidence.side IS 'Side of the row.';
COMMENT ON COLUMN reconciliation.link_evidence.row_id IS 'The row.';
COMMENT ON COLUMN reconciliation.link_evidence.rank IS 'Place of the candidate: the one used first, then by weight.';
COMMENT ON COLUMN reconciliation.link_evidence.candidate_kind IS
'A row of this month''s branch or village lists, a person of an earlier month, or a record of the registry in force.';
COMMENT ON COLUMN reconciliation.link_evidence.candidate_side_row_id IS 'That row, where it is one of the month.';
COMMENT ON COLUMN reconciliation.link_evidence.candidate_person_key IS 'That person, where it is one of an earlier month.';
COMMENT ON COLUMN reconciliation.link_evidence.registry_row_id IS 'That record, where it is the registry''s.';
COMMENT ON COLUMN reconciliation.link_evidence.method IS 'What found it.';
COMMENT ON COLUMN reconciliation.link_evidence.weight IS 'Weight of the evidence; null where the method has none.';
COMMENT ON COLUMN reconciliation.link_evidence.contributions IS
'What each field adds: objects of field, level and weight, without values.';
COMMENT ON COLUMN reconciliation.link_evidence.decision IS
'used; review: too little, so a person decides; tie: several fit; refused: another person''s, or an office says it is another.';

CREATE TABLE reconciliation.breaker_judgement (
    period text NOT NULL,
    version integer NOT NULL,
    file_id bigint NOT NULL REFERENCES landing.file,
    breaker_id text NOT NULL REFERENCES quality.rule,
    checked integer NOT NULL,
    failed_at_check integer NOT NULL,
    failed integer NOT NULL,
    threshold numeric NOT NULL,
    tripped boolean NOT NULL,
    PRIMARY KEY (period, version, file_id),
    FOREIGN KEY (period, version) REFERENCES reconciliation.version
);
COMMENT ON TABLE reconciliation.breaker_judgement IS
'One file whose breaker tripped when it was checked, judged again by the month: a damaged NIK counts only where nobody was found.';
COMMENT ON COLUMN reconciliation.breaker_judgement.period IS 'Coverage month.';
COMMENT ON COLUMN reconciliation.breaker_judgement.version IS 'Version.';
COMMENT ON COLUMN reconciliation.breaker_judgement.file_id IS 'File.';
COMMENT ON COLUMN reconciliation.breaker_judgement.breaker_id IS 'The breaker.';
COMMENT ON COLUMN reconciliation.breaker_judgement.checked IS 'Rows of the file.';
COMMENT ON COLUMN reconciliation.breaker_judgement.failed_at_check IS 'Rows a blocking rule held when the file was checked.';
COMMENT ON COLUMN reconciliation.breaker_judgement.failed IS 'Rows that stay held after identification.';
COMMENT ON COLUMN reconciliation.breaker_judgement.threshold IS 'Share above which it trips.';
COMMENT ON COLUMN reconciliation.breaker_judgement.tripped IS 'Whether the file stays held back.';

CREATE FUNCTION core.nik_written(nik_raw text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
RETURN upper(regexp_replace(regexp_replace(nik_raw, '[.,]0{1,2}\s*$', ''), '[^0-9A-Za-z|!]', '', 'g'));
COMMENT ON FUNCTION core.nik_written(text) IS 'A NIK as written, its digits and letters only.';

CREATE FUNCTION core.one_digit_apart(one text, other text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
SELECT count(*) = 1 OR (
    count(*) = 2 AND max(place) - min(place) = 1
    AND substr(one, min(place), 2) = reverse(substr(other, min(place), 2))
)
FROM generate_series(1, length(one)) AS place
WHERE substr(one, place, 1) <> substr(other, place, 1)
$$;
COMMENT ON FUNCTION core.one_digit_apart(text, text) IS
'Whether two numbers of one length differ by one mistyped digit or by two neighbours swapped.';

CREATE FUNCTION core.nik_says_nothing(written text, fault text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(
    fault IN ('empty', 'repeated_digits', 'sequence', 'family_card', 'temporary')
    OR (fault = 'scientific' AND length(split_part(written, 'E', 1)) < 6),
    false
);
COMMENT ON FUNCTION core.nik_says_nothing(text, text) IS
'Whether nothing, or next to nothing, of the right NIK is left in what was written.';

-- Of a scientific number the digits before the exponent survive, the last one rounded; of the rest as the class says.
CREATE FUNCTION core.nik_could_be(written text, fault text, target text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN target IS NULL OR length(target) <> 16 THEN false
    WHEN core.nik_says_nothing(written, fault) THEN true
    WHEN written IS NULL THEN false
    WHEN fault IS NULL OR fault IN ('decimal_suffix', 'swapped_digits')
        THEN length(written) = 16 AND written <> target AND core.one_digit_apart(written, target)
    WHEN fault = 'excel_cut' AND written > '9007199254740992'
        THEN length(written) = 16 AND left(written, 14) = left(target, 14)
    WHEN fault = 'excel_cut'
        THEN length(written) = 16 AND left(written, 15) = left(target, 15)
    WHEN fault = 'scientific'
        THEN
            split_part(written, 'E', 1) ~ '^[0-9]{2,16}$'
            AND abs(left(target, length(split_part(written, 'E', 1)))::bigint - split_part(written, 'E', 1)::bigint) <= 1
    WHEN fault = 'letters'
        THEN
            length(written) = 16 AND length(regexp_replace(written, '[0-9]', '', 'g')) <= 3
            AND target LIKE regexp_replace(written, '[^0-9]', '_', 'g')
    WHEN fault = 'impossible_date'
        THEN length(written) = 16 AND left(written, 6) = left(target, 6) AND right(written, 4) = right(target, 4)
    WHEN length(written) IN (15, 17)
        THEN public.levenshtein(written, target) = 1
    WHEN length(written) BETWEEN 10 AND 14
        THEN left(target, length(written)) = written OR (length(written) = 14 AND public.levenshtein(written, target) = 2)
    WHEN length(written) BETWEEN 18 AND 24
        THEN left(written, 16) = target OR (length(written) = 18 AND public.levenshtein(written, target) = 2)
    ELSE false
END;
COMMENT ON FUNCTION core.nik_could_be(text, text, text) IS
'Whether this damage could have made a NIK as written out of another NIK. True of damage that leaves nothing to compare.';

-- Nobody is born after as_of, which settles the century; 29 February of no leap year names no day.
CREATE FUNCTION core.birth_date_in_nik(nik text, as_of date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
SELECT max(make_date(y.year, d.month, d.day))
FROM (
    SELECT
        substr(nik, 7, 2)::integer - CASE WHEN substr(nik, 7, 2)::integer > 40 THEN 40 ELSE 0 END AS day,
        substr(nik, 9, 2)::integer AS month,
        substr(nik, 11, 2)::integer AS short_year
    WHERE nik ~ '^\d{16}$'
) AS d
CROSS JOIN LATERAL (VALUES (1900 + d.short_year), (2000 + d.short_year)) AS y (year)
WHERE
    d.month BETWEEN 1 AND 12 AND d.day BETWEEN 1 AND CASE
        WHEN d.month = 2 THEN CASE WHEN y.year % 4 = 0 AND (y.year % 100 <> 0 OR y.year % 400 = 0) THEN 29 ELSE 28 END
        WHEN d.month IN (4, 6, 9, 11) THEN 30 ELSE 31
    END
    AND y.year * 10000 + d.month * 100 + d.day <= extract(year FROM as_of) * 10000 + extract(month FROM as_of) * 100 + extract(day FROM as_of)
$$;
COMMENT ON FUNCTION core.birth_date_in_nik(text, date) IS 'The birth date that a NIK tells; null where it tells none.';

GRANT SELECT, INSERT, UPDATE, DELETE ON core.person_nik, reconciliation.link_evidence, reconciliation.breaker_judgement TO padan_loader;
GRANT SELECT ON core.person_observation TO padan_loader, padan_officer;
GRANT SELECT ON core.person_nik, reconciliation.link_evidence, reconciliation.breaker_judgement TO padan_officer;
