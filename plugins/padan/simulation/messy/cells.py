"""The cells of one row as a village writes them, and what a reader must make of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from padan.simulation.messy.habits import Habits
from padan.simulation.messy.niks import damaged, dressed
from padan.simulation.randomness import draws, number_for, pick_kind
from padan.simulation.reference import data, month_start
from padan.simulation.rows import DAMAGED, Cell, ValueStyle, VillageRow, village_rows, write_date
from padan.simulation.story import VillageStory

FIRST_SERIAL = date(1899, 12, 30)
DATED_FAULTS = ("date_swapped", "date_swapped_impossible")
USABLE = frozenset({"nik_decimal_suffix"})
"""Damage behind which the sixteen digits are whole: the row stands."""
STYLES = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "short", "words", "short_words", "place_in_date")


@dataclass(slots=True)
class Written:
    """What stands in a row's NIK and birth date cells, and how each must be read.

    Attributes:
        nik_true: the person's NIK, or the NIK of somebody else that the list gives them.
        nik: cell of the NIK.
        nik_fault: class of its damage, '' for none.
        digits: sixteen digits as written, damaged or not; '' where there are not sixteen.
        birth: cell of the birth date, None where there is no column for it.
        birth_date: what must be read from it.
        birth_fault: 'impossible', 'in_future', 'two_digit_year', 'empty', 'unreadable' or ''.
        age: cell of the age, where there is a column for it.
    """

    nik_true: str
    nik: Cell
    nik_fault: str
    birth: Cell
    birth_date: date | None
    birth_fault: str
    age: Cell = None
    digits: str = ""

    @property
    def nik_text(self) -> str:
        """The NIK's cell as text."""
        return "" if self.nik is None else str(self.nik)


def messy_rows(seed: int, story: VillageStory, habits: Habits, period: str, spoilt: bool) -> list[VillageRow]:
    """The village's rows of the month with cells of every shape."""
    style = ValueStyle("text", "real", data("vocabulary")["sexes"][habits.sexes], habits.upper, habits.typed)
    rows = village_rows(seed, story, style)
    writer = _RowWriter(seed, story, habits, period, spoilt)
    seen: dict[str, int] = {}
    for row in rows:
        seen[row.person.label] = seen.get(row.person.label, 0) + 1
    limit = int(len(rows) * data("messy")["extra_limit"])
    hurt = sum(not row.nik for row in rows)
    for row in rows:
        once = seen[row.person.label] == 1
        fault = writer.extra_fault(row) if once else ""
        if fault.startswith("nik_") and hurt >= limit and not spoilt:
            fault = ""
        hurt += fault.startswith("nik_")
        writer.write(row, fault)
    return rows


class _RowWriter:
    """Writes one village's rows."""

    def __init__(self, seed: int, story: VillageStory, habits: Habits, period: str, spoilt: bool) -> None:
        self.seed, self.story, self.habits, self.period, self.spoilt = seed, story, habits, period, spoilt
        self.today = month_start(period)
        self.fields = {name for name, _ in habits.columns}

    def extra_fault(self, row: VillageRow) -> str:
        """What befalls the row beyond the story, until somebody mends it; '' for nothing."""
        if row.fault or row.hidden_niks or not row.name:
            return ""
        key = (self.seed, row.person.label, "extra")
        if self.spoilt:
            cut = number_for(*key) % 100 < data("messy")["spoilt_village"] * 100
            return "nik_excel_cut" if cut else ""
        first = month_start(self.story.first)
        age = (self.today.year - first.year) * 12 + self.today.month - first.month
        if age > number_for(*key, "mended") % 4:
            return ""
        return pick_kind(data("messy")["extra_faults"], number_for(*key) / 2**64)

    def write(self, row: VillageRow, extra: str) -> None:
        """Fill the row's cells, and note what must be read."""
        draw = draws(self.seed, row.person.label, "messy cells", row.village)
        written = self._birth(draw, row, extra)
        self._nik(draw, row, extra, written)
        row.cells["nik"] = written.nik
        row.cells.update(birth_date=written.birth, age=written.age)
        row.cells["rt_rw"] = f"{row.person.rt}/{row.person.rw}"
        if isinstance(written.birth, str) and "birth_place_and_date" in self.fields:
            row.cells["birth_place_and_date"] = written.birth
        if not self.habits.typed and row.cells["monthly_income"] not in ("", None):
            # A decimal comma, as a spreadsheet in Indonesian saves it.
            row.cells["monthly_income"] = f"{row.person.income},00"
        self._name(row, extra)
        row.birth_date = written.birth_date
        row.written = written

    def _name(self, row: VillageRow, extra: str) -> None:
        name = str(row.cells["name"])
        if name and extra == "name_comma":
            row.cells["name"] = f"{name},"
        elif name and extra == "name_spaces":
            row.cells["name"] = f"  {name.replace(' ', '   ')} "

    def _nik(self, draw: random.Random, row: VillageRow, extra: str, written: Written) -> None:
        fault = extra if extra.startswith("nik_") else row.fault if _is_damage(row) else ""
        shown = row.hidden_niks[0] if row.hidden_niks else row.nik or row.person.nik
        typed = self.habits.typed
        if not fault:
            written.nik_true = row.hidden_niks[0] if row.hidden_niks else row.person.nik
            written.nik, written.digits = dressed(draw, self.habits.nik, shown, typed), shown
            return
        missing = fault in {"twin", "several_faults"}
        born = written.birth_date if years(row.person.birth_date, self.today) >= 20 else None
        befallen, written.nik = damaged(
            draw, "nik_missing" if missing else fault, row.person.nik, row.person, born, typed
        )
        written.nik_fault = data("messy")["fault_classes"][befallen]
        text = written.nik_text.removesuffix(".0")
        written.digits = text if len(text) == 16 and text.isdigit() else ""
        row.nik = row.person.nik if befallen in USABLE else ""
        if not missing:
            row.fault = befallen

    def _birth(self, draw: random.Random, row: VillageRow, extra: str) -> Written:
        """The birth date's cell; the NIK's is filled in later."""
        style, born = self.habits.birth, row.person.birth_date
        written = Written(row.person.nik, "", "", None, born, "")
        if style == "age":
            shape = draw.choice(data("messy")["age_shapes"])
            written.age = shape.format(age=years(born, self.today))
            written.birth_date, written.birth_fault = None, "empty"
            return written
        if row.fault == "impossible_date" or extra == "date_impossible":
            written.birth, written.birth_date = impossible_date(draw, born), None
            written.birth_fault = "impossible"
        elif extra == "date_blank":
            written.birth, written.birth_date, written.birth_fault = "", None, "empty"
        elif extra == "date_is_age":
            age = f"{years(born, self.today)} TAHUN"
            written.birth, written.birth_date, written.birth_fault = age, None, "unreadable"
        elif extra == "date_future":
            future = f"{born:%d-%m}-20{80 + born.year % 10}"
            written.birth, written.birth_date, written.birth_fault = future, None, "in_future"
        elif extra in DATED_FAULTS:
            self._swap(born, written)
        else:
            self._plain_birth(draw, style, row, written)
        if style == "place_and_date" and written.birth:
            written.birth = f"{row.cells['birth_place']}, {written.birth}"
        return written

    def _plain_birth(self, draw: random.Random, style: str, row: VillageRow, written: Written) -> None:
        born = row.person.birth_date
        if style == "mixed":
            style = draw.choice(STYLES)
        if style == "place_and_date":
            style = STYLES[self.habits.number % 2]
        if style == "serial":
            number = (born - FIRST_SERIAL).days
            written.birth = number if self.habits.typed else str(number)
        elif style == "place_in_date":
            written.birth = f"{row.cells['birth_place']}, {born:%d-%m-%Y}"
        else:
            written.birth = write_date(style, born)
        written.birth_fault = "two_digit_year" if style == "short" else ""

    def _swap(self, born: date, written: Written) -> None:
        """Day and month the wrong way about: another day where there is one, else no day at all."""
        written.birth = f"{born:%m-%d-%Y}"
        if born.day <= 12:
            written.birth_date = date(born.year, born.day, born.month)
        else:
            written.birth_date, written.birth_fault = None, "impossible"


def _is_damage(row: VillageRow) -> bool:
    return row.fault in DAMAGED or row.fault in {"twin", "several_faults"}


def impossible_date(draw: random.Random, born: date) -> str:
    """A day that no calendar has."""
    return draw.choice(
        [f"31-02-{born.year}", f"30 Feb {born.year}", f"31/04/{born.year}", f"00-00-{born.year}"]
    )


def years(born: date, day: date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
