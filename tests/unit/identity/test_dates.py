"""Dates in Indonesian order, day-month-year. Today is 31 January 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.identity.dates import DateReading, read_date, read_month_span, read_period
from padan.identity.words import month_named, words

TODAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "12-05-1980",
        "12/05/1980",
        "12.05.1980",
        "12 05 1980",
        "12-5-1980",
        " 12 - 05 - 1980 ",
        "'12-05-1980",
        "1980-05-12",
        "1980/05/12",
        "1980-05-12 00:00:00",
        "1980-05-12T00:00:00",
        "1980-05-12T00:00:00.000Z",
        "12/05/1980 00.00.00",
        "12 Mei 1980",
        "12 MEI 1980",
        "12-Mei-1980",
        "12Mei1980",
        "12 May 1980",
        "Mei 12, 1980",
        "29353",
        "29353.0",
        "29353.5",
        "12051980",
        "12051980.0",
        "19800512",
        "Tgl. 12-05-1980",
        "12\u00a0Mei\u00a01980",
        "12\u201305\u20131980",
    ],
)
def test_one_day_in_every_shape(cell: str) -> None:
    assert read_date(cell, as_of=TODAY) == DateReading(date(1980, 5, 12), None)


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("12 Januari 1980", 1),
        ("12 Jan 1980", 1),
        ("12 Pebruari 1980", 2),
        ("12 Peb 1980", 2),
        ("12 Maret 1980", 3),
        ("12 April 1980", 4),
        ("12 Juni 1980", 6),
        ("12 Juli 1980", 7),
        ("12 Agustus 1980", 8),
        ("12 Agust 1980", 8),
        ("12 Agt 1980", 8),
        ("12 Agt. 1980", 8),
        ("12-AGS-1980", 8),
        ("12 Sept 1980", 9),
        ("12 Oktober 1980", 10),
        ("12 Okt 1980", 10),
        ("12 Nopember 1980", 11),
        ("12 NOP 1980", 11),
        ("12 November 1980", 11),
        ("12 Desember 1980", 12),
        ("12 Des 1980", 12),
        ("12 Agusts 1980", 8),
        ("12 Agutsus 1980", 8),
        ("12 Agusutus 1980", 8),
        ("12 Januar 1980", 1),
        ("12 Septmber 1980", 9),
        ("12 SEPTEM 1980", 9),
        ("12 Desemberr 1980", 12),
        ("12 Desembre 1980", 12),
        ("12 Oktbr 1980", 10),
        ("12 Maert 1980", 3),
        ("12 October 1980", 10),
        ("12 Mey 1980", 5),
    ],
)
def test_names_of_months(cell: str, month: int) -> None:
    assert read_date(cell, as_of=TODAY) == DateReading(date(1980, month, 12), None)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12/5/80", date(1980, 5, 12)),
        ("12-Agt-80", date(1980, 8, 12)),
        ("2 Mei '80", date(1980, 5, 2)),
        ("120580", date(1980, 5, 12)),
        ("31/1/26", date(2026, 1, 31)),
        ("1/2/26", date(1926, 2, 1)),
        ("29/2/00", date(2000, 2, 29)),
    ],
)
def test_a_year_of_two_digits_is_read_and_noted(cell: str, day: date) -> None:
    assert read_date(cell, as_of=TODAY) == DateReading(day, "two_digit_year")


@pytest.mark.parametrize(
    ("cell", "day", "place"),
    [
        ("Bogor, 12-05-1980", date(1980, 5, 12), "Bogor"),
        ("BOGOR 12 Mei 1980", date(1980, 5, 12), "BOGOR"),
        ("Bogor/12-05-1980", date(1980, 5, 12), "Bogor"),
        ("Kab. Bogor, 12 Agust 1980", date(1980, 8, 12), "Kab. Bogor"),
        ("Bogor,12051980", date(1980, 5, 12), "Bogor"),
        ("-, 12-05-1980", date(1980, 5, 12), None),
        ("BOGOR 12-05-1980", date(1980, 5, 12), "BOGOR"),
        ("BOGOR,12Mei1980", date(1980, 5, 12), "BOGOR"),
        ("Bogor12-05-1980", date(1980, 5, 12), "Bogor"),
        ("Bogor tgl 12-05-1980", date(1980, 5, 12), "Bogor"),
        ("TTL : Bogor, 12-05-1980", date(1980, 5, 12), "Bogor"),
        ("Jakarta Timur, 12 Mei 1980", date(1980, 5, 12), "Jakarta Timur"),
        ("Senin, 12 Mei 1980", date(1980, 5, 12), None),
    ],
)
def test_place_and_date_in_one_cell(cell: str, day: date, place: str | None) -> None:
    read = read_date(cell, as_of=TODAY)
    assert (read.date, read.fault, read.place) == (day, None, place)


@pytest.mark.parametrize(
    ("cell", "fault", "hint"),
    [
        (None, "empty", None),
        ("", "empty", None),
        ("-", "empty", None),
        ("BELUM ADA", "empty", None),
        ("31-02-1980", "impossible", None),
        ("29-02-1981", "impossible", None),
        ("Bogor, 31-02-1980", "impossible", None),
        ("00-00-0000", "impossible", None),
        ("32-05-1980", "impossible", None),
        ("05/23/1980", "impossible", "day_month_swapped"),
        ("1980-23-05", "impossible", "day_month_swapped"),
        ("40-13-1980", "impossible", None),
        ("12-05-1880", "impossible", None),
        ("31-12-1899", "impossible", None),
        ("12-05-2026", "in_future", None),
        ("1 Februari 2026", "in_future", None),
        ("12-05-198", "unreadable", None),
        ("45", "unreadable", "age"),
        ("45.0", "unreadable", "age"),
        ("45 TAHUN", "unreadable", "age"),
        ("45 th", "unreadable", "age"),
        ("45thn.", "unreadable", "age"),
        ("UMUR 45", "unreadable", "age"),
        ("Usia: 45 tahun", "unreadable", "age"),
        ("45,5", "unreadable", "age"),
        ("450 th", "unreadable", None),
        ("29.353", "unreadable", None),
        ("l2-05-1980", "unreadable", None),
        ("12-O5-1980", "unreadable", None),
        ("Bogor, l2-05-1980", "unreadable", None),
        ("12-05-19800", "unreadable", None),
        ("12 Muharram 1400", "unreadable", None),
        ("12/25/1980", "impossible", "day_month_swapped"),
        ("Bogor, 25 Bogor 1980", "unreadable", None),
        ("#VALUE!", "empty", None),
        ("1900-01-00", "impossible", None),
        ("1980", "unreadable", "year_only"),
        ("Bogor", "unreadable", None),
        ("12 Foo 1980", "unreadable", None),
        ("Mei 1980", "unreadable", None),
    ],
)
def test_faults(cell: str | None, fault: str, hint: str | None) -> None:
    read = read_date(cell, as_of=TODAY)
    assert (read.date, read.fault, read.hint) == (None, fault, hint)


@pytest.mark.parametrize(
    ("cell", "day", "fault"),
    [
        ("31-12-2027", date(2027, 12, 31), None),
        ("1/3/26", date(2026, 3, 1), "two_digit_year"),
        ("46023", date(2026, 1, 1), None),
    ],
)
def test_dates_of_membership_and_validity_may_lie_ahead(cell: str, day: date, fault: str | None) -> None:
    assert read_date(cell, as_of=TODAY, birth=False) == DateReading(day, fault)


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        ("JANUARI 2026", ("2026-01", "2026-01")),
        ("Januari 2026", ("2026-01", "2026-01")),
        ("JAN-26", ("2026-01", "2026-01")),
        ("01/2026", ("2026-01", "2026-01")),
        ("1-2026", ("2026-01", "2026-01")),
        ("2026-01", ("2026-01", "2026-01")),
        ("202601", ("2026-01", "2026-01")),
        ("012026", ("2026-01", "2026-01")),
        ("01/01/2026", ("2026-01", "2026-01")),
        ("2026-01-01 00:00:00", ("2026-01", "2026-01")),
        ("46023", ("2026-01", "2026-01")),
        ("46023.0", ("2026-01", "2026-01")),
        ("JANUARI TAHUN 2026", ("2026-01", "2026-01")),
        ("JAN - MAR 2026", ("2026-01", "2026-03")),
        ("JAN \u2013 MAR 2026", ("2026-01", "2026-03")),
        ("JANUARI S/D MARET 2026", ("2026-01", "2026-03")),
        ("Januari 2026 sampai dengan Maret 2026", ("2026-01", "2026-03")),
        ("JAN, FEB, MAR 2026", ("2026-01", "2026-03")),
        ("JAN DAN FEB 2026", ("2026-01", "2026-02")),
        ("NOV 2025 S/D JAN 2026", ("2025-11", "2026-01")),
        ("NOP - JAN 2026", ("2025-11", "2026-01")),
        ("JAN 2026 - DES 2026", ("2026-01", "2026-12")),
        ("2026-01 s/d 2026-03", ("2026-01", "2026-03")),
        ("01-03/2026", ("2026-01", "2026-03")),
        ("JAN DAN MAR 2026", None),
        ("JAN 2026 - JAN 2027", None),
        ("MAR 2026 - JAN 2026", None),
        ("JANUARI", None),
        ("1 BULAN", None),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_months_paid(cell: str | None, span: tuple[str, str] | None) -> None:
    assert read_month_span(cell) == span


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("JANUARI 2026", "2026-01"),
        ("BULAN : JANUARI 2026", "2026-01"),
        ("DATA PEKERJA RENTAN BULAN JANUARI TAHUN 2026", "2026-01"),
        ("BULAN JANUARI TAHUN ANGGARAN 2026", "2026-01"),
        ("marbot_januari_2026.xlsx", "2026-01"),
        ("data 2026-01.xlsx", "2026-01"),
        ("202601.csv", "2026-01"),
        ("iuran 01-2026", "2026-01"),
        ("JANUARI 2026 (JANUARI 2026)", "2026-01"),
        ("Bogor, 12 Januari 2026", None),
        ("12-01-2026", None),
        ("JANUARI - MARET 2026", None),
        ("JANUARI 2026, FEBRUARI 2026", None),
        ("TAHUN ANGGARAN 2026", None),
        ("32.01.12.2005", None),
        ("3201122005", None),
        ("JANUARI", None),
        (None, None),
    ],
)
def test_the_month_a_title_names(text: str | None, period: str | None) -> None:
    assert read_period(text) == period


@given(st.text() | st.text(alphabet="0123456789-/., :TEMIjanfebsd'", max_size=30), st.booleans())
def test_any_text_is_read(text: str, birth: bool) -> None:
    read = read_date(text, as_of=TODAY, birth=birth)
    assert (read.date is not None) == (read.fault in (None, "two_digit_year"))
    read_month_span(text)
    read_period(text)


@given(
    st.dates(date(1930, 1, 1), TODAY),
    st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d%m%Y", "%d %b %Y"]),
)
def test_a_day_written_is_the_day_read(day: date, shape: str) -> None:
    assert read_date(day.strftime(shape), as_of=TODAY) == DateReading(day, None)


@pytest.mark.parametrize(
    "word", ["JUN", "JUL", "JU", "MA", "M", "BER", "EMBER", "NOPEMBEER", "MUHARRAM", "SAFAR", "BOGOR"]
)
def test_no_month_is_guessed(word: str) -> None:
    assert month_named(word) == words().months.get(word)


MONTH_WORDS = sorted((number, word) for word, number in words().months.items())


@given(
    st.dates(date(1930, 1, 1), TODAY),
    st.sampled_from(MONTH_WORDS),
    st.sampled_from(
        ["{d} {w} {y}", "{d}-{w}-{y}", "{d:02} {w}. {y}", "{d}{w}{y}", "{w} {d}, {y}", "{y} {w} {d}"]
    ),
    st.sampled_from(["", "Bogor, ", "BOGOR ", "Kab. Bogor / ", "Tgl. "]),
    st.booleans(),
)
def test_a_day_written_in_words_is_the_day_read(
    day: date, month: tuple[int, str], shape: str, before: str, lower: bool
) -> None:
    number, word = month
    day = day.replace(month=number, day=min(day.day, 28), year=min(day.year, 2025))
    if before and shape.startswith(("{w}", "{y}")):
        before = ""
    cell = before + shape.format(d=day.day, w=word.lower() if lower else word, y=day.year)
    read = read_date(cell, as_of=TODAY)
    assert (read.date, read.fault) == (day, None)
    assert read.place == (before.strip(" ,/") or None if before != "Tgl. " else None)


@given(st.dates(date(1930, 1, 1), TODAY), st.integers(0, 15), st.sampled_from("lIOo|"))
def test_a_letter_in_a_date_is_never_read_as_another_day(day: date, at: int, letter: str) -> None:
    cell = f"Bogor, {day:%d-%m-%Y}"
    at = 7 + at % 10
    assert read_date(cell[:at] + letter + cell[at + 1 :], as_of=TODAY).date in (None, day)
