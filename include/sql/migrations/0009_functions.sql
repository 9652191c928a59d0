-- Functions that several statements share: months, dated reference data, comparing names.

CREATE FUNCTION core.months_between(later text, earlier text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
SELECT (left(later, 4)::integer - left(earlier, 4)::integer) * 12 + right(later, 2)::integer - right(earlier, 2)::integer
$$;
COMMENT ON FUNCTION core.months_between(text, text) IS 'Months from one YYYY-MM to a later one.';

CREATE FUNCTION core.first_day(period text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
SELECT make_date(left(period, 4)::integer, right(period, 2)::integer, 1)
$$;
COMMENT ON FUNCTION core.first_day(text) IS 'First day of a YYYY-MM.';

CREATE FUNCTION core.parameter_of(wanted text, period text) RETURNS numeric
LANGUAGE plpgsql STABLE AS $$
DECLARE
    found numeric;
BEGIN
    SELECT p.value INTO found FROM core.parameter AS p
    WHERE p.name = wanted AND core.first_day(period) BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity');
    IF found IS NULL THEN
        RAISE EXCEPTION 'no value of parameter % is in force in %: add a dated row to include/reference/parameters.csv', wanted, period;
    END IF;
    RETURN found;
END
$$;
COMMENT ON FUNCTION core.parameter_of(text, text) IS 'Value of a parameter in force on the first day of a month; an error when there is none.';

CREATE FUNCTION core.month_day(wanted text, period text) RETURNS date
LANGUAGE sql STABLE AS $$
SELECT least(
    core.first_day(period) + (core.parameter_of(wanted, period)::integer - 1),
    (core.first_day(period) + interval '1 month' - interval '1 day')::date
)
$$;
COMMENT ON FUNCTION core.month_day(text, text) IS 'A day of a month given as a parameter, no later than the last day of that month.';

CREATE FUNCTION core.deadline_of(wanted text) RETURNS date
LANGUAGE sql STABLE AS $$
SELECT coalesce((SELECT c.deadline FROM core.calendar AS c WHERE c.period = wanted), core.month_day('deadline_day', wanted))
$$;
COMMENT ON FUNCTION core.deadline_of(text) IS 'Last day on which a list of that month is on time.';

CREATE FUNCTION core.cut_off_of(wanted text) RETURNS date
LANGUAGE sql STABLE AS $$
SELECT coalesce((SELECT c.cut_off FROM core.calendar AS c WHERE c.period = wanted), core.month_day('cut_off_day', wanted))
$$;
COMMENT ON FUNCTION core.cut_off_of(text) IS 'The day that every rule takes as today for that month.';

CREATE FUNCTION core.same_name(one text[], other text[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    shorter text[];
    rest text[];
    word text;
    place integer;
BEGIN
    IF coalesce(cardinality(one), 0) = 0 OR coalesce(cardinality(other), 0) = 0 THEN
        RETURN NULL;
    END IF;
    IF one = other OR array_to_string(one, '') = array_to_string(other, '') THEN
        RETURN true;
    END IF;
    one := array_replace(one, 'M', 'MUHAMMAD');
    other := array_replace(other, 'M', 'MUHAMMAD');
    IF cardinality(one) <= cardinality(other) THEN
        shorter := one;
        rest := other;
    ELSE
        shorter := other;
        rest := one;
    END IF;
    FOREACH word IN ARRAY shorter LOOP
        place := array_position(rest, word);
        IF place IS NULL THEN
            RETURN false;
        END IF;
        rest := rest[:place - 1] || rest[place + 1:];
    END LOOP;
    RETURN cardinality(rest) <= 1;
END
$$;
COMMENT ON FUNCTION core.same_name(text[], text[]) IS
'Whether two names are the same: the same words in any order, or one word more on one side, or the same letters when joined; a bare'
' M is read as MUHAMMAD. Null when either is blank.';

CREATE FUNCTION core.near_name(one text[], other text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT core.same_name(one, other) OR NOT EXISTS (
    SELECT FROM unnest(CASE WHEN cardinality(one) <= cardinality(other) THEN one ELSE other END) AS a (word)
    WHERE NOT EXISTS (
        SELECT FROM unnest(CASE WHEN cardinality(one) <= cardinality(other) THEN other ELSE one END) AS b (word)
        WHERE public.levenshtein(left(a.word, 200), left(b.word, 200)) <= CASE WHEN length(a.word) > 4 THEN 2 ELSE 1 END
    )
)
$$;
COMMENT ON FUNCTION core.near_name(text[], text[]) IS
'Whether two names are the same but for slips of the pen: every word of the shorter one has a counterpart within one letter, two in'
' words of five letters or more.';

CREATE FUNCTION core.contradicts(one text[], one_birth date, other text[], other_birth date) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT coalesce(one_birth <> other_birth AND NOT core.same_name(one, other) AND NOT core.near_name(one, other), false)
$$;
COMMENT ON FUNCTION core.contradicts(text[], date, text[], date) IS
'Whether two records of one NIK are of two people: another name and another birth date, both given on both sides.';

CREATE VIEW reconciliation.current_version AS
SELECT
    period,
    max(version) AS version
FROM reconciliation.version GROUP BY period;
COMMENT ON VIEW reconciliation.current_version IS 'The newest version of each month.';
GRANT SELECT ON reconciliation.current_version TO padan_loader, padan_reader, padan_officer;

CREATE VIEW core.registry_in_force AS
SELECT * FROM core.registry_version
ORDER BY received_at DESC, registry DESC, version DESC, registry_version_id DESC
LIMIT 1;
COMMENT ON VIEW core.registry_in_force IS 'The registry snapshot received last: the one that decides every open month. One row, or none.';
GRANT SELECT ON core.registry_in_force TO padan_loader, padan_officer;
