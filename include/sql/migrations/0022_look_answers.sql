-- What a look answers: also rows that may be the person's, whether a registry is in force, cases that began without a person; the
-- registry's record is found in a blink.

DROP FUNCTION audit.look_people(bigint), audit.look_rows(bigint);

CREATE FUNCTION audit.look_people(number bigint) RETURNS TABLE (
    place integer, nik_shown text, name text, birth_date date, sex text, first_period text, registry text, desil text, village text, district text,
    registry_in_force text
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
        a.district_name,
        (SELECT i.registry || ' ' || i.version FROM core.registry_in_force AS i)
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
    -- Each way by its own index: one condition that joins them by OR would read the whole registry for every person.
    LEFT JOIN LATERAL (
        SELECT e.*
        FROM core.registry_in_force AS n
        CROSS JOIN LATERAL (
            SELECT f.row_id WHERE f.registry_version_id = n.registry_version_id
            UNION
            SELECT e.row_id FROM core.registry_person AS e
            WHERE e.registry_version_id = n.registry_version_id AND e.nik = p.nik
            UNION
            SELECT e.row_id FROM core.person_nik AS m
            INNER JOIN core.registry_person AS e ON m.nik = e.nik
            WHERE e.registry_version_id = n.registry_version_id AND m.person_key = f.person_key
            UNION
            SELECT m.registry_row_id FROM reconciliation.outcome AS o
            INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version
            INNER JOIN reconciliation.register_basis AS r ON o.period = r.period AND o.version = r.version
            INNER JOIN reconciliation.register_match AS m
                ON o.period = m.period AND o.version = m.version AND o.side = m.side AND o.row_id = m.row_id
            WHERE o.person_key = f.person_key AND r.registry_version_id = n.registry_version_id
        ) AS k
        INNER JOIN core.registry_person AS e ON n.registry_version_id = e.registry_version_id AND k.row_id = e.row_id
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
    rupiah bigint, paid_on date, member_since date, card_raw text, months_unpaid integer, lapses_next boolean, since text, surely boolean
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
        coalesce(o.exit_since, o.presence_since),
        w.surely
    FROM audit.look_found AS f
    CROSS JOIN LATERAL audit.rows_of(f.person_key, f.side, f.row_id, f.registry_version_id) AS w
    INNER JOIN reconciliation.outcome AS o ON w.period = o.period AND w.version = o.version AND w.side = o.side AND w.row_id = o.row_id
    LEFT JOIN core.village_row AS r ON o.side = 'village' AND o.row_id = r.row_id
    LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id
    INNER JOIN landing.file AS l ON l.file_id = coalesce(r.file_id, b.file_id)
    LEFT JOIN core.village AS a ON o.village_code = a.village_code
    LEFT JOIN reconciliation.arrears AS d ON o.side = 'branch' AND o.period = d.period AND o.version = d.version AND o.row_id = d.row_id
    WHERE f.look_id = number
    ORDER BY
        f.place, o.period, o.side DESC, w.surely DESC,
        o.outcome IN ('superseded', 'duplicate_in_file', 'rejected', 'duplicate_at_branch'), o.row_id;
END
$$;
COMMENT ON FUNCTION audit.look_rows(bigint) IS
'Every row of whom a look found, month by month in the newest versions: where it stood, the rules it breaks, how it was identified, what became '
'of it, and at the branch its card, status and payment; surely: whether it is theirs, or could be.';

CREATE OR REPLACE FUNCTION audit.look_cases(number bigint) RETURNS TABLE (
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
        -- Or it stood on a row of theirs in some month: it may have begun before anybody knew whose it was.
        SELECT f.place, s.case_code FROM audit.look_found AS f
        CROSS JOIN LATERAL audit.rows_of(f.person_key, f.side, f.row_id, f.registry_version_id) AS t
        INNER JOIN reconciliation.case_state AS c
            ON t.period = c.period AND t.version = c.version AND t.side = c.row_side AND t.row_id = c.row_id
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
                    'en', replace(w.word_en, '{letter}', coalesce(h.disnaker_candidate, '')),
                    'governs', h.disnaker_governs
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
                    'en', replace(w.word_en, '{letter}', coalesce(h.branch_candidate, '')),
                    'governs', h.branch_governs
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

REVOKE EXECUTE ON FUNCTION audit.look_people(bigint), audit.look_rows(bigint) FROM public;
GRANT EXECUTE ON FUNCTION audit.look_people(bigint), audit.look_rows(bigint) TO padan_desk;
