-- Looks at a person's history: asked with a reason, noted for ever, answered only once the note is committed.
CREATE TABLE audit.look (
    look_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    looked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    who text NOT NULL DEFAULT session_user,
    told_by text,
    asked_by text NOT NULL CHECK (asked_by IN ('nik', 'kpj', 'name')),
    reason text NOT NULL CHECK (length(btrim(reason)) >= 10 AND reason !~ '\d{11}'),
    people integer NOT NULL CHECK (people >= 0),
    noted_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
COMMENT ON TABLE audit.look IS
'One look at a person''s history, also when nobody was found. Rows are never changed or removed. Without NIK, KPJ or name.';
COMMENT ON COLUMN audit.look.look_id IS 'Number.';
COMMENT ON COLUMN audit.look.looked_at IS 'When, by the clock.';
COMMENT ON COLUMN audit.look.who IS 'The login that asked.';
COMMENT ON COLUMN audit.look.told_by IS 'User of the operating system, as the command told it; nobody proved it.';
COMMENT ON COLUMN audit.look.asked_by IS 'What was asked with: nik, kpj, or name (with the birth date).';
COMMENT ON COLUMN audit.look.reason IS 'Why, in the words of whoever asked; no number of a person.';
COMMENT ON COLUMN audit.look.people IS 'People found; records that no person was made of count as one each.';
COMMENT ON COLUMN audit.look.noted_in IS 'Transaction that noted it: no other part of the same transaction is answered.';

CREATE TABLE audit.look_found (
    look_id bigint NOT NULL REFERENCES audit.look,
    place integer NOT NULL CHECK (place > 0),
    person_key bigint REFERENCES core.person,
    side text CHECK (side IN ('village', 'branch')),
    row_id bigint,
    registry_version_id integer,
    PRIMARY KEY (look_id, place),
    CHECK (num_nonnulls(person_key, row_id) = 1),
    CHECK ((row_id IS NULL) = (num_nonnulls(side, registry_version_id) = 0))
);
COMMENT ON TABLE audit.look_found IS
'Whom one look found: a person, or a row that no person was made of: of a village, of the branch, of the poverty registry.';
COMMENT ON COLUMN audit.look_found.look_id IS 'Look.';
COMMENT ON COLUMN audit.look_found.place IS 'Number within the look, from 1.';
COMMENT ON COLUMN audit.look_found.person_key IS 'Person.';
COMMENT ON COLUMN audit.look_found.side IS 'List of the row; null for the registry.';
COMMENT ON COLUMN audit.look_found.row_id IS 'Row without a person.';
COMMENT ON COLUMN audit.look_found.registry_version_id IS 'Snapshot of the registry that the row is of.';

CREATE TRIGGER look_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.look
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_rewriting();
CREATE TRIGGER look_found_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.look_found
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_rewriting();

CREATE FUNCTION audit.look_for(
    reason text, nik text, kpj text, name_words text[], birth_date date, told_by text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    ways integer := num_nonnulls(nik, kpj, name_words);
    number bigint;
    found_people integer;
BEGIN
    IF length(btrim(coalesce(reason, ''))) < 10 THEN
        RAISE EXCEPTION 'a look at a person needs a reason of ten letters or more, e.g. which complaint it answers' USING ERRCODE = '22023';
    END IF;
    IF reason ~ '\d{11}' THEN
        RAISE EXCEPTION 'the reason holds a long number: write it without NIK and KPJ' USING ERRCODE = '22023';
    END IF;
    IF ways <> 1 OR (name_words IS NOT NULL AND (birth_date IS NULL OR cardinality(name_words) = 0)) THEN
        RAISE EXCEPTION 'ask with a NIK, or a KPJ, or a name with a birth date' USING ERRCODE = '22023';
    END IF;

    CREATE TEMP TABLE look_row ON COMMIT DROP AS
    SELECT 'village' AS side, r.row_id FROM core.village_row AS r
    WHERE r.nik = nik OR (r.birth_date = birth_date AND core.same_name(r.name_words, name_words))
    UNION ALL
    SELECT 'branch', r.row_id FROM core.branch_row AS r
    WHERE r.nik = nik OR r.kpj = kpj OR (r.birth_date = birth_date AND core.same_name(r.name_words, name_words));

    CREATE TEMP TABLE look_person ON COMMIT DROP AS
    SELECT DISTINCT
        o.person_key,
        CASE WHEN o.person_key IS NULL THEN l.side END AS side,
        CASE WHEN o.person_key IS NULL THEN l.row_id END AS row_id,
        NULL::integer AS registry_version_id
    FROM pg_temp.look_row AS l
    INNER JOIN reconciliation.outcome AS o ON l.side = o.side AND l.row_id = o.row_id
    INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
    UNION
    SELECT p.person_key, NULL, NULL, NULL FROM core.person AS p
    WHERE p.nik = nik OR (p.nik IS NULL AND p.kpj = kpj) OR (p.birth_date = birth_date AND core.same_name(p.name_words, name_words))
    UNION
    SELECT p.person_key, NULL, NULL, NULL FROM core.person_nik AS p WHERE p.nik = nik;

    -- The registry's own record, where the month's lists do not know the person.
    INSERT INTO pg_temp.look_person (row_id, registry_version_id)
    SELECT g.row_id, g.registry_version_id
    FROM core.registry_person AS g
    INNER JOIN core.registry_in_force AS f ON g.registry_version_id = f.registry_version_id
    WHERE
        (g.nik = nik OR (g.birth_date = birth_date AND core.same_name(string_to_array(g.name, ' '), name_words)))
        AND NOT EXISTS (
            SELECT FROM pg_temp.look_person AS l
            INNER JOIN core.person AS p ON l.person_key = p.person_key
            LEFT JOIN core.person_nik AS m ON p.person_key = m.person_key
            WHERE g.nik IN (p.nik, m.nik)
        );

    SELECT count(*) INTO found_people FROM pg_temp.look_person;
    INSERT INTO audit.look (told_by, asked_by, reason, people)
    VALUES (
        left(told_by, 100), CASE WHEN nik IS NOT NULL THEN 'nik' WHEN kpj IS NOT NULL THEN 'kpj' ELSE 'name' END, btrim(reason), found_people
    )
    RETURNING look_id INTO number;
    INSERT INTO audit.look_found (look_id, place, person_key, side, row_id, registry_version_id)
    SELECT
        number,
        row_number() OVER (ORDER BY l.person_key NULLS LAST, l.side NULLS LAST, l.row_id),
        l.person_key,
        l.side,
        l.row_id,
        l.registry_version_id
    FROM pg_temp.look_person AS l;
    PERFORM audit.note_event(
        'look', number::text,
        jsonb_build_object('who', session_user, 'people', found_people, 'reason_sha256', encode(sha256(convert_to(btrim(reason), 'UTF8')), 'hex'))
    );
    DROP TABLE pg_temp.look_row, pg_temp.look_person;
    RETURN number;
END
$$;
COMMENT ON FUNCTION audit.look_for(text, text, text, text[], date, text) IS
'Notes a look for a person and returns its number. Whom it found is told by audit.look_people and what follows, to the same login, for an '
'hour, after this transaction is committed: a look cannot be taken back and used all the same.';

CREATE FUNCTION audit.check_look(number bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit.look AS l
        WHERE
            l.look_id = number AND l.who = session_user AND l.looked_at > clock_timestamp() - interval '1 hour'
            AND l.noted_in IS DISTINCT FROM pg_current_xact_id_if_assigned()
    ) THEN
        RAISE EXCEPTION 'look % is not noted, another login''s or older than an hour: commit audit.look_for first', number USING ERRCODE = '42501';
    END IF;
END
$$;
COMMENT ON FUNCTION audit.check_look(bigint) IS 'An error unless a look is committed, of this login and of the last hour.';

CREATE FUNCTION audit.look_people(number bigint) RETURNS TABLE (
    place integer, nik_shown text, name text, birth_date date, sex text, first_period text, registry text, desil text, village text, district text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM audit.check_look(number);
    RETURN QUERY
    SELECT
        f.place,
        left(coalesce(p.nik, s.nik, w.nik, g.nik), 6) || repeat('•', 10),
        coalesce(s.name, w.name, g.name, array_to_string(p.name_words, ' ')),
        coalesce(p.birth_date, s.birth_date, w.birth_date, g.birth_date),
        coalesce(s.sex, w.sex, g.sex),
        p.first_period,
        v.registry || ' ' || v.version,
        g.desil,
        a.village_name,
        a.district_name
    FROM audit.look_found AS f
    LEFT JOIN core.person AS p ON f.person_key = p.person_key
    LEFT JOIN LATERAL (
        SELECT o.name, o.birth_date, o.sex, o.village_code, o.nik_raw AS nik FROM core.person_observation AS o
        WHERE o.person_key = f.person_key ORDER BY o.period DESC, o.version DESC, o.side = 'branch' DESC, o.row_id LIMIT 1
    ) AS s ON true
    LEFT JOIN LATERAL (
        SELECT r.name, r.birth_date, r.sex, r.nik, r.village_code FROM core.village_row AS r
        WHERE f.side = 'village' AND r.row_id = f.row_id
        UNION ALL
        SELECT r.name, r.birth_date, r.sex, r.nik, r.village_code FROM core.branch_row AS r
        WHERE f.side = 'branch' AND r.row_id = f.row_id
    ) AS w ON true
    LEFT JOIN LATERAL (
        SELECT e.* FROM core.registry_person AS e
        INNER JOIN core.registry_in_force AS n ON e.registry_version_id = n.registry_version_id
        WHERE
            (f.registry_version_id = e.registry_version_id AND f.row_id = e.row_id)
            OR e.nik = p.nik
            OR e.nik IN (SELECT m.nik FROM core.person_nik AS m WHERE m.person_key = f.person_key)
            OR e.row_id IN (
                SELECT m.registry_row_id FROM reconciliation.outcome AS o
                INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version
                INNER JOIN reconciliation.register_basis AS r ON o.period = r.period AND o.version = r.version
                INNER JOIN reconciliation.register_match AS m
                    ON o.period = m.period AND o.version = m.version AND o.side = m.side AND o.row_id = m.row_id
                WHERE o.person_key = f.person_key AND r.registry_version_id = n.registry_version_id
            )
        ORDER BY e.row_id LIMIT 1
    ) AS g ON true
    LEFT JOIN core.registry_version AS v ON g.registry_version_id = v.registry_version_id
    LEFT JOIN core.village AS a ON coalesce(s.village_code, w.village_code, g.village_code) = a.village_code
    WHERE f.look_id = number
    ORDER BY f.place;
END
$$;
COMMENT ON FUNCTION audit.look_people(bigint) IS 'Whom a look found: one row each, the NIK masked, with the record of the poverty registry in force.';

CREATE FUNCTION audit.look_rows(number bigint) RETURNS TABLE (
    place integer, period text, version integer, side text, file_name text, sheet text, row_number integer, received_on date, carried boolean,
    village text, district text, participant_group text, funding_source text, broken jsonb, outcome text, reason text, match_method text,
    match_weight numeric, contributions jsonb, paired boolean, covered boolean, kpj_shown text, status_raw text, paid_from text, paid_to text,
    rupiah bigint, paid_on date, member_since date, card_raw text, months_unpaid integer, lapses_next boolean, since text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM audit.check_look(number);
    RETURN QUERY
    SELECT
        f.place,
        o.period,
        o.version,
        o.side,
        core.file_name(l.path, coalesce(r.member, b.member)),
        coalesce(r.sheet, b.sheet),
        coalesce(r.row_number, b.row_number),
        (l.received_at AT TIME ZONE 'Asia/Jakarta')::date,
        o.carried,
        a.village_name,
        a.district_name,
        o.participant_group,
        o.funding_source,
        (
            SELECT
                jsonb_agg(
                    jsonb_build_object('rule_id', q.rule_id, 'severity', q.severity, 'id', q.message_id, 'en', q.message_en)
                    ORDER BY q.position, q.rule_id
                )
            FROM quality.violation AS x
            INNER JOIN quality.rule AS q ON x.rule_id = q.rule_id
            WHERE x.row_id = o.row_id AND x.file_id = l.file_id
        ),
        o.outcome,
        o.reason,
        o.match_method,
        o.match_weight,
        (
            SELECT e.contributions FROM reconciliation.link_evidence AS e
            WHERE e.period = o.period AND e.version = o.version AND e.side = o.side AND e.row_id = o.row_id AND e.decision = 'used'
            ORDER BY e.rank LIMIT 1
        ),
        o.pair_id IS NOT NULL,
        o.covered,
        repeat('•', 7) || right(b.kpj, 4),
        b.status_raw,
        b.paid_from,
        b.paid_to,
        o.rupiah,
        b.paid_on,
        b.member_since,
        b.card_raw,
        d.months,
        d.lapses_next,
        coalesce(o.exit_since, o.presence_since)
    FROM audit.look_found AS f
    INNER JOIN reconciliation.outcome AS o ON f.person_key = o.person_key OR (f.side = o.side AND f.row_id = o.row_id)
    INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
    LEFT JOIN core.village_row AS r ON o.side = 'village' AND o.row_id = r.row_id
    LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
    INNER JOIN landing.file AS l ON l.file_id = coalesce(r.file_id, b.file_id)
    LEFT JOIN core.village AS a ON o.village_code = a.village_code
    LEFT JOIN reconciliation.arrears AS d ON o.side = 'branch' AND o.period = d.period AND o.version = d.version AND o.row_id = d.row_id
    WHERE f.look_id = number
    ORDER BY f.place, o.period, o.side DESC, o.outcome IN ('superseded', 'duplicate_in_file', 'rejected', 'duplicate_at_branch'), o.row_id;
END
$$;
COMMENT ON FUNCTION audit.look_rows(bigint) IS
'Every row of whom a look found, month by month in the newest versions: where it stood, the rules it breaks, how it was identified, what became '
'of it, and at the branch its card, status and payment.';

CREATE FUNCTION audit.look_cases(number bigint) RETURNS TABLE (
    place integer, period text, case_code text, cause text, status text, change text, owner text, disnaker_said jsonb, branch_said jsonb,
    asked_of_branch text, branch_did text
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM audit.check_look(number);
    RETURN QUERY
    WITH of_person AS (
        SELECT DISTINCT f.place, s.case_code FROM audit.look_found AS f
        INNER JOIN reconciliation.subject AS s ON f.person_key = s.person_key
        WHERE f.look_id = number
        UNION
        SELECT f.place, s.case_code FROM audit.look_found AS f
        INNER JOIN reconciliation.case_state AS c ON f.side = c.row_side AND f.row_id = c.row_id
        INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id
        WHERE f.look_id = number
    )

    SELECT
        p.place,
        h.period,
        h.case_code,
        h.cause,
        h.status,
        h.change,
        h.owner,
        (
            SELECT
                jsonb_build_object(
                    'id', replace(w.word_id, '{letter}', coalesce(h.disnaker_candidate, '')),
                    'en', replace(w.word_en, '{letter}', coalesce(h.disnaker_candidate, ''))
                )
            FROM core.verdict_word AS w
            WHERE
                w.verdict = h.disnaker_verdict AND w.office = 'disnaker'
                AND h.disnaker_decided_on BETWEEN w.valid_from AND coalesce(w.valid_to, 'infinity')
        ),
        (
            SELECT
                jsonb_build_object(
                    'id', replace(w.word_id, '{letter}', coalesce(h.branch_candidate, '')),
                    'en', replace(w.word_en, '{letter}', coalesce(h.branch_candidate, ''))
                )
            FROM core.verdict_word AS w
            WHERE
                w.verdict = h.branch_verdict AND w.office = 'branch'
                AND h.branch_decided_on BETWEEN w.valid_from AND coalesce(w.valid_to, 'infinity')
        ),
        h.asked_of_branch,
        h.branch_did
    FROM of_person AS p
    INNER JOIN reconciliation.case_history AS h ON p.case_code = h.case_code
    ORDER BY p.place, h.period, h.case_code COLLATE "C";
END
$$;
COMMENT ON FUNCTION audit.look_cases(bigint) IS 'The cases of whom a look found, month by month, with what both offices said and did.';

CREATE FUNCTION audit.look_months(number bigint) RETURNS TABLE (period text, version integer, status text, cut_off date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM audit.check_look(number);
    RETURN QUERY
    SELECT v.period, v.version, v.status, v.cut_off FROM reconciliation.version AS v
    INNER JOIN reconciliation.current_version AS c ON v.period = c.period AND v.version = c.version
    ORDER BY v.period;
END
$$;
COMMENT ON FUNCTION audit.look_months(bigint) IS 'The months that were reckoned, in their newest version: also those without a row of the person.';

REVOKE EXECUTE ON FUNCTION
audit.look_for(text, text, text, text[], date, text), audit.check_look(bigint), audit.look_people(bigint), audit.look_rows(bigint),
audit.look_cases(bigint), audit.look_months(bigint)
FROM public;
GRANT USAGE ON SCHEMA audit TO padan_desk, padan_auditor;
GRANT EXECUTE ON FUNCTION
audit.look_for(text, text, text, text[], date, text), audit.look_people(bigint), audit.look_rows(bigint), audit.look_cases(bigint),
audit.look_months(bigint)
TO padan_desk;
GRANT SELECT ON audit.look, audit.look_found, audit.event TO padan_auditor;
