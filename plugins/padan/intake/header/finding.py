"""Where a table's heads stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from padan.contracts import Contract
from padan.contracts.model import MAIN_PART
from padan.intake.header.candidates import Heads, Span, holds_number, one_row, two_rows
from padan.intake.header.entry import decision_entry
from padan.intake.header.mapping import Aids, by_aliases, by_decision, by_similarity
from padan.intake.header.model import Header
from padan.intake.records import Refusal

_SHOWN = 250
_LONGEST_LIST = 400
_MOST_CANDIDATES = 6
_NEAR = 4

Seen = tuple[Heads, Header]
_Rank = tuple[bool, int, int]


@dataclass(frozen=True)
class _Search:
    """What is looked for in one sheet, and where two of its rows are joined."""

    contract: Contract
    part: str
    merges: Sequence[Span]
    required: frozenset[str]

    def readings(self, rows: Sequence[list[str]]) -> Iterator[Seen]:
        """Every row and every two rows that may be heads, from above; a person's row is none."""
        upper: Seen | None = None
        for row_number, cells in enumerate(rows, start=1):
            if holds_number(cells):
                upper = None
                continue
            heads = one_row(row_number, cells)
            alone = (heads, by_aliases(heads, self.contract, self.part))
            both = self._together(upper, alone) if upper is not None else None
            if both is not None:
                yield both
            yield alone
            upper = alone

    def _together(self, upper: Seen, lower: Seen) -> Seen | None:
        """Two rows as one head, where that reads more than either row alone, or the file itself joins them."""
        if not (upper[1].named or lower[1].duplicates):
            return None
        heads = two_rows(upper[0], lower[0], self.merges)
        if heads is None:
            return None
        header = by_aliases(heads, self.contract, self.part)
        rank, alone = self.rank(header), max(self.rank(upper[1]), self.rank(lower[1]))
        if rank > alone and _mostly_heads(heads, header):
            return heads, header
        return (heads, header) if heads.certain and rank >= alone and header.named else None

    def rank(self, header: Header) -> _Rank:
        """Complete heads before others, heads that say nothing twice before others, then those that say most."""
        twice = sum(1 for name in self.required if name in header.duplicates)
        return header.columns.keys() >= self.required, -twice, len(header.columns)

    def is_better(self, one: Seen, best: Seen) -> bool:
        """Whether heads say more than the best so far, or the file joins the best with the row below it."""
        rank, so_far = self.rank(one[1]), self.rank(best[1])
        joined = one[0].certain and one[0].row_number == best[0].row_number + 1
        return rank > so_far or (joined and rank == so_far)

    def is_plain(self, header: Header) -> bool:
        """Whether there is nothing more to look for."""
        return len(header.columns) > 2 and header.columns.keys() >= self.required


def find_header(
    rows: Sequence[list[str]],
    contract: Contract,
    part: str = MAIN_PART,
    *,
    merges: Sequence[Span] = (),
    aids: Aids | None = None,
    below: Sequence[list[str]] | None = None,
) -> Header | None:
    """The first heads with every required column and more, else those that name most; None where none do.

    One known word is not enough (a title line may hold DESA in a cell of its own), unless the column it names
    is the only one that is required.

    Args:
        rows: the first rows of a sheet, from row 1.
        contract: columns and their aliases.
        part: which of its tables.
        merges: merged areas of the sheet.
        aids: decisions and bounds of similarity; without them aliases alone decide.
        below: all rows of the sheet, for a look at the columns' content.
    """
    search = _Search(contract, part, merges, frozenset(column.name for column in contract.required(part)))
    body = below or rows
    if aids is not None and aids.mappings:
        decided = _decided(search, rows, aids)
        if decided is not None:
            return decided
    seen: list[Seen] = []
    best: Seen | None = None
    for one in search.readings(rows):
        seen.append(one)
        if one[1].columns and (best is None or search.is_better(one, best)):
            best = one
        elif best is not None and search.is_plain(best[1]):
            break
    if aids is not None:
        best = _with_similarity(search, seen, best, aids, body)
    if best is not None and (len(best[1].columns) > 1 or search.required == best[1].columns.keys()):
        return best[1]
    return None if aids is None else _above_people(search, rows, seen, aids)


def _mostly_heads(heads: Heads, header: Header) -> bool:
    """Whether the lower row holds heads rather than a first line of the list."""
    if heads.certain:
        return True
    lower = [position for position, text in enumerate(heads.rows[-1]) if text]
    known = {*header.columns.values(), *header.dropped, header.running}
    return sum(1 for position in lower if position in known) * 2 >= len(lower)


def _decided(search: _Search, rows: Sequence[list[str]], aids: Aids) -> Header | None:
    """The header that a person decided about; the later decision where there are two."""
    for heads, named in search.readings(rows):
        for mapping in reversed(aids.mappings):
            if mapping.heads == named.keys:
                header = by_decision(heads, mapping, search.contract, search.part)
                if aids.holds(mapping, header):
                    return replace(header, decided=True)
    return None


def _with_similarity(
    search: _Search, seen: list[Seen], best: Seen | None, aids: Aids, body: Sequence[list[str]]
) -> Seen | None:
    """The heads that name most once similarity helps; where aliases name all that is needed, those heads."""
    if best is not None and search.rank(best[1])[0]:
        return _alike(search, best, aids, body) if best[1].unknown else best
    for heads, header in seen:
        if sum(1 for text in heads.texts if text) < 2:
            continue
        one = _alike(search, (heads, header), aids, body)
        if one[1].columns and (best is None or search.rank(one[1]) > search.rank(best[1])):
            best = one
    if best is not None and not best[1].guesses and best[1].unknown:
        return _alike(search, best, aids, body)
    return best


def _alike(search: _Search, one: Seen, aids: Aids, body: Sequence[list[str]]) -> Seen:
    heads, header = one
    below = body[header.row_number :]
    return heads, by_similarity(header, heads, search.contract, search.part, aids, below)


def _above_people(search: _Search, rows: Sequence[list[str]], seen: list[Seen], aids: Aids) -> Header | None:
    """The line above the first person, or a few rows higher, where it has a running number's head or one known head.

    No cell of it may hold a digit: such a line may be a person without a NIK, who must not be told as heads.
    """
    first = next((number for number, cells in enumerate(rows, start=1) if holds_number(cells)), None)
    for heads, header in reversed(seen):
        if first is None or not first - _NEAR <= header.row_number < first or not header.named:
            continue
        texts = [text for text in heads.texts if text]
        if len(texts) > 2 and not any(sign.isdigit() for text in texts for sign in text):
            return _alike(search, (heads, header), aids, rows)[1]
    return None


def check_header(
    header: Header, sheet: str, contract: Contract, part: str = MAIN_PART, member: str = ""
) -> None:
    """Raises a Refusal where a required column is missing, is unclear, or stands there twice."""
    place = f"{member} › {sheet}".strip(" ›") if member else sheet
    found = ", ".join(text for text in header.texts if text)[:_LONGEST_LIST]
    for column in contract.required(part):
        if column.name in header.duplicates:
            twice = ", ".join(header.duplicates[column.name])
            raise Refusal(
                "duplicate_header",
                sheet=place,
                row=header.row_number,
                column=column.title.id,
                found=twice,
                entry=decision_entry(header, None, contract, part),
            )
    for column in contract.required(part):
        if column.name in header.columns:
            continue
        if header.unknown:
            raise Refusal(
                "unknown_layout",
                sheet=place,
                row=header.row_number,
                column=column.title.id,
                found=found,
                candidates=_candidates(header, contract, part),
                entry=decision_entry(header, None, contract, part),
            )
        raise Refusal(
            "missing_column",
            sheet=place,
            row=header.row_number,
            column=column.name,
            expected=column.title.id,
            found=found,
        )


def _candidates(header: Header, contract: Contract, part: str) -> list[str]:
    """What the unknown heads resemble, for whoever decides: 'NIK/KK → NIK (80%)'."""
    titles = {column.name: column.title.id for column in contract.columns_of(part)}
    ranked = sorted(header.guesses.items(), key=lambda item: (-item[1].confidence, item[0]))
    told = [f"{head} → {titles[guess.field]} ({guess.confidence:.0%})" for head, guess in ranked]
    return (told + [f"{head} → ?" for head in header.unknown if head not in header.guesses])[
        :_MOST_CANDIDATES
    ]


def no_header(sheet: str, contract: Contract, part: str = MAIN_PART) -> Refusal:
    """The refusal of a sheet in which no heads were found, naming what was looked for."""
    columns = contract.required(part) or contract.columns_of(part)
    expected = ", ".join(alias for column in columns for alias in column.aliases[:3])
    return Refusal("no_header", sheet=sheet, expected=expected[:_SHOWN])
