"""The shape of the model: which fields are compared, at which levels, and which pairs are looked at.

The conditions use the macros of include/models/levels.sql. The expected shares are what is believed before any data is
seen; training adds the counts of the data to them, so that a level the data never shows keeps a sensible weight.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Level(NamedTuple):
    """One level of agreement; the first of its field whose condition holds is a pair's.

    name: as the templates name it.
    when: the condition; the last level of a field takes the rest.
    same: share of the pairs of one person that stand at it, as expected before training.
    other: the same of pairs of two people; None where random sampling settles it.
    frequency: whether the weight depends on how common the name is.
    own_chance: among rows with this level the name's share is itself the chance; else it scales the level's.
    """

    name: str
    when: str
    same: float
    other: float | None = None
    frequency: bool = False
    own_chance: bool = False


class Field(NamedTuple):
    """One field: when it says nothing, and its levels from the highest to the rest."""

    name: str
    null: str
    levels: tuple[Level, ...]


REST = "ELSE"


def _either_side(macro: str, more: str = "") -> str:
    """A condition of a damaged NIK beside a whole one, whichever side has the whole one."""
    sides = (
        f"(nik_kind_{whole} = 'whole' AND "
        + macro.format(f"nik_digits_{other}", f"nik_digits_{whole}", kind=f"nik_kind_{other}")
        + f"{more.format(other)})"
        for other, whole in (("l", "r"), ("r", "l"))
    )
    return " OR ".join(sides)


FIELDS = (
    Field(
        "name",
        "name_sorted_l IS NULL OR name_sorted_r IS NULL",
        (
            # Written out: by this Splink knows how often two people agree by chance on a name of usual frequency.
            Level("same_words", "name_sorted_l = name_sorted_r", 0.88, frequency=True),
            Level("same_letters", "name_joined_l = name_joined_r", 0.005, frequency=True),
            Level(
                "one_word_of_it",
                "least(len(name_words_l), len(name_words_r)) = 1 AND one_word_apart(name_words_l, name_words_r)",
                0.02,
                frequency=True,
                own_chance=True,
            ),
            Level("one_word_more", "one_word_apart(name_words_l, name_words_r)", 0.03, frequency=True),
            Level("sounds_alike", "name_sound_l = name_sound_r", 0.01, frequency=True),
            Level(
                "one_letter",
                "one_letter_apart(name_joined_l, name_joined_r, name_sorted_l, name_sorted_r)",
                0.025,
                frequency=True,
            ),
            Level("similar", "similar_words(name_words_l, name_words_r)", 0.01),
            Level("first_word", "name_words_l[1] = name_words_r[1]", 0.008),
            Level("a_word", "list_has_any(name_words_l, name_words_r)", 0.004),
            Level("different", REST, 0.003),
        ),
    ),
    Field(
        "patronym",
        "patronym_l IS NULL OR patronym_r IS NULL",
        (
            Level("same", "patronym_l = patronym_r", 0.93, 0.01),
            Level("similar", "jaro_winkler_similarity(patronym_l, patronym_r) >= 0.88", 0.05, 0.02),
            Level("different", REST, 0.02, 0.97),
        ),
    ),
    Field(
        "birth_date",
        "born_l IS NULL OR born_r IS NULL",
        (
            Level("same", "born_l = born_r", 0.95),
            Level("day_month_swapped", "day_month_swapped(born_l, born_r)", 0.015),
            Level("one_digit", "damerau_levenshtein(born_l, born_r) = 1", 0.015),
            Level("other_year", "right(born_l, 4) = right(born_r, 4)", 0.004),
            Level("other_day", "left(born_l, 6) = left(born_r, 6)", 0.004),
            Level("same_year", "left(born_l, 4) = left(born_r, 4)", 0.004),
            Level("different", REST, 0.008),
        ),
    ),
    Field(
        "sex",
        "sex_l IS NULL OR sex_r IS NULL",
        (Level("same", "sex_l = sex_r", 0.992), Level("different", REST, 0.008)),
    ),
    Field(
        "village",
        "village_l IS NULL OR village_r IS NULL",
        (
            Level("same", "village_l = village_r", 0.95),
            Level("same_district", "district_l = district_r", 0.02),
            Level("different", REST, 0.03),
        ),
    ),
    # Neighbourhoods are numbered within a village: nothing is asked of rows of two villages.
    Field(
        "neighbourhood",
        "rw_l IS NULL OR rw_r IS NULL OR village_l IS NULL OR village_r IS NULL OR village_l <> village_r",
        (
            Level("same", "rt_l = rt_r AND rw_l = rw_r", 0.93),
            Level("same_rw", "rw_l = rw_r", 0.03),
            Level("different", REST, 0.04),
        ),
    ),
    # A NIK repeats the birth date, the sex and mostly the district: its `other` is among people who share these, so
    # that nothing counts twice. There serials are all that differs, and they are small numbers: twins differ by one.
    # Both columns are believed, never counted: whom two rows with the same NIK are cannot say how damaged ones agree.
    Field(
        "nik",
        "nik_kind_l IS NULL OR nik_kind_r IS NULL OR (nik_kind_l <> 'whole' AND nik_kind_r <> 'whole')",
        (
            Level("same", "nik_kind_l = nik_kind_r AND nik_digits_l = nik_digits_r", 0.01, 0.0005),
            Level(
                "cut_agrees",
                _either_side("cut_agrees({kind}, {}, {})", " AND substr(nik_digits_{}, 13) <> '000'"),
                0.05,
                0.01,
            ),
            Level("cut_agrees_low", _either_side("cut_agrees({kind}, {}, {})"), 0.19, 0.17),
            Level("slip", _either_side("slip({kind}, {}, {})"), 0.38, 0.004),
            Level("few_agree", _either_side("few_agree({kind}, {}, {})"), 0.14, 0.12),
            Level("serial_slip", _either_side("serial_slip({}, {})"), 0.12, 0.3),
            Level("two_slips", _either_side("two_slips({kind}, {}, {})"), 0.03, 0.02),
            Level("other_serial", "left(nik_digits_l, 12) = left(nik_digits_r, 12)", 0.04, 0.08),
            Level("different", REST, 0.04, 0.2955),
        ),
    ),
)

LOOKED_AT = (
    "l.born = r.born",
    "l.born = r.born_swapped",
    "l.district = r.district AND l.name_sorted = r.name_sorted",
    "l.nik_head = r.nik_head",
    "l.district = r.district AND l.name_sound = r.name_sound",
    "l.village = r.village AND l.name_words[1] = r.name_words[1] AND left(l.born, 4) = left(r.born, 4)",
    "l.name_sorted = r.name_sorted AND left(l.born, 4) = left(r.born, 4)",
)
"""Which pairs are compared at all; two rows that share none of these are nobody's candidates."""

FREQUENCY_OF = "name_sorted"
"""The column whose rarity raises the weight of an agreement."""


def settings() -> dict[str, Any]:
    """Return Splink's settings of an untrained model."""
    return {
        "link_type": "link_only",
        "comparisons": [_comparison(field) for field in FIELDS],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule} for rule in LOOKED_AT],
        "unique_id_column_name": "unique_id",
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        # The weight is evidence alone: how many people there are to choose from belongs into the thresholds.
        "probability_two_random_records_match": 0.5,
        "linker_uid": "padan",
    }


def _comparison(field: Field) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": field.null, "label_for_charts": "nothing_said", "is_null_level": True}
    ]
    for level in field.levels:
        shape: dict[str, Any] = {
            "sql_condition": level.when,
            "label_for_charts": level.name,
            "m_probability": level.same,
        }
        if level.other is not None:
            shape["u_probability"] = level.other
        if level.frequency:
            shape |= {"tf_adjustment_column": FREQUENCY_OF, "tf_adjustment_weight": 1.0}
        if level.own_chance:
            shape["disable_tf_exact_match_detection"] = True
        levels.append(shape)
    return {"output_column_name": field.name, "comparison_levels": levels}
