"""Text files with columns: .csv .txt .tsv, divided by comma, semicolon, tab or pipe.

A quoted cell may run over several lines and still be one row. A quote that nobody closes ends with its line:
otherwise one stray sign would swallow the rest of a village's list.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from padan.intake.containers.sheet import Sheet

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 200
_CHUNK = 1 << 20


def text_sheets(path: Path, limits: Mapping[str, int]) -> Iterator[list[Sheet]]:
    """The file as one sheet without a name, its rows streamed."""
    encoding = find_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        sample = [line.rstrip("\n") for line in islice(file, _SAMPLE_LINES)]
        delimiter, width = find_delimiter(sample)
        file.seek(0)
        # The decoder drops the mark only at the very start, which seek(0) restores.
        lines = (line.rstrip("\n") for line in file)
        yield [Sheet("", False, records(lines, delimiter, width, limits["joined_lines"]))]


def find_encoding(path: Path) -> str:
    """'utf-8-sig' where the whole file is UTF-8 (with or without its mark), else 'cp1252'."""

    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def find_delimiter(lines: list[str]) -> tuple[str, int]:
    """The delimiter that divides most lines into the same, largest number of cells, and that number.

    A file with one column has no delimiter: the comma then divides nothing.
    """
    best = (0, ",", 1)
    for delimiter in DELIMITERS:
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
