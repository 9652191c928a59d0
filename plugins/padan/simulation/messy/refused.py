"""The broken file that a village sends, by the kind of what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from padan.simulation.messy import broken
from padan.simulation.messy.habits import Habits
from padan.simulation.messy.pages import Page
from padan.simulation.messy.tables import Part, TableWriter
from padan.simulation.messy.textfiles import delimited
from padan.simulation.messy.workbooks import xlsm, xlsx, zipped
from padan.simulation.randomness import draws, share
from padan.simulation.reference import Village, data, month_start, villages
from padan.simulation.rows import Cell, VillageRow

ENDINGS = {
    "macro_bait": "xlsm", "zip_bomb": "zip", "encrypted_zip": "zip", "zip_traversal": "zip",
    "nested_zip": "zip", "empty": "csv",
}  # fmt: skip
SAMPLE_ROWS = 12
FIELDS = ("number", "nik", "name", "birth_date", "sex", "address")


def broken_file(
    seed: int, kind: str, village: Village, habits: Habits, period: str, rows: list[VillageRow]
) -> bytes:
    """Bytes of the file; its rows, where it has any, are read by nobody."""
    plain = replace(
        habits, container="xlsx", told_by="path", above="title", split="none", header="one_row",
        extra_columns=(), merged=False, group_by="none", head_rows="plain", body="plain",
        columns=tuple((field, data("vocabulary")["headers"][field][0]) for field in FIELDS),
    )  # fmt: skip
    if kind == "village_contradictory":
        plain = replace(plain, told_by="code")
    told = other_village(seed, village) if kind == "village_contradictory" else village
    writer = TableWriter(plain, told, period)
    page = writer.page(Part("DATA", rows[:SAMPLE_ROWS]))
    text = delimited(page, ";", "utf-8")
    package = xlsx([page])
    makers: dict[str, Callable[[], bytes]] = {
        "truncated": lambda: broken.truncated(package),
        "password": broken.password_protected,
        "macro_bait": lambda: xlsm([Page("Sheet1", [[line] for line in data("messy")["macro_lines"]])]),
        "pdf": broken.pdf,
        "photo": broken.photo,
        "zip_bomb": broken.zip_bomb,
        "entity_bomb": lambda: broken.with_entities(package),
        "encrypted_zip": lambda: broken.encrypted_zip({"daftar.csv": text}),
        "zip_traversal": lambda: zipped({"../../../daftar.csv": text}),
        "nested_zip": lambda: zipped({"daftar.zip": zipped({"daftar.csv": text})}),
        "empty": lambda: b"",
        "wrong_month": lambda: xlsx([_of_month(writer, page, period, plain, rows)]),
        "village_ambiguous": lambda: xlsx([Page("DATA", [[_named_only(seed, period)], *page.grid])]),
        "no_table": lambda: xlsx([Page("Sheet1"), Page("Sheet2")]),
        "no_rows": lambda: xlsx([Page("DATA", page.grid[: page.heads[-1]])]),
        "no_header": lambda: xlsx([Page("DATA", [page.grid[number - 1] for _, number in page.placed])]),
        "unknown_layout": lambda: xlsx([_renamed(page)]),
        "duplicate_header": lambda: xlsx([_doubled(page)]),
    }
    maker = makers.get(kind)
    return maker() if maker else package


def _of_month(writer: TableWriter, page: Page, period: str, habits: Habits, rows: list[VillageRow]) -> Page:
    """The page under the title of two months before."""
    earlier = f"{month_start(period, -2):%Y-%m}"
    lines = writer.above(Part("DATA", rows[:SAMPLE_ROWS]), draws(habits.number, "wrong month"), earlier)
    above: list[list[Cell]] = [[line] if line else [] for line in lines]
    return Page("DATA", [*above, *page.grid[page.heads[0] - 1 :]])


def _renamed(page: Page) -> Page:
    """Heads that nobody can know, but for the NIK's."""
    start, at = page.heads[0] - 1, FIELDS.index("nik")
    words: list[Cell] = list(data("messy")["unknown_heads"])
    grid = list(page.grid)
    grid[start] = [*words[:at], page.grid[start][at], *words[at:]]
    return Page("DATA", grid)


def _doubled(page: Page) -> Page:
    """A second column that calls itself the NIK's."""
    start = page.heads[0] - 1
    second: list[Cell] = ["NO KTP", *["3201010101010001"] * len(page.placed)]
    rows = page.grid[start : page.placed[-1][1]]
    return Page("DATA", [*page.grid[:start], *([*row, cell] for row, cell in zip(rows, second, strict=True))])


def other_village(seed: int, village: Village) -> Village:
    """Another village, of another district."""
    others = [place for place in villages() if place.district_code != village.district_code]
    return others[int(share(seed, village.code, "contradiction") * len(others))]


def _named_only(seed: int, period: str) -> str:
    """A title that names a village and no district."""
    line: str = data("vocabulary")["village_lines"][0]
    return line.format(kind=data("vocabulary")["kinds"]["desa"], village=ambiguous_name(seed, period).upper())


def ambiguous_name(seed: int, period: str) -> str:
    """A name that several villages bear, and no district."""
    counts = Counter(village.name for village in villages())
    districts = {village.district_name for village in villages()}
    names = sorted(name for name, count in counts.items() if count > 1 and name not in districts)
    return names[int(share(seed, period, "ambiguous") * len(names))]
