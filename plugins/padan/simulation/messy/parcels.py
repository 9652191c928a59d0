"""A village's rows as files: which parts, on which sheets, in which container, under which names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from padan.simulation.messy.broken import pdf
from padan.simulation.messy.habits import TEXT_FILES, WORKBOOKS, ZIPS, Habits, own_files
from padan.simulation.messy.pages import Page, RawText
from padan.simulation.messy.tables import Part, TableWriter, by_group, by_hamlet
from padan.simulation.messy.textfiles import delimited, html
from padan.simulation.messy.workbooks import WRITERS, with_blank_rows, with_parts, zipped
from padan.simulation.randomness import number_for
from padan.simulation.reference import Village, data
from padan.simulation.rows import VillageRow

MANY_BLANKS, MOST_BLANKS, MANY_SHEETS, HUGE = 1_500, 200_000, 300, 32_000
FIRST_DEAL = 40
"""Villages among whom every shape is dealt once."""
FALSE_DIMENSION = b'<dimension ref="A1:XFD1048576"/>'


@dataclass
class Parcel:
    """One file: what is added to its name, its bytes, and where its rows stand: row, member, sheet, row number."""

    suffix: str
    content: bytes
    placed: list[tuple[VillageRow, str, str, int]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def parts_of(habits: Habits, rows: list[VillageRow]) -> list[Part]:
    """The rows as the village divides them."""
    own = data("messy")
    words = data("vocabulary")
    if habits.split == "group":
        found = []
        for index, (group, members) in enumerate(by_group(rows)):
            named = habits.group_by == "sheet"
            name = words["groups"][group][0] if named else own["plain_sheets"][index]
            found.append(Part(name, members, group if named else "", "" if named else group))
    elif habits.split == "hamlet":
        names = own["hamlet_sheets"]
        found = [Part(name, part) for name, part in zip(names, by_hamlet(rows, len(names)), strict=False)]
    else:
        alone = habits.group_by == "title" and len(by_group(rows)) == 1
        name = words["sheets"]["single"][habits.number % 4]
        found = [Part(name, rows, "", rows[0].group if alone else "")]
    if habits.container == "zip_mixed" and len(found) == 1 and len(rows) > 1:
        halves = by_hamlet(rows, 2)
        found = [
            replace(found[0], name=f"{found[0].name} {index + 1}", rows=half)
            for index, half in enumerate(halves)
        ]
    if habits.funder_by == "title":
        found = [_with_funder(part) for part in found]
    return found


def _with_funder(part: Part) -> Part:
    funders = {row.funder for row in part.rows}
    return replace(part, funder=funders.pop()) if len(funders) == 1 else part


def parcels(habits: Habits, village: Village, period: str, rows: list[VillageRow]) -> list[Parcel]:
    """The files of one sending."""
    writer = TableWriter(habits, village, period)
    parts = parts_of(habits, rows)
    made = [(part, writer.page(part)) for part in parts]
    if habits.container in ZIPS:
        return [_zip(habits, made)]
    if habits.carrier == "files" and len(made) > 1:
        suffixes = _suffixes(habits, parts)
        return [
            _single(habits, village, [page], suffix) for suffix, (_, page) in zip(suffixes, made, strict=True)
        ]
    return [_single(habits, village, [page for _, page in made], "")]


def _suffixes(habits: Habits, parts: Sequence[Part]) -> list[str]:
    own = data("messy")
    if habits.split == "group":
        return [own["group_files"][part.rows[0].group] for part in parts]
    return list(own["hamlet_files"][: len(parts)])


def _single(habits: Habits, village: Village, pages: list[Page], suffix: str) -> Parcel:
    placed = _placed(pages, "", habits.container in WORKBOOKS)
    if habits.container in TEXT_FILES:
        return Parcel(suffix, _text(habits, pages[0]), placed)
    if habits.container == "html_xls":
        return Parcel(suffix, html(pages[0]), placed)
    pages = [*pages, *_beside(habits)]
    if habits.beside in {"guide_sheet", "example_sheet"}:
        pages = [pages[-1], *pages[:-1]]
    content = _workbook(habits, village, pages, pages.index(_first_list(pages)))
    return Parcel(suffix, content, placed)


def _first_list(pages: list[Page]) -> Page:
    return next(page for page in pages if page.placed)


def _workbook(habits: Habits, village: Village, pages: list[Page], at: int) -> bytes:
    """A workbook with what is odd about it."""
    if habits.odd == "empty_sheets":
        pages += [Page(f"L{index + 1}") for index in range(MANY_SHEETS)]
    elif habits.odd == "huge_cell":
        number = pages[at].placed[0][1] - 1
        row = pages[at].grid[number]
        text = data("messy")["huge_text"]
        row.extend([""] * (pages[at].width + 1 - len(row)))
        row.append((text * (HUGE // len(text)))[:HUGE])
    content = WRITERS[habits.container](pages)
    if habits.odd in {"blank_rows", "most_blank_rows"}:
        # One village alone has the most, as in life.
        most = habits.odd == "most_blank_rows" and village.code in own_files()[:FIRST_DEAL]
        content = with_blank_rows(content, at + 1, len(pages[at].grid), MOST_BLANKS if most else MANY_BLANKS)
    elif habits.odd == "false_dimension":
        name = f"xl/worksheets/sheet{at + 1}.xml"
        content = with_parts(content, change={name: _false_dimension})
    return content


def _false_dimension(part: bytes) -> bytes:
    start = part.index(b"<dimension ")
    return part[:start] + FALSE_DIMENSION + part[part.index(b"/>", start) + 2 :]


def _beside(habits: Habits) -> list[Page]:
    """A sheet that is no list."""
    own, words = data("messy"), data("vocabulary")
    number = habits.number % 3
    if habits.beside == "empty_sheet":
        return [Page(own["empty_sheets"][number % 2])]
    if habits.beside == "hidden_sheet":
        lines = [list(line) for line in words["hidden_lines"]]
        example = [list(own["example_heads"]), *(list(row) for row in own["example_rows"])]
        return [Page(words["sheets"]["hidden"], example if number else lines, hidden=True)]
    if habits.beside == "guide_sheet":
        return [Page(own["guide_sheets"][number], [[line] for line in words["guide_lines"]])]
    if habits.beside == "example_sheet":
        grid = [[own["example_title"]], [], list(own["example_heads"])]
        return [Page(own["example_sheets"][number], [*grid, *(list(row) for row in own["example_rows"])])]
    return []


def _text(habits: Habits, page: Page) -> bytes:
    """A text file with what its encoding can say and its quotes cannot."""
    own = data("messy")
    signs = own["foreign_signs"]
    for row, number in page.placed:
        draw = number_for(row.person.label, "foreign sign") % 30
        address = row.cells["address"]
        cells = page.grid[number - 1]
        if draw < len(signs) and address in cells:
            cells[cells.index(address)] = signs[draw]
    if habits.unbalanced:
        _unbalance(habits, page)
    return delimited(page, habits.delimiter, habits.encoding)


def _unbalance(habits: Habits, page: Page) -> None:
    """Every so often a quote that nobody closes, on a line where nothing else is quoted."""
    shapes = data("messy")["unbalanced"]
    done = 0
    for row, number in page.placed:
        cells = page.grid[number - 1]
        quoted = any(isinstance(cell, str) and (habits.delimiter in cell or '"' in cell) for cell in cells)
        name = row.cells["name"]
        if quoted or not name or name not in cells or number_for(row.person.label, "quote") % 8:
            continue
        cells[cells.index(name)] = RawText(shapes[done % len(shapes)].format(name=name))
        done += 1


def _zip(habits: Habits, made: list[tuple[Part, Page]]) -> Parcel:
    """A zip of workbooks or text files, with a letter and what a Mac leaves beside them."""
    own = data("messy")
    folder = own["zip_folders"][habits.number % len(own["zip_folders"])]
    parts: dict[str, bytes] = {}
    placed: list[tuple[VillageRow, str, str, int]] = []
    for index, (part, page) in enumerate(made):
        text = habits.container == "zip_csv" or habits.container == "zip_mixed" and index % 2 == 1
        name = f"{folder}{part.name}.{'csv' if text else 'xlsx'}"
        parts[name] = _text(habits, page) if text else WRITERS["xlsx"]([page])
        placed += _placed([page], name, not text)
    if habits.number % 2:
        parts[f"__MACOSX/{folder}._{made[0][0].name}.xlsx"] = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"
        parts[f"{folder}.DS_Store"] = b"\x00\x00\x00\x01Bud1"
    parts[own["letter"]] = pdf()
    return Parcel("", zipped(parts), placed, ["zip:letter", *(["zip:macosx"] if habits.number % 2 else [])])


def _placed(pages: Sequence[Page], member: str, named: bool) -> list[tuple[VillageRow, str, str, int]]:
    return [
        (row, member, page.name if named else "", number) for page in pages for row, number in page.placed
    ]
