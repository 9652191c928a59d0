"""Codes of cases: opaque, speakable, and guarded by a check character."""

import re

import pytest

from padan.identity.case_codes import ALPHABET, case_code, check_character, is_valid


@pytest.mark.parametrize(
    ("prefix", "period", "number", "begins"),
    [
        ("BGR", "2026-01", 0, "BGR-2601-"),
        ("BGR", "2026-12", 7, "BGR-2612-"),
        ("KRW", "2031-02", 47_840, "KRW-3102-"),
    ],
)
def test_form(prefix: str, period: str, number: int, begins: str) -> None:
    code = case_code(prefix, period, number)
    assert re.fullmatch(rf"{begins}[{ALPHABET}]{{5}}-[{ALPHABET}]", code)
    assert case_code(prefix, period, number) == code, "allotted deterministically"


def test_no_two_cases_of_a_month_share_a_code() -> None:
    numbers = [*range(20_000), len(ALPHABET) ** 5 - 1]
    assert len({case_code("BGR", "2026-01", number) for number in numbers}) == len(numbers)


def test_neighbours_look_unlike() -> None:
    one, other = (case_code("BGR", "2026-01", number)[9:14] for number in (100, 101))
    assert sum(a != b for a, b in zip(one, other, strict=True)) >= 3


@pytest.mark.parametrize("number", [-1, len(ALPHABET) ** 5])
def test_a_month_has_room_for_so_many(number: int) -> None:
    with pytest.raises(ValueError, match="room"):
        case_code("BGR", "2026-01", number)


@pytest.mark.parametrize("number", range(0, 4_000, 173))
def test_every_wrong_symbol_is_told(number: int) -> None:
    code = case_code("BGR", "2026-01", number)
    assert is_valid(code)
    for place in range(9, 14):
        for symbol in ALPHABET.replace(code[place], ""):
            assert not is_valid(code[:place] + symbol + code[place + 1 :])


@pytest.mark.parametrize("number", range(0, 4_000, 173))
def test_every_swap_of_two_symbols_is_told(number: int) -> None:
    code = case_code("BGR", "2026-01", number)
    for place in range(9, 13):
        if code[place] != code[place + 1]:
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert not is_valid(swapped)


@pytest.mark.parametrize("code", ["", "BGR-2601-K7QX4", "nonsense", "-", "BGR-2601-K7QX4-I"])
def test_what_is_no_code(code: str) -> None:
    assert not is_valid(code)


def test_check_character_ignores_the_dashes() -> None:
    assert check_character("BGR-2601-K7QX4") == check_character("BGR2601K7QX4")
