-- Looks at a person, mended: a row that nobody was found for is told beside the person whom it may be; a person without a row in
-- any month is not told.

CREATE FUNCTION audit.rows_of(wanted_person bigint, wanted_side text, wanted_row bigint, wanted_registry integer)
RETURNS TABLE (period text, version integer, side text, row_id bigint, surely boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
WITH sure AS (
    SELECT o.period, o.version, o.side, o.row_id, o.village_code FROM reconciliation.outcome AS o
    INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
    WHERE o.person_key = wanted_person
    UNION ALL
    SELECT o.period, o.version, o.side, o.row_id, o.village_code FROM reconciliation.outcome AS o
    INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
    WHERE wanted_person IS NULL AND o.side = wanted_side AND o.row_id = wanted_row
),

-- Rows for which nobody was found.
loose AS MATERIALIZED (
    SELECT
        o.period,
        o.version,
        o.side,
        o.row_id,
        o.village_code,
        core.nik_written(coalesce(r.nik_raw, b.nik_raw)) AS nik_written,
        coalesce(r.nik_fault, b.nik_fault) AS nik_fault,
        core.possible_nik(coalesce(r.nik, b.nik), coalesce(r.nik_fault, b.nik_fault)) AS nik,
        coalesce(r.name_words, b.name_words) AS name_words,
        coalesce(r.birth_date, b.birth_date) AS birth_date,
        core.link_key(
            coalesce(r.nik_raw, b.nik_raw), coalesce(r.name_words, b.name_words), coalesce(r.birth_date, b.birth_date),
            coalesce(r.village_code, b.kpj_raw)
        ) AS written_key
    FROM reconciliation.outcome AS o
    INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
    LEFT JOIN core.village_row AS r ON o.side = 'village' AND o.row_id = r.row_id
    LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
    WHERE o.person_key IS NULL AND o.outcome <> 'superseded'
),

-- Every way in which the wanted one is written.
written AS (
    SELECT p.nik, p.name_words, p.birth_date, NULL::text AS village_code FROM core.person AS p WHERE p.person_key = wanted_person
    UNION
    SELECT p.nik, NULL, NULL, NULL FROM core.person_nik AS p WHERE p.person_key = wanted_person
    UNION
    SELECT core.possible_nik(r.nik, r.nik_fault), r.name_words, r.birth_date, s.village_code
    FROM sure AS s INNER JOIN core.village_row AS r ON s.side = 'village' AND s.row_id = r.row_id
    UNION
    SELECT core.possible_nik(r.nik, r.nik_fault), r.name_words, r.birth_date, s.village_code
    FROM sure AS s INNER JOIN core.branch_row AS r ON s.side = 'branch' AND s.row_id = r.row_id
    UNION
    SELECT g.nik, string_to_array(g.name, ' '), g.birth_date, g.village_code FROM core.registry_person AS g
    WHERE g.registry_version_id = wanted_registry AND g.row_id = wanted_row
),

-- What is left of a damaged NIK fits, and the name or the birth date; or both are the same, in the same village or with such a NIK.
alike AS (
    SELECT l.period, l.version, l.side, l.row_id FROM loose AS l
    CROSS JOIN LATERAL (
        SELECT
            bool_or(w.nik IS NOT NULL AND core.nik_could_be(l.nik_written, l.nik_fault, w.nik)) AS could_be,
            bool_or(l.nik IS NOT NULL AND w.nik = l.nik) AS same_nik,
            bool_or(core.same_name(w.name_words, l.name_words)) AS same_name,
            bool_or(w.birth_date = l.birth_date) AS same_date,
            bool_or(w.birth_date = l.birth_date AND core.same_name(w.name_words, l.name_words)) AS same_both,
            bool_or(w.village_code = l.village_code) AS same_village,
            bool_and(w.nik IS NULL) AS numberless
        FROM written AS w
    ) AS t
    WHERE
        CASE
            WHEN l.nik IS NOT NULL THEN t.same_both AND (t.same_nik OR t.numberless)
            WHEN core.nik_says_nothing(l.nik_written, l.nik_fault) THEN t.same_both AND t.same_village
            ELSE (t.same_both AND t.same_village) OR (t.could_be AND (t.same_name OR t.same_date))
        END
),

-- The wanted one was weighed as the row's, and nobody could tell.
weighed AS (
    SELECT e.period, e.version, e.side, e.row_id
    FROM reconciliation.link_evidence AS e
    INNER JOIN loose AS l ON e.period = l.period AND e.version = l.version AND e.side = l.side AND e.row_id = l.row_id
    WHERE
        e.decision IN ('review', 'tie') AND e.method <> 'same_nik'
        AND (
            e.candidate_person_key = wanted_person
            OR EXISTS (
                SELECT FROM sure AS s
                WHERE s.period = e.period AND s.version = e.version AND s.side = e.candidate_kind AND s.row_id = e.candidate_side_row_id
            )
            OR (
                e.registry_row_id = wanted_row
                AND EXISTS (
                    SELECT FROM core.registry_in_force AS f WHERE f.registry_version_id = wanted_registry
                )
            )
        )
),

-- The same record in another month.
again AS (
    SELECT l.period, l.version, l.side, l.row_id FROM loose AS l
    INNER JOIN loose AS w ON l.side = w.side AND l.written_key = w.written_key
    WHERE wanted_person IS NULL AND w.side = wanted_side AND w.row_id = wanted_row
),

every AS (
    SELECT s.period, s.version, s.side, s.row_id, true AS surely FROM sure AS s
    UNION ALL
    SELECT a.*, true FROM again AS a
    UNION ALL
    SELECT a.*, false FROM alike AS a
    UNION ALL
    SELECT w.*, false FROM weighed AS w
)

SELECT e.period, e.version, e.side, e.row_id, bool_or(e.surely) FROM every AS e GROUP BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION audit.rows_of(bigint, text, bigint, integer) IS
'The rows, in the newest version of every month, of a person, of a row that no person was made of, or of a record of the registry: surely theirs, '
'or perhaps, where nobody was found for a row that could be. Asked by the functions of a look only.';

CREATE OR REPLACE FUNCTION audit.look_for(
    reason text, nik text, kpj text, name_words text[], birth_date date, told_by text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    ways integer := num_nonnulls(nik, kpj, name_words);
    number bigint;
    found_people integer;
    loose record;
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
    SELECT o.person_key, o.period, o.side, o.row_id
    FROM (
        SELECT 'village' AS side, r.row_id FROM core.village_row AS r
        WHERE r.nik = nik OR (r.birth_date = birth_date AND core.same_name(r.name_words, name_words))
        UNION ALL
        SELECT 'branch', r.row_id FROM core.branch_row AS r
        WHERE r.nik = nik OR r.kpj = kpj OR (r.birth_date = birth_date AND core.same_name(r.name_words, name_words))
    ) AS l
    INNER JOIN reconciliation.outcome AS o ON l.side = o.side AND l.row_id = o.row_id
    INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version;

    -- People of whom a month has a row: whoever only an older version knew is nobody any more.
    CREATE TEMP TABLE look_person ON COMMIT DROP AS
    SELECT p.person_key, NULL::text AS side, NULL::bigint AS row_id, NULL::integer AS registry_version_id
    FROM (
        SELECT l.person_key FROM pg_temp.look_row AS l
        UNION
        SELECT p.person_key FROM core.person AS p
        WHERE p.nik = nik OR (p.nik IS NULL AND p.kpj = kpj) OR (p.birth_date = birth_date AND core.same_name(p.name_words, name_words))
        UNION
        SELECT p.person_key FROM core.person_nik AS p WHERE p.nik = nik
    ) AS p
    WHERE
        EXISTS (
            SELECT FROM reconciliation.outcome AS o
            INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
            WHERE o.person_key = p.person_key
        );

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

    -- Nobody bears the number: rows whose damaged NIK could be it, with the birth date that it says.
    IF nik IS NOT NULL AND NOT EXISTS (SELECT FROM pg_temp.look_person) THEN
        INSERT INTO pg_temp.look_row (period, side, row_id)
        SELECT o.period, o.side, o.row_id
        FROM reconciliation.outcome AS o
        INNER JOIN reconciliation.current_version AS v ON o.period = v.period AND o.version = v.version
        LEFT JOIN core.village_row AS r ON o.side = 'village' AND o.row_id = r.row_id
        LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
        WHERE
            o.person_key IS NULL AND o.outcome <> 'superseded'
            AND coalesce(r.birth_date, b.birth_date) = core.birth_date_in_nik(nik, (SELECT max(w.cut_off) FROM reconciliation.version AS w))
            AND coalesce(r.nik_fault, b.nik_fault) IS NOT NULL
            AND NOT core.nik_says_nothing(core.nik_written(coalesce(r.nik_raw, b.nik_raw)), coalesce(r.nik_fault, b.nik_fault))
            AND core.nik_could_be(core.nik_written(coalesce(r.nik_raw, b.nik_raw)), coalesce(r.nik_fault, b.nik_fault), nik);
    END IF;

    -- A row without a person stands for itself only where it can be nobody's who was found already.
    FOR loose IN
        SELECT l.side, l.row_id FROM pg_temp.look_row AS l WHERE l.person_key IS NULL GROUP BY 1, 2 ORDER BY min(l.period), 1 DESC, 2
    LOOP
        INSERT INTO pg_temp.look_person (side, row_id)
        SELECT loose.side, loose.row_id
        WHERE
            NOT EXISTS (
                SELECT FROM pg_temp.look_person AS l
                CROSS JOIN LATERAL audit.rows_of(l.person_key, l.side, l.row_id, l.registry_version_id) AS t
                WHERE t.side = loose.side AND t.row_id = loose.row_id
            );
    END LOOP;

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

REVOKE EXECUTE ON FUNCTION audit.rows_of(bigint, text, bigint, integer) FROM public;
