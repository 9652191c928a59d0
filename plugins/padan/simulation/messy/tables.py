"""A village's rows as pages: titles, heads of one or two rows, body with its furniture, totals and signatures."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from padan.simulation.messy.habits import Habits
from padan.simulation.messy.pages import Merge, Page
from padan.simulation.randomness import draws, number_for
from padan.simulation.reference import Village, data, month_start
from padan.simulation.rows import Cell, VillageRow

PRINTED_ROWS = 25
"""Rows on a printed page, after which the heads stand again."""
LAST_HEAD_ROW = 30
TELLING = 20
"""So many rows tell a reader what a column under an unknown head holds."""
DATED = 5
"""One village in so many does not name the month in its titles."""
MERGEABLE = ("address", "participant_group")


@dataclass(frozen=True)
class Part:
    """Rows that stand on one page.

    Attributes:
        name: title of the sheet.
        rows: its rows.
        group: what title and sheet say of the group; '' where they say nothing.
        title: what the title says of the group.
        funder: what the title says of the funder.
    """

    name: str
    rows: list[VillageRow]
    group: str = ""
    title: str = ""
    funder: str = ""


@dataclass(frozen=True)
class Column:
    """One column: its field ('' for one nobody asked for) and its heads, the upper one first."""

    field: str
    heads: tuple[str, ...]


class TableWriter:
    """Writes the pages of one village in one month."""

    def __init__(self, habits: Habits, village: Village, period: str) -> None:
        """Hold the village's habits."""
        self.habits, self.village, self.period = habits, village, period
        self.columns = tuple(_columns(habits))
        self.deep = max(len(column.heads) for column in self.columns)

    def page(self, part: Part) -> Page:
        """One page. Misspelt heads stand only above lists that are long enough to tell what they mean."""
        spelt = well_spelt(self.habits)
        if len(part.rows) < TELLING and spelt != self.habits:
            return TableWriter(spelt, self.village, self.period).page(part)
        draw = draws(self.habits.number, self.village.code, self.period, part.name, "messy page")
        page = Page(part.name)
        page.grid.extend([line] if line else [] for line in self.above(part, draw))
        self._heads(page)
        if self.habits.head_rows != "plain":
            page.grid.append([str(index + 1) for index in range(len(self.columns))])
        self._body(page, part, draw)
        page.grid.extend(self._below(len(part.rows), draw))
        if self.habits.merged and page.placed:
            self._merge_body(page)
        return page

    def above(self, part: Part, draw: random.Random, period: str = "") -> list[str]:
        """The lines above the heads; '' is a blank row."""
        words, own = data("vocabulary"), data("messy")
        number = self.habits.number
        lines: list[str] = []
        if self.habits.above != "nothing":
            lines += [*words["letterhead"], ""] if self.habits.above != "title" else []
            titles = words["titles"][part.title or "mixed"]
            lines.append(titles[number % len(titles)])
            if number % DATED or period:
                lines.append(words["period_lines"][number % 4])
        if self.habits.told_by == "names":
            lines += [words["village_lines"][number % 3], words["district_lines"][number % 3]]
        elif self.habits.told_by == "code":
            lines.append(words["code_lines"][number % 2])
        if part.title and number % 2:
            lines.append(own["group_title_line"].format(group=words["groups"][part.title][0]))
        if part.funder:
            lines.append(own["funder_title_line"].format(funder=words["funders"][part.funder][0]))
        if self.habits.above == "deep":
            lines += ["", *own["deep_lines"]]
            lines += [""] * (LAST_HEAD_ROW - 2 - self.deep - len(lines) - number % 3)
        if lines:
            lines.append("")
        return [line.format(**self._facts(draw, period or self.period)) for line in lines]

    def _facts(self, draw: random.Random, period: str) -> dict[str, str]:
        words, village = data("vocabulary"), self.village
        day = month_start(period)
        return {
            "kind": words["kinds"][village.kind], "village": village.name.upper(), "code": village.code,
            "district": village.district_name.upper(), "year": str(day.year),
            "month": words["months"][day.month - 1], "number": str(draw.randrange(1, 200)),
            "postcode": str(draw.randrange(100, 999)), "day": str(draw.randrange(2, 25)),
            "name": draw.choice(data("names")["male"]).capitalize(),
            "other": draw.choice(data("names")["female"]).capitalize(),
            "nip": f"19{draw.randrange(60, 90)}0{draw.randrange(1, 10)}15 19990{draw.randrange(1, 10)} 1 001",
        }  # fmt: skip

    def _heads(self, page: Page) -> None:
        """The heads; of two rows, the upper one spans its columns and single heads span both rows."""
        start = len(page.grid) + 1
        uppers = [column.heads[0] for column in self.columns]
        if self.deep == 1:
            page.grid.append(list(uppers))
            page.heads.append(start)
            return
        upper: list[Cell] = []
        for index, column in enumerate(self.columns):
            spanned = len(column.heads) > 1 and index > 0 and self._same_span(index)
            upper.append("" if spanned else column.heads[0])
        page.grid.append(upper)
        page.grid.append([column.heads[1] if len(column.heads) > 1 else "" for column in self.columns])
        page.heads += [start, start + 1]
        for index, column in enumerate(self.columns):
            if len(column.heads) == 1:
                page.merges.append(Merge(start, index, start + 1, index))
            elif not (index and self._same_span(index)):
                page.merges.append(Merge(start, index, start, index + 1))

    def _same_span(self, index: int) -> bool:
        """Whether the column stands under the upper head of the column before it."""
        column, before = self.columns[index], self.columns[index - 1]
        return len(column.heads) > 1 and len(before.heads) > 1 and column.heads[0] == before.heads[0]

    def _body(self, page: Page, part: Part, draw: random.Random) -> None:
        blank = self.habits.body in {"blank_rows", "blank_and_group_rows"}
        grouped = "group_rows" in self.habits.body and len(part.rows) >= 9
        hamlets = data("vocabulary")["hamlets"]
        for index, row in enumerate(part.rows):
            if grouped and index % (len(part.rows) // 3 + 1) == 0:
                page.grid.append([hamlets[index // (len(part.rows) // 3 + 1)]])
            if blank and (draw.random() < 0.03 or index == 2):
                page.grid.append([])
            if self.habits.head_rows == "repeated" and index and index % PRINTED_ROWS == 0:
                self._heads(page)
                page.grid.append([str(place + 1) for place in range(len(self.columns))])
            page.grid.append(self._cells(row, index, draw))
            page.placed.append((row, len(page.grid)))
            self._tell(row, part)

    def _cells(self, row: VillageRow, index: int, draw: random.Random) -> list[Cell]:
        cells: list[Cell] = []
        for column in self.columns:
            if column.field == "number":
                cells.append(index + 1)
            elif column.field:
                cells.append(row.cells[column.field])
            else:
                cells.append(draw.choice(data("messy")["extra_columns"][column.heads[0]]))
        mapped = [cell for column, cell in zip(self.columns, cells, strict=True) if column.field]
        row.filled = sum(cell not in ("", None) for cell in mapped)
        return cells

    def _tell(self, row: VillageRow, part: Part) -> None:
        """Note what the page tells of the row's group, funder and sex."""
        fields = {column.field for column in self.columns}
        told = part.group or part.title or "participant_group" in fields
        row.told_group = row.group if told else ""
        row.told_funder = row.funder if part.funder or "funding_source" in fields else ""
        row.sex = row.sex if "sex" in fields else ""

    def _merge_body(self, page: Page) -> None:
        """Merge equal cells of consecutive rows, as a clerk does with a hamlet; only the first keeps its text."""
        fields = [column.field for column in self.columns]
        labels = Counter(row.person.label for row, _ in page.placed)
        for field in (name for name in MERGEABLE if name in fields):
            at = fields.index(field)
            start = 0
            for index, (before, after) in enumerate([*pairwise(page.placed), (page.placed[-1], None)]):
                joined = (
                    after is not None
                    and after[1] == before[1] + 1
                    and index + 1 - start < 6
                    and labels[before[0].person.label] == labels[after[0].person.label] == 1
                    and _alike(before[0], after[0], field)
                )
                if joined:
                    continue
                top, bottom = page.placed[start][1], page.placed[index][1]
                if bottom > top:
                    page.merges.append(Merge(top, at, bottom, at))
                    for number in range(top, bottom):
                        page.grid[number][at] = ""
                start = index + 1

    def _below(self, count: int, draw: random.Random) -> Iterator[list[Cell]]:
        """Totals, notes and signatures."""
        card, width = self.habits.below, len(self.columns)
        words, own = data("vocabulary"), data("messy")
        facts = self._facts(draw, self.period)
        facts["kind"] = facts["kind"].capitalize()
        if card in {"total", "everything"}:
            yield [words["totals"][self.habits.number % 2], *[""] * (width - 2), f"{count} ORANG"]
        if card in {"note", "everything"}:
            yield []
            yield [own["notes"][self.habits.number % 3]]
        if card in {"signature", "everything"}:
            yield []
            left, right = own["signature_left"], own["signature_right"]
            for one, other in zip(left, right, strict=True):
                yield ["", one.format(**facts), *[""] * max(1, width - 3), other.format(**facts)]


def well_spelt(habits: Habits) -> Habits:
    """The same habits with every head as it is usually written."""
    wrong, known = data("messy")["headers_misspelt"], data("vocabulary")["headers"] | data("messy")["headers"]
    columns = tuple(
        (name, known[name][0] if head in wrong.get(name, ()) else head) for name, head in habits.columns
    )
    return replace(habits, columns=columns)


def _columns(habits: Habits) -> Iterator[Column]:
    """The habits' columns with their heads; columns nobody asked for stand at the end."""
    pairs: dict[str, tuple[str, str]] = {}
    if habits.header == "two_rows":
        names = [name for name, _ in habits.columns]
        for rule in data("messy")["two_rows"]:
            if all(name in names for name in rule["fields"]):
                over = rule["over"][habits.number % len(rule["over"])]
                under = rule["under"][habits.number % len(rule["under"])]
                pairs.update({name: (over, low) for name, low in zip(rule["fields"], under, strict=True)})
    for name, head in habits.columns:
        yield Column(name, pairs.get(name, (head,)))
    for head in habits.extra_columns:
        yield Column("", (head,))


def _alike(before: VillageRow, after: VillageRow, field: str) -> bool:
    """Whether the clerk writes one cell for both: neighbours often live in one hamlet."""
    if field == "participant_group":
        return before.group == after.group
    return number_for(after.person.label, "neighbour") % 3 > 0


def by_group(rows: Sequence[VillageRow]) -> list[tuple[str, list[VillageRow]]]:
    """The rows of each group that occurs."""
    found = [(group, [row for row in rows if row.group == group]) for group in data("vocabulary")["groups"]]
    return [(group, part) for group, part in found if part]


def by_hamlet(rows: Sequence[VillageRow], count: int) -> list[list[VillageRow]]:
    """The rows in as many parts of like size, in order; blank parts are left out."""
    size = -(-len(rows) // count)
    return [list(rows[start : start + size]) for start in range(0, len(rows), max(1, size))]
