"""One file for several villages of a district: a sheet each, one table with a column, or a zip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from padan.simulation.messy.habits import Habits
from padan.simulation.messy.parcels import Parcel
from padan.simulation.messy.paths import folder
from padan.simulation.messy.tables import Part, TableWriter
from padan.simulation.messy.workbooks import xlsx, zipped
from padan.simulation.reference import Village, data
from padan.simulation.rows import VillageRow


def district_file(
    seed: int, kind: str, senders: Sequence[tuple[Village, Habits]],
    rows: Mapping[str, list[VillageRow]], period: str,
) -> tuple[str, Parcel]:  # fmt: skip
    """Path and content."""
    village, habits = senders[0]
    names = data("messy")["district_file"]
    name = names[habits.number % len(names)].format(district=village.district_name.upper())
    base = f"{folder(seed, village)}/{name}"
    senders = [(one, its) for one, its in senders if rows[one.code]]
    if kind == "columns":
        return f"{base}.xlsx", _one_table(senders, rows, period)
    parcel = Parcel("", b"")
    parts: dict[str, bytes] = {}
    pages = []
    for one, its in senders:
        title = one.name.upper() if kind == "sheets" else "DATA"
        page = TableWriter(its, one, period).page(Part(title, rows[one.code]))
        member = f"{one.kind.capitalize()} {one.name}/daftar.xlsx" if kind == "zip" else ""
        parcel.placed += [(row, member, title, number) for row, number in page.placed]
        pages.append(page)
        if member:
            parts[member] = xlsx([page])
    parcel.content = zipped(parts) if kind == "zip" else xlsx(pages)
    return f"{base}.{'zip' if kind == 'zip' else 'xlsx'}", parcel


def _one_table(
    senders: Sequence[tuple[Village, Habits]], rows: Mapping[str, list[VillageRow]], period: str
) -> Parcel:
    """All villages below one head, each row with its village and district in its own columns."""
    together: list[VillageRow] = []
    for index, (one, _) in enumerate(senders):
        upper = one.name.upper()
        spelling = [upper, f"{one.kind.upper()} {upper}", one.name, upper.replace(" ", "")]
        for row in rows[one.code]:
            row.cells["village"] = spelling[index % len(spelling)]
            row.cells["district"] = one.district_name.upper()
            together.append(row)
    village, habits = senders[0]
    page = TableWriter(habits, village, period).page(Part("REKAP", together))
    return Parcel("", xlsx([page]), [(row, "", "REKAP", number) for row, number in page.placed])
