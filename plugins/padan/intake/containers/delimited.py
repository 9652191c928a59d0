"""Text files with columns: .csv .txt .tsv, divided by comma, semicolon, tab or pipe.

A quoted cell may run over several lines and still be one row. A quote that nobody closes ends with its line:
otherwise one stray sign would swallow the rest of a village's list.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain, islice
from typing import BinaryIO, TextIO

from padan.intake.containers.content import Content, opened
from padan.intake.containers.detect import utf16_of
from padan.intake.containers.sheet import Sheet, Sheets

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 200
_HEAD_BYTES = 4096
csv.field_size_limit((1 << 31) - 1)  # a huge cell in a column nobody needs is a cell like any other


@contextmanager
def text_sheets(content: Content, limits: Mapping[str, int]) -> Iterator[Sheets]:
    """The file as one sheet without a name, its rows streamed."""
    with opened(content) as file, decoded(file) as text:
        lines = (line.rstrip("\n") for line in text)
        sample = list(islice(lines, _SAMPLE_LINES))
        told = _told_delimiter(sample)
        if told:
            del sample[0]  # Excel obeys this line and does not show it: rows are numbered as people see them
        delimiter, width = find_delimiter(sample, told or DELIMITERS)
        yield Sheets(
            [Sheet("", False, records(chain(sample, lines), delimiter, width, limits["joined_lines"]))]
        )


@contextmanager
def decoded(file: BinaryIO) -> Iterator[TextIO]:
    """The text of a file, its mark dropped, its line ends made alike; a byte that is no text never stops it."""
    encoding = utf16_of(file.read(_HEAD_BYTES)) or "utf-8-sig"
    file.seek(0)
    errors = AS_CP1252 if encoding == "utf-8-sig" else "replace"
    text = TextIOWrapper(file, encoding=encoding, errors=errors, newline=None)
    try:
        yield text
    finally:
        text.detach()


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are what Windows takes them for, so a single bad byte costs one sign, not the file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


AS_CP1252 = "padan-as-cp1252"
codecs.register_error(AS_CP1252, _as_cp1252)


def _told_delimiter(sample: Sequence[str]) -> str:
    """The delimiter that a first line `sep=;` tells, else nothing."""
    first = sample[0].strip().strip('"') if sample else ""
    told = first[4:] if first.lower().startswith("sep=") else ""
    return told if len(told) == 1 else "\t" if told == "" and first.lower() == "sep=" else ""


def find_delimiter(lines: Sequence[str], delimiters: Sequence[str] = DELIMITERS) -> tuple[str, int]:
    """The delimiter that divides most lines into the same, largest number of cells, and that number.

    A file with one column has no delimiter: the comma then divides nothing.
    """
    best = (0, delimiters[0], 1)
    for delimiter in delimiters:
        widths = Counter(_width(line, delimiter) for line in lines if line.strip())
        widths.pop(1, None)
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
        score = times * (width - 1)
        if score > best[0]:
            best = (score, delimiter, width)
    return best[1], best[2]


def _width(line: str, delimiter: str) -> int:
    if '"' not in line:
        return line.count(delimiter) + 1
    return len(_lenient(line, delimiter))


def records(lines: Iterable[str], delimiter: str, width: int, joined_lines: int) -> Iterator[list[str]]:
    """One list of cells a row; a blank line is an empty list.

    Args:
        lines: the file's lines without their ends.
        delimiter: what divides cells.
        width: number of cells of an ordinary row, which tells a quoted line break from a stray quote.
        joined_lines: how many lines one quoted cell may run over.
    """
    source = _Lookahead(lines)
    strict = _StrictParser(delimiter)
    for line in source:
        if '"' not in line:
            yield line.split(delimiter) if line else []
            continue
        cells = strict.parse(line)
        if cells is None and line.count('"') % 2:
            cells = _join(line, source, strict, width, joined_lines)
        yield cells if cells is not None else _unbalanced(line, delimiter, width)


class _Lookahead:
    """Lines that can be looked at before they are taken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._ahead: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while True:
            if self._ahead:
                yield self._ahead.pop(0)
                continue
            line = next(self._lines, None)
            if line is None:
                return
            yield line

    def peek(self, position: int) -> str | None:
        """The line `position` places ahead (0 is the next), or None at the end."""
        while len(self._ahead) <= position:
            line = next(self._lines, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[position]

    def take(self, number: int) -> None:
        """Drops the next lines, which were looked at."""
        del self._ahead[:number]


def _join(
    line: str, source: _Lookahead, strict: _StrictParser, width: int, joined_lines: int
) -> list[str] | None:
    """The row whose quoted cell runs on over the next lines; None where the quote is merely stray."""
    delimiter, joined = strict.delimiter, line
    for position in range(joined_lines):
        following = source.peek(position)
        if following is None:
            return None
        joined += "\n" + following
        if '"' not in following:
            if following.count(delimiter) + 1 >= width > 1:
                return None  # a whole row of its own: it cannot be inside a cell
            continue
        if len(_literal(line, delimiter)) == len(_literal(following, delimiter)) == width > 1:
            return None  # two whole rows, each with a stray quote
        cells = strict.parse(joined)
        if cells is not None:
            if len(cells) != width and len(_literal(line, delimiter)) == width:
                return None
            source.take(position + 1)
            return cells
        if following.count('"') % 2 and len(_literal(following, delimiter)) >= width > 1:
            return None
    return None


class _StrictParser:
    """Parses one well-formed row at a time; one parser serves a whole file: making one costs a row."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self._start()

    def _start(self) -> None:
        self._lines: deque[str | None] = deque()
        self._rows = csv.reader(iter(self._lines.popleft, None), delimiter=self.delimiter, strict=True)

    def parse(self, line: str) -> list[str] | None:
        """The cells of a well-formed row; None where a quote is open at its end, or something follows one."""
        self._lines.append(line)
        try:
            return next(self._rows)
        except (csv.Error, IndexError):
            # IndexError: the parser asked for one more line, so the quote was still open.
            self._start()
            return None


def _lenient(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return _literal(line, delimiter)


def _literal(line: str, delimiter: str) -> list[str]:
    return line.split(delimiter)


def _unbalanced(line: str, delimiter: str, width: int) -> list[str]:
    """A row with a quote that nobody closes: a sign like any other where that gives an ordinary row."""
    literal = _literal(line, delimiter)
    if len(literal) == width:
        return [_unquote(cell) for cell in literal]
    return _lenient(line, delimiter)


def _unquote(cell: str) -> str:
    whole = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if whole else cell
