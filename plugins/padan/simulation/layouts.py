"""How a village's list looks: which columns, how they are called, what stands above and below.

A layout is drawn once a village and kept. New shapes of the table (two header rows, merged cells) belong into
`table`; new containers (xls, ods, zip) into `containers.WRITERS`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from padan.simulation.randomness import draws
from padan.simulation.reference import Village, data, month_start
from padan.simulation.rows import Cell, ValueStyle, VillageRow
from padan.simulation.story import Shape

ORDER = (
    "number", "nik", "family_card_number", "name", "birth_place", "birth_date", "sex", "address", "rt", "rw",
    "village", "district", "occupation", "monthly_income", "phone", "participant_group", "funding_source",
    "action",
)  # fmt: skip
NEEDED = {"number", "nik", "name", "birth_date"}


@dataclass(frozen=True)
class Layout:
    """One village's habits."""

    container: str
    delimiter: str
    with_bom: bool
    columns: tuple[tuple[str, str], ...]
    group_by: str
    told_by: str
    style: ValueStyle
    extras: frozenset[str]
    number: int

    @property
    def shape(self) -> Shape:
        """What the story may rely on."""
        tells_funder = any(name == "funding_source" for name, _ in self.columns)
        return Shape(self.group_by != "none", tells_funder)


@dataclass
class Sheet:
    """One sheet as written: rows of cells, and which list row stands on which of them (from 1)."""

    name: str
    grid: list[list[Cell]] = field(default_factory=list)
    placed: list[tuple[VillageRow, int]] = field(default_factory=list)
    hidden: bool = False


def draw_layout(seed: int, village: Village, several_groups: bool) -> Layout:
    """The habits of one village."""
    draw = draws(seed, village.code, "layout")
    rates = data("rates")["layouts"]
    container = "csv" if draw.random() < data("rates")["files"]["csv"] else "xlsx"
    group_by = "column"
    if several_groups and container == "xlsx" and draw.random() < rates["group_sheets"]:
        group_by = "sheet"
    elif not several_groups and draw.random() < rates["no_group"]:
        group_by = "none"
    told_by = weighted(draw, rates["told_by"])
    return Layout(
        container,
        draw.choice([",", ";"]),
        draw.random() < 0.5,
        draw_columns(draw, group_by, told_by),
        group_by,
        told_by,
        draw_style(draw, container),
        frozenset(name for name, chance in rates["extras"].items() if draw.random() < chance),
        draw.randrange(1000),
    )


def draw_columns(draw: random.Random, group_by: str, told_by: str) -> tuple[tuple[str, str], ...]:
    """Columns in order, each with the village's own spelling; `action` is written only where it is used."""
    rates = data("rates")["layouts"]
    wanted = (
        NEEDED | {"action"} | {name for name, chance in rates["columns"].items() if draw.random() < chance}
    )
    if "rt" in wanted:
        wanted.add("rw")
    if told_by == "columns":
        wanted |= {"village", "district"}
    if group_by == "column":
        wanted.add("participant_group")
    if group_by != "none" and draw.random() < rates["funding_source"]:
        wanted.add("funding_source")
    order = list(ORDER)
    if draw.random() < rates["name_first"]:
        order[1], order[3] = order[3], order[1]
    spellings = data("vocabulary")["headers"]
    return tuple((name, draw.choice(spellings[name])) for name in order if name in wanted)


def draw_style(draw: random.Random, container: str) -> ValueStyle:
    """How the village writes its values."""
    rates = data("rates")["layouts"]
    birth_date = weighted(draw, rates["text_dates"])
    if container == "xlsx" and draw.random() < rates["real_dates"]:
        birth_date = "real"
    sexes = draw.choices(data("vocabulary")["sexes"], rates["sexes"])[0]
    nik = weighted(draw, rates["niks"])
    return ValueStyle(nik, birth_date, sexes, draw.random() < rates["upper"], container == "xlsx")


def weighted(draw: random.Random, weights: dict[str, int]) -> str:
    """One of the names, by weight."""
    return draw.choices(list(weights), list(weights.values()))[0]


def sheets(layout: Layout, village: Village, period: str, rows: list[VillageRow]) -> list[Sheet]:
    """The list as sheets; the rows learn their filled cells and what the layout tells of them."""
    words = data("vocabulary")
    made: list[Sheet] = []
    if layout.group_by == "sheet":
        for group, spellings in words["groups"].items():
            part = [row for row in rows if row.group == group]
            if part:
                made.append(table(layout, village, period, part, spellings[0], group))
    else:
        title = "pekerja_rentan" if layout.group_by == "none" else "mixed"
        name = words["sheets"]["single"][layout.number % 4]
        made.append(table(layout, village, period, rows, name, title))
    if layout.container == "xlsx":
        if "guide" in layout.extras:
            made.insert(0, Sheet(words["sheets"]["guide"], [[line] for line in words["guide_lines"]]))
        if "hidden" in layout.extras:
            made.append(
                Sheet(words["sheets"]["hidden"], [list(line) for line in words["hidden_lines"]], hidden=True)
            )
    return made


def table(
    layout: Layout, village: Village, period: str, rows: list[VillageRow], name: str, title: str
) -> Sheet:
    """One table with what stands above and below it."""
    sheet = Sheet(name)
    draw = draws(layout.number, village.code, period, name)
    columns = [
        column for column in layout.columns
        if column[0] != "action" or "always_action" in layout.extras or any(row.action for row in rows)
    ]  # fmt: skip
    sheet.grid.extend(heading(layout, village, period, title, draw))
    sheet.grid.append([header for _, header in columns])
    if "numbers_row" in layout.extras:
        sheet.grid.append([str(index + 1) for index in range(len(columns))])
    hamlets = data("vocabulary")["hamlets"] if "hamlets" in layout.extras and len(rows) > 12 else []
    for index, row in enumerate(rows):
        if hamlets and index % (len(rows) // 3 + 1) == 0:
            sheet.grid.append([hamlets[index // (len(rows) // 3 + 1)]])
        if "blank_rows" in layout.extras and draw.random() < 0.02:
            sheet.grid.append([])
        cells: list[Cell] = [
            index + 1 if field_name == "number" else row.cells[field_name] for field_name, _ in columns
        ]
        sheet.grid.append(cells)
        sheet.placed.append((row, len(sheet.grid)))
        row.filled = sum(cell not in ("", None) for cell in cells)
        named = {field_name for field_name, _ in columns}
        row.told_group = row.group if layout.group_by != "none" else ""
        row.told_funder = row.funder if "funding_source" in named else ""
        # A column that is not there is a blank cell.
        row.sex = row.sex if "sex" in named else ""
    sheet.grid.extend(footing(layout, village, len(rows), len(columns), draw))
    return sheet


def heading(
    layout: Layout, village: Village, period: str, title: str, draw: random.Random
) -> list[list[Cell]]:
    """Letterhead, title, village, district and month."""
    words = data("vocabulary")
    day = month_start(period)
    facts = {
        "kind": words["kinds"][village.kind], "village": village.name.upper(),
        "district": village.district_name.upper(),
        "code": village.code, "month": words["months"][day.month - 1], "year": day.year,
        "number": draw.randrange(1, 200), "postcode": draw.randrange(100, 999),
    }  # fmt: skip
    lines: list[str] = [""] * draw.randrange(1, 3) if "lead_blank" in layout.extras else []
    if "letterhead" in layout.extras:
        lines += [*words["letterhead"], ""]
    lines.append(words["titles"][title][layout.number % len(words["titles"][title])])
    if "period" in layout.extras:
        lines.append(words["period_lines"][layout.number % 4])
    if layout.told_by == "names":
        lines += [words["village_lines"][layout.number % 3], words["district_lines"][layout.number % 3]]
        lines += [words["regency_line"]] if "regency" in layout.extras else []
    if layout.told_by == "code":
        lines.append(words["code_lines"][layout.number % 2])
    lines.append("")
    return [[line.format(**facts)] if line else [] for line in lines]


def footing(
    layout: Layout, village: Village, count: int, width: int, draw: random.Random
) -> list[list[Cell]]:
    """Total and signature."""
    words = data("vocabulary")
    lines: list[list[Cell]] = []
    if "total" in layout.extras:
        lines.append([words["totals"][layout.number % 2], *[""] * (width - 2), f"{count} ORANG"])
    if "signature" in layout.extras:
        nip = f"19{draw.randrange(60, 90)}0{draw.randrange(1, 10)}15 19990{draw.randrange(1, 10)} 1 001"
        facts = {
            "kind": words["kinds"][village.kind].capitalize(), "village": village.name, "nip": nip,
            "name": draw.choice(data("names")["male"]).capitalize(),
        }  # fmt: skip
        lines += [
            [],
            *([*[""] * (width - 2), line.format(**facts)] if line else [] for line in words["signature"]),
        ]
    return lines
