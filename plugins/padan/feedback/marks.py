"""Marks on the faulty cells: a colour, a frame, a comment, a word beside the table; and every row's hidden key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from padan.contracts import Rule
from padan.feedback import words
from padan.feedback.copying import TEXT_FORMAT, own_column, write_text
from padan.feedback.model import Row, SentFile
from padan.feedback.pages import Page, tables_of
from padan.feedback.positions import field_columns, head_rows, name_or_number, place_of
from padan.intake.cells import cell_text

LEVELS = ("blocking", "correctable", "notice")
_FRAMES: dict[str, Any] = {"blocking": "thick", "correctable": "mediumDashed", "notice": "dotted"}
_KEY_FIELD = "row_key"
_TEXT_FIELDS = ("nik", "family_card_number")
_EXACT_BELOW = 10**15
"""Spreadsheets keep fifteen digits of a number."""
_COMMENT_WIDTH = 380
_LINE_HEIGHT, _LINE_SIGNS, _COMMENT_MARGIN = 17, 54, 14
_NOTE_WIDTH = 38
_ROW_HEIGHT = 15
_LONGEST_HEAD = 20
_USUAL_WIDTH, _DATE_WIDTH, _WIDEST = 8, 10, 32


def mark_page(page: Page, file: SentFile) -> int:
    """Marks one sheet's faulty cells and gives its rows their keys; returns how many cells are marked."""
    tables = sorted(tables_of(page.source, file), key=lambda table: int(table["header_row"]))
    forget_marks(page.sheet)
    marked = 0
    for index, table in enumerate(tables):
        first = head_rows(table)[0]
        end = head_rows(tables[index + 1])[0] if index + 1 < len(tables) else None
        rows = [
            row for row in file.rows
            if row.at[:2] == page.source and row.at[2] > first and (end is None or row.at[2] < end)
        ]  # fmt: skip
        marked += _mark_table(page, table, rows)
    return marked


def _mark_table(page: Page, table: Mapping[str, Any], rows: list[Row]) -> int:
    sheet = page.sheet
    first, last = (page.row(number) for number in head_rows(table))
    spans = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
    moved = {**table, "header_row": first, "header_rows": last - first + 1}
    columns = field_columns(moved, lambda number: _texts(sheet, number), spans)
    columns.pop(_KEY_FIELD, None)
    note = _free_columns(sheet, first, max(columns.values(), default=0))
    _numbers_as_text(sheet, columns, [page.row(row.at[2]) for row in rows])
    heads = _shown_heads(table, columns)
    said: dict[int, list[str]] = {}
    marked = 0
    for row in rows:
        number = page.row(row.at[2])
        for position, rules in _by_cell(row, columns).items():
            level = _mark_cell(sheet, number, position, rules, row.rejected)
            marked += 1
            head = heads.get(position, str(position + 1))
            ids = ", ".join(rule.id for rule in rules)
            said.setdefault(number, []).append(f"{_words()['short_levels'][level]} {head} ({ids})")
    _write_notes(sheet, note, last, said)
    _write_keys(sheet, note + 1, last, {page.row(row.at[2]): row.key for row in rows})
    _widen(sheet, columns.values(), first)
    _print_setup(sheet, first, last)
    return marked


def _numbers_as_text(sheet: Worksheet, columns: Mapping[str, int], rows: Iterable[int]) -> None:
    """A NIK that is still whole as a number loses its last digit when a spreadsheet saves it: as text it does not."""
    positions = [columns[field] for field in _TEXT_FIELDS if field in columns]
    for row in rows:
        for position in positions:
            cell: Any = sheet._cells.get((row, position + 1))
            if cell is not None and type(cell.value) in (int, float) and abs(cell.value) >= _EXACT_BELOW:
                write_text(cell, cell_text(float(cell.value)))


def _by_cell(row: Row, columns: Mapping[str, int]) -> dict[int, list[Rule]]:
    """Position → the rules whose fault is shown there, the loudest first."""
    found: dict[int, list[Rule]] = {}
    for rule in (words.rules()[rule_id] for rule_id in row.rules if rule_id in words.rules()):
        position = place_of(rule.column, columns)
        if position is None and rule.column is not None and rule.severity == "notice":
            continue  # the table has no such column: one line in the summary says so, not a mark on everybody
        found.setdefault(name_or_number(columns) if position is None else position, []).append(rule)
    for rules in found.values():
        rules.sort(key=lambda rule: (LEVELS.index(words.severity_of(rule, row.rejected)), rule.position))
    return found


def _mark_cell(sheet: Worksheet, row: int, position: int, rules: list[Rule], rejected: bool) -> str:
    cell: Any = sheet.cell(row=row, column=position + 1)
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(row=area.min_row, column=area.min_col)
    level = words.severity_of(rules[0], rejected)
    cell.fill = _fill(level)
    cell.border = _frame(level)
    if any(rule.column in _TEXT_FIELDS for rule in rules):
        # What is typed over it must not become a number again.
        if isinstance(cell.value, int | float):
            write_text(cell, cell_text(float(cell.value)))
        cell.number_format = TEXT_FORMAT
    own = cell.comment.text if cell.comment is not None else ""
    cell.comment = _comment(tuple(rule.id for rule in rules), rejected, own)
    return level


def _comment(rule_ids: tuple[str, ...], rejected: bool, own: str) -> Comment:
    text = "\n\n".join(_explained(rule_id, rejected) for rule_id in rule_ids)
    if own:
        text += "\n\n" + _words()["comment"]["own"].format(text=own)
    lines = sum(1 + len(line) // _LINE_SIGNS for line in text.split("\n"))
    return Comment(
        text, _words()["author"], width=_COMMENT_WIDTH, height=lines * _LINE_HEIGHT + _COMMENT_MARGIN
    )


@cache
def _explained(rule_id: str, rejected: bool) -> str:
    rule, said = words.rules()[rule_id], _words()["comment"]
    level = _words()["levels"][words.severity_of(rule, rejected)]
    return "\n".join(
        (
            f"{rule.id} · {level}",
            said["what"].format(text=rule.message.id),
            said["why"].format(text=rule.why.id),
            said["remedy"].format(text=rule.remedy.id),
            said["example"].format(text=rule.example),
            said["owner"].format(text=words.owner_title(_words(), rule.owner)),
        )
    )


def _words() -> dict[str, Any]:
    return words.texts("koreksi")


@cache
def _fill(level: str) -> PatternFill:
    return PatternFill("solid", fgColor=_words()["fills"][level])


@cache
def _frame(level: str) -> Border:
    side = Side(style=_FRAMES[level], color=_words()["borders"][level])
    return Border(left=side, right=side, top=side, bottom=side)


def _texts(sheet: Worksheet, number: int) -> list[str]:
    width = sheet.max_column
    cells = (sheet._cells.get((number, column)) for column in range(1, width + 1))
    return ["" if cell is None or cell.value is None else str(cell.value) for cell in cells]


def _shown_heads(table: Mapping[str, Any], columns: Mapping[str, int]) -> dict[int, str]:
    """Position → what the village calls the column, or, where that is long, what everybody calls it."""
    titles = words.column_titles()
    heads = {field: table["columns"].get(field, "") for field in columns}
    return {
        position: heads[field] if 0 < len(heads[field]) <= _LONGEST_HEAD else titles.get(field, heads[field])
        for field, position in columns.items()
    }


def _free_columns(sheet: Worksheet, first: int, last_field: int) -> int:
    """Position of the first of two columns right of the table in which nothing stands from its heads down.

    They stand close to the table, so that sorting it takes them along.
    """
    used = {column for (row, column), cell in sheet._cells.items() if row >= first and cell.value is not None}
    for area in sheet.merged_cells.ranges:
        if area.max_row >= first:
            used.update(range(area.min_col, area.max_col + 1))
    heads = [
        column for (row, column), cell in sheet._cells.items() if row == first and cell.value is not None
    ]
    position = max([last_field, *(column - 1 for column in heads)]) + 1
    while position + 1 in used or position + 2 in used:
        position += 1
    return position


def _write_notes(sheet: Worksheet, position: int, head_row: int, said: Mapping[int, list[str]]) -> None:
    head = _side_cell(sheet, head_row, position, _words()["note_head"])
    head.font = Font(name="Calibri", size=11, bold=True)
    head.alignment = Alignment(wrap_text=True, vertical="center")
    for row, notes in said.items():
        cell = _side_cell(sheet, row, position, "\n".join(notes))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        lines = sum(1 + len(note) // _NOTE_WIDTH for note in notes)
        if lines > 1 and sheet.row_dimensions[row].height is None:
            sheet.row_dimensions[row].height = lines * _ROW_HEIGHT
    own_column(sheet, position).width = _NOTE_WIDTH
    own_column(sheet, position).hidden = False


def _write_keys(sheet: Worksheet, position: int, head_row: int, keys: Mapping[int, str]) -> None:
    _side_cell(sheet, head_row, position, _words()["key_head"])
    for row, key in keys.items():
        _side_cell(sheet, row, position, key)
    own_column(sheet, position).hidden = True


def _side_cell(sheet: Worksheet, row: int, position: int, text: str) -> Any:
    cell = sheet.cell(row=row, column=position + 1)
    write_text(cell, text)
    return cell


def forget_marks(sheet: Worksheet) -> None:
    """Takes off what an earlier workbook of ours put on: the village sent it back."""
    said = _words()
    ours = {said["key_head"], said["note_head"]}
    columns = {
        column for (_, column), cell in sheet._cells.items()
        if isinstance(cell.value, str) and cell.value.strip() in ours
    }  # fmt: skip
    colours = {f"00{colour}" for colour in said["fills"].values()} | set(said["fills"].values())
    colours |= {f"FF{colour}" for colour in said["fills"].values()}
    for place in [place for place in sheet._cells if place[1] in columns]:
        del sheet._cells[place]
    for cell in list(sheet._cells.values()):
        if cell.comment is not None and cell.comment.author == said["author"]:
            cell.comment = None
        if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in colours:
            cell.fill = PatternFill()
            cell.border = Border()


def _widen(sheet: Worksheet, positions: Iterable[int], first: int) -> None:
    """Columns whose width nobody chose show what they hold; chosen widths stay."""
    chosen = {
        index
        for width in sheet.column_dimensions.values()
        if width.customWidth or width.hidden
        for index in range(width.min or 0, (width.max or 0) + 1)
    }
    longest = {position + 1: 0 for position in positions if position + 1 not in chosen}
    for (row, column), cell in sheet._cells.items():
        if column in longest and row > first and cell.value is not None:
            text = cell.value if isinstance(cell.value, str) else "0" * _DATE_WIDTH
            longest[column] = max(longest[column], len(text))
    for column, length in longest.items():
        if length > _USUAL_WIDTH:
            own_column(sheet, column - 1).width = min(length + 2, _WIDEST)


def _print_setup(sheet: Worksheet, first: int, last: int) -> None:
    """Landscape, as wide as the page, heads on each page; what the sender set up stays."""
    if sheet.print_title_rows is None:
        sheet.print_title_rows = f"{first}:{last}"
    if not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.page_setup.paperSize or 9
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
