"""Rows that are no rows: titles, totals, group rows, column numbers, repeated heads, signatures, NIHIL lines.

They are recognised by the contract's words and by their shape, counted by kind, and never loaded. When in
doubt a row is a row: a person set aside by a rule can be mended, a person taken for a signature is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from padan.contracts import Contract
from padan.contracts.headers import key
from padan.identity.text import is_blank as says_nothing
from padan.intake.cells import is_blank, squeeze
from padan.intake.header import Header
from padan.intake.table.sections import heads_section, is_enumerator

_DIGITS = re.compile(r"\d")
_COUNTER = re.compile(r"[\s(\[]*(\d{1,6})[\s.)\]]*")
_COLUMN_NUMBER = re.compile(r"[\s(\[]*(\d{1,2})\s*[a-z]?[\s.)\]]*", re.IGNORECASE)
_LONG_NUMBER = 10
"""So many digits in the NIK column are a person, however damaged the number is."""
_NIP = re.compile(r"(?:19|20)\d{16}")
_YEAR_DIGITS = 4
_SENTENCE = 3
"""A line of so many words says something; two may be somebody's name."""
_REMARK = 8
"""So many words alone below the heads of names are a remark; the longest name with its titles has fewer."""
_RETURNED = "row_key"
_ADDRESSES = ("address", "rt", "rw", "rt_rw")
_ASIDE = ("occupation", "address", "participant_group", "action", "note")
"""Columns in which a person's own words may read like a signature's: a village clerk is OPERATOR DESA."""


@dataclass
class Furniture:
    """Tells rows from furniture, row by row from the head down."""

    contract: Contract
    header: Header
    signed: bool = False
    person: bool = False
    """Whether the last row held a number as long as a NIK in the NIK column."""

    def __post_init__(self) -> None:
        """Looks up what is asked for every row."""
        columns = self.header.columns
        self._nik = columns.get("nik")
        self._name = columns.get("name")
        self._birth = columns.get("birth_date", columns.get("birth_place_and_date"))
        self._returned = columns.get(_RETURNED)
        self._mapped = frozenset(place for name, place in columns.items() if name != _RETURNED)
        beside = min((place for place in (self._nik, self._name) if place is not None), default=0)
        addresses = (columns[name] for name in _ADDRESSES if name in columns)
        self._addresses = frozenset(place for place in addresses if place > beside)
        self._aside = frozenset(columns[name] for name in _ASIDE if name in columns)
        self._texts = self.header.texts
        self._heads = [tuple(key(text) for text in row) for row in self.header.rows]
        self._head_above = False

    def kind(self, cells: list[str]) -> str | None:
        """The kind of furniture that a row is; None for a row of the list."""
        if self.signed and self._is_officials_number(cells):
            self.person = False
            return "signature"
        self.person = self._holds_person(cells)
        if self.person:
            self.signed = self._head_above = False
            return None
        filled = [
            position
            for position, cell in enumerate(cells)
            if not is_blank(cell) and position != self._returned
        ]
        if not filled:
            return "blank"
        numbers = self._counter(filled, cells)
        if numbers:
            return numbers
        self._head_above = self._repeats_header(filled, cells)
        if self._head_above:
            self.signed = False
            return "repeated_header"
        return self._by_words(filled, cells)

    def group_text(self, cells: list[str]) -> str:
        """The one cell of a group row that says something."""
        filled = [cell for cell in cells if not is_blank(cell)]
        return next((cell for cell in filled if not is_enumerator(cell)), "")

    def _holds_person(self, cells: list[str]) -> bool:
        if self._nik is None or self._nik >= len(cells):
            return False
        nik = cells[self._nik]
        if nik.isdigit():
            return len(nik) >= _LONG_NUMBER
        return len(nik) >= _LONG_NUMBER and not nik[0].isalpha() and len(_DIGITS.findall(nik)) >= _LONG_NUMBER

    def _name_and_date(self, cells: list[str]) -> bool:
        """A late entry below the signatures: a name, and in the column of birth dates a cell that may be one."""
        birth = cells[self._birth] if self._birth is not None and self._birth < len(cells) else ""
        name = cells[self._name] if self._name is not None and self._name < len(cells) else ""
        return not says_nothing(name) and len(_DIGITS.findall(birth)) >= _YEAR_DIGITS

    def _is_officials_number(self, cells: list[str]) -> bool:
        """A NIP alone below a signature: 18 digits that begin with a birth date, in a line that names nobody."""
        number = cells[self._nik] if self._nik is not None and self._nik < len(cells) else ""
        name = cells[self._name] if self._name is not None and self._name < len(cells) else ""
        return says_nothing(name) and _NIP.fullmatch("".join(number.split())) is not None

    def _counter(self, filled: list[int], cells: list[str]) -> str | None:
        """Column numbers (1 2 3 ...), or a line that holds nothing but its running number."""
        if filled == [self.header.running] and self._numbered(cells):
            return "blank"
        matches = [_COLUMN_NUMBER.fullmatch(cells[position]) for position in filled]
        numbers = [int(match[1]) for match in matches if match]
        if len(numbers) < 3 or len(numbers) != len(filled):
            return None
        steps = {after - before for before, after in zip(numbers, numbers[1:], strict=False)}
        # A column may be counted as 4a and 4b; a row of the list never counts on.
        return "column_numbers" if steps <= {0, 1} and 1 in steps else None

    def _repeats_header(self, filled: list[int], cells: list[str]) -> bool:
        same = sum(1 for position in filled if self._is_head(position, cells[position]))
        if same >= 2 and same * 2 > len(filled):
            return True
        for row, heads in enumerate(self._heads):
            if row and not self._head_above:
                continue
            alike = all(
                position < len(heads) and key(cells[position]) == heads[position] for position in filled
            )
            if alike and (len(filled) > 1 or row):
                return True
        return False

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
        telling = [position for position in filled if position != self.header.running or not numbered]
        words = [cells[position] for position in telling]
        if not held and numbered and not any(self._says_nil(word) for word in words):
            return "blank"
        first = words[0] if words else ""
        nil = self._nil_line(words, held, cells)
        if nil:
            return nil
        if numbered and len(held) >= 1:
            return None
        if self.contract.word_at_start("total_rows", first):
            return "total"
        signature = self._signature(telling, cells)
        if signature and len(held) <= 3:
            self.signed = self.signed or signature == "signature"
            return signature
        if self.signed and len(held) <= 3 and not self._name_and_date(cells):
            return "signature"
        said = [position for position in telling if not is_enumerator(cells[position])]
        # Alone below addresses it is the end of the one above, and heads nobody; group rows begin further left.
        if len(said) == 1 and said[0] not in self._addresses and heads_section(self.contract, cells[said[0]]):
            return "group_row"
        if not held or self._remark(telling, cells):
            return "note"
        return None

    def _remark(self, telling: list[int], cells: list[str]) -> bool:
        """A sentence that has the line to itself: below the NIK's head, or below the names' and too long for one.

        In another column it may go on from the row above, as an address does.
        """
        if len(telling) != 1 or _DIGITS.search(cells[telling[0]]):
            return False
        words = len(cells[telling[0]].split())
        return (telling[0] == self._nik and words >= _SENTENCE) or (
            telling[0] == self._name and words >= _REMARK
        )

    def _numbered(self, cells: list[str]) -> bool:
        running = self.header.running
        return running is not None and running < len(cells) and bool(_COUNTER.fullmatch(cells[running]))

    def _nil_line(self, words: list[str], held: list[int], cells: list[str]) -> str | None:
        """NIHIL, also behind dashes and noughts for a NIK or a number, or in a sentence that has the line to itself.

        A sentence that nothing changes is a note.
        """
        said = [
            word for word in words if word.strip() != "0" and (self._says_nil(word) or not says_nothing(word))
        ]
        if not said:
            return None
        begins = (
            self._says_nil(said[0]) and sum(1 for position in held if cells[position].strip() != "0") <= 2
        )
        alone = len(said) == 1 and len(said[0].split()) >= _SENTENCE
        if begins or (alone and self.contract.word_within("nil_report", said[0])):
            return "note" if _of_changes(self.contract, said[0]) else "nil"
        return None

    def _says_nil(self, cell: str) -> bool:
        return self.contract.word_at_start("nil_report", cell) is not None

    def _signature(self, telling: list[int], cells: list[str]) -> str | None:
        """A signature's or note's word; beside a name, what stands in a column of the person's own is none."""
        found = {
            position: self.contract.word_at_start("signatures", squeeze(cells[position]))
            for position in telling
        }
        name = self._name if self._name in found and not found[self._name] else None
        own = self._aside if name is not None and not says_nothing(cells[name]) else frozenset()
        if any(word == "signature" and position not in own for position, word in found.items()):
            return "signature"
        return "note" if telling and found[telling[0]] == "note" else None


def says_nil(contract: Contract, rows: list[list[str]]) -> bool:
    """Whether any line of a sheet declares an empty list (LAPORAN NIHIL)."""
    return any(
        contract.word_at_start("nil_report", cell) and not _of_changes(contract, cell)
        for cells in rows
        for cell in cells
        if not is_blank(cell)
    )


def _of_changes(contract: Contract, cell: str) -> bool:
    """TIDAK ADA USULAN BARU: nothing changes, and the people of last month are still meant."""
    return contract.word_within("changes", cell) is not None
