-- judged: one row a row of link_row and a target, with what they agree on: same_name; alike (sex and village do not contradict;
-- of a one-word name the village must be the same); slip (a name one letter off, all else alike); fits (this damage could have
-- made the written NIK out of the target's); own (the target has the row's own NIK).
-- entity: who the target is: NIK and variant, else a person known without a NIK, else the card, else the branch's row alone.
-- held: on the target's side of this month another row bears the target's NIK already.
-- Takes the pairs of candidate that are not judged yet, all of them (every) or those with a like name or NIK, or of one village
-- and birth date. Needs candidate_name for the registry's names. Temporary.

CREATE TEMP TABLE IF NOT EXISTS judged (
    link_id bigint NOT NULL,
    target_id bigint NOT NULL,
    kind text NOT NULL,
    record_id bigint NOT NULL,
    entity text NOT NULL,
    target_nik text,
    same_date boolean NOT NULL,
    same_name boolean NOT NULL,
    slip boolean NOT NULL,
    alike boolean NOT NULL,
    same_place boolean NOT NULL,
    fits boolean NOT NULL,
    own boolean NOT NULL,
    held boolean NOT NULL,
    PRIMARY KEY (link_id, target_id)
) ON COMMIT DROP;

INSERT INTO judged
WITH named AS (
    SELECT
        c.link_id,
        c.target_id,
        l.side,
        l.own_nik,
        l.name_words,
        l.birth_date,
        l.nik_written,
        l.nik_fault,
        l.sex,
        l.village_code,
        t.kind,
        t.record_id,
        t.nik,
        t.kpj,
        t.birth_date AS other_date,
        t.sex AS other_sex,
        t.village_code AS other_village,
        coalesce(t.name_words, n.name_words) AS other_words
    FROM candidate AS c
    INNER JOIN link_row AS l ON c.link_id = l.link_id
    INNER JOIN target AS t ON c.target_id = t.target_id
    LEFT JOIN candidate_name AS n ON t.name_words IS NULL AND t.name = n.name
    WHERE NOT EXISTS (SELECT FROM judged AS j WHERE j.link_id = c.link_id AND j.target_id = c.target_id)
),

placed AS (
    SELECT
        *,
        coalesce(sex = other_sex, true) AND CASE
            WHEN coalesce(village_code, 'unknown') LIKE '%unknown' OR coalesce(other_village, 'unknown') LIKE '%unknown'
                THEN greatest(cardinality(name_words), cardinality(other_words)) > 1
            ELSE village_code = other_village
        END AS alike,
        coalesce(village_code = other_village AND village_code NOT LIKE '%unknown', false) AS same_place
    FROM named
),

compared AS (
    SELECT
        *,
        coalesce(core.same_name(name_words, other_words), false) AS same_name,
        alike AND public.levenshtein(left(array_to_string(name_words, ''), 200), left(array_to_string(other_words, ''), 200)) = 1 AS slip,
        nik IS NOT NULL AND core.nik_could_be(nik_written, nik_fault, nik) AS fits,
        coalesce(nik = own_nik, false) AS own
    FROM placed
),

kept AS (
    SELECT * FROM compared
    WHERE
        :every OR same_name OR slip OR own OR coalesce(core.near_name(name_words, other_words), false)
        OR (fits AND NOT core.nik_says_nothing(nik_written, nik_fault))
        -- Of one village and birth date there are few: how much alike two names are is left to the model.
        OR (same_place AND birth_date = other_date)
)

SELECT
    k.link_id,
    k.target_id,
    k.kind,
    k.record_id,
    coalesce(
        k.nik || '/' || coalesce(
            (
                SELECT min(o.variant) FROM told_apart AS o
                WHERE o.nik = k.nik AND NOT core.contradicts(o.name_words, o.birth_date, k.other_words, k.other_date)
            ),
            (
                SELECT min(p.variant) FROM core.person AS p
                WHERE p.nik = k.nik AND NOT core.contradicts(p.name_words, p.birth_date, k.other_words, k.other_date)
            ),
            1
        ),
        CASE WHEN k.kind = 'person' THEN 'person/' || k.record_id END,
        'person/' || (SELECT min(p.person_key) FROM core.person AS p WHERE p.nik IS NULL AND p.kpj = k.kpj),
        'card/' || k.kpj,
        'row/' || k.record_id
    ),
    k.nik,
    -- A row that tells no birth date tells it by what is left of its NIK.
    coalesce(
        k.birth_date = k.other_date,
        k.birth_date IS NULL AND k.fits AND NOT core.nik_says_nothing(k.nik_written, k.nik_fault)
        AND length(k.nik_written) BETWEEN 14 AND 18 AND k.other_date = core.birth_date_in_nik(k.nik, core.first_day(:period)),
        false
    ),
    k.same_name,
    k.slip,
    k.alike,
    k.same_place,
    k.fits,
    k.own,
    CASE k.side
        WHEN 'village' THEN EXISTS (SELECT FROM village_laid AS v WHERE v.nik = k.nik)
        ELSE EXISTS (SELECT FROM branch_laid AS b WHERE b.nik = k.nik)
    END
FROM kept AS k;
ANALYZE judged;
