"""Rows that are no rows: titles, totals, group rows, column numbers, repeated heads, signatures, NIHIL lines.

They are recognised by the contract's words and by their shape, counted by kind, and never loaded. When in
doubt a row is a row: a person set aside by a rule can be mended, a person taken for a signature is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from padan.contracts import Contract
from padan.identity.text import is_blank as says_nothing
from padan.intake.cells import is_blank
from padan.intake.header import Header

_DIGITS = re.compile(r"\d")
_COUNTER = re.compile(r"[\s(\[]*(\d{1,6})[\s.)\]]*")
_LONG_NUMBER = 10
"""So many digits in the NIK column are a person, however damaged the number is."""


@dataclass
class Furniture:
    """Tells rows from furniture, row by row from the head down."""

    contract: Contract
    header: Header
    signed: bool = False

    def __post_init__(self) -> None:
        """Looks up what is asked for every row."""
        self._nik = self.header.columns.get("nik")
        self._name = self.header.columns.get("name")
        self._mapped = frozenset(self.header.columns.values())
        self._texts = self.header.texts

    def kind(self, cells: list[str]) -> str | None:
        """The kind of furniture that a row is; None for a row of the list."""
        if self._holds_person(cells):
            self.signed = False
            return None
        filled = [position for position, cell in enumerate(cells) if not is_blank(cell)]
        if not filled:
            return "blank"
        numbers = self._counter(filled, cells)
        if numbers:
            return numbers
        if self._repeats_header(filled, cells):
            return "repeated_header"
        return self._by_words(filled, cells)

    def _holds_person(self, cells: list[str]) -> bool:
        if self._nik is None or self._nik >= len(cells):
            return False
        nik = cells[self._nik]
        if nik.isdigit():
            return len(nik) >= _LONG_NUMBER
        return len(nik) >= _LONG_NUMBER and not nik[0].isalpha() and len(_DIGITS.findall(nik)) >= _LONG_NUMBER

    def _counter(self, filled: list[int], cells: list[str]) -> str | None:
        """Column numbers (1 2 3 ...), or a line that holds nothing but its running number."""
        if filled == [self.header.running] and self._numbered(cells):
            return "blank"
        matches = [_COUNTER.fullmatch(cells[position]) for position in filled]
        numbers = [int(match[1]) for match in matches if match]
        if len(numbers) < 3 or len(numbers) != len(filled):
            return None
        return "column_numbers" if numbers == list(range(numbers[0], numbers[0] + len(numbers))) else None

    def _repeats_header(self, filled: list[int], cells: list[str]) -> bool:
        same = sum(1 for position in filled if self._is_head(position, cells[position]))
        return same >= 2 and same * 2 > len(filled)

    def _is_head(self, position: int, cell: str) -> bool:
        if position >= len(self._texts):
            return False
        column = self.contract.column_for(cell)
        return column is not None and column == self.contract.column_for(self._texts[position])

    def _by_words(self, filled: list[int], cells: list[str]) -> str | None:
        held = [
            position for position in filled if position in self._mapped and not says_nothing(cells[position])
        ]
        numbered = self._numbered(cells)
        words = [cells[position] for position in filled if position != self.header.running or not numbered]
        if not held and numbered and not any(self._says_nil(word) for word in words):
            return "blank"
        first = words[0] if words else ""
        if self._says_nil(first) and len(held) <= 2:
            return "nil"
        if numbered and len(held) >= 1:
            return None
        if self.contract.word_at_start("total_rows", first):
            return "total"
        signature = self._signature(words)
        if signature and len(held) <= 3:
            self.signed = self.signed or signature == "signature"
            return signature
        if self.signed and len(held) <= 3:
            return "signature"
        if len(words) == 1 and self._heads_group(first):
            return "group_row"
        if not held:
            return "note"
        return None

    def _numbered(self, cells: list[str]) -> bool:
        running = self.header.running
        return running is not None and running < len(cells) and bool(_COUNTER.fullmatch(cells[running]))

    def _says_nil(self, cell: str) -> bool:
        return self.contract.word_at_start("nil_report", cell) is not None

    def _signature(self, words: list[str]) -> str | None:
        found = [self.contract.word_at_start("signatures", word) for word in words]
        if "signature" in found:
            return "signature"
        return "note" if found and found[0] == "note" else None

    def _heads_group(self, cell: str) -> bool:
        in_place = self.contract.word_at_start("group_rows", cell)
        return in_place is not None or self.contract.word("participant_group", cell) is not None


def says_nil(contract: Contract, rows: list[list[str]]) -> bool:
    """Whether any line of a sheet declares an empty list (LAPORAN NIHIL)."""
    return any(
        contract.word_at_start("nil_report", cell) for cells in rows for cell in cells if not is_blank(cell)
    )
