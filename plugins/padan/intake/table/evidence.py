"""What a sheet says of whose list it is: its path, its member's path, its titles, its name, its rows' columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from padan.area.evidence import Decision, PlaceLabels, decide
from padan.intake.header import Header
from padan.intake.parameters import parameter
from padan.intake.records import ReadingTools, SourceRef
from padan.intake.table.columns import getter

Pair = tuple[str | None, str | None]
"""A row's village (code or name) and district, None where it names none."""


def labels(tools: ReadingTools) -> PlaceLabels:
    """The words that stand before a place's name in title rows."""
    words = tools.contract.words["title_labels"]
    village = (*words["village"], *words.get("village_code", ()))
    hamlet = tools.contract.words["group_rows"]["hamlet"]
    return PlaceLabels(_upper(village), _upper(words["district"]), _upper(hamlet))


def _upper(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.upper() for word in words)


def place_cells(header: Header) -> Callable[[list[str]], Pair]:
    """A function from a row's cells to its village (code or name) and district cells."""
    code, village, district = (getter(header, field) for field in ("village_code", "village", "district"))
    return lambda cells: (code(cells) or village(cells), district(cells))


def whose(
    tools: ReadingTools,
    source: SourceRef,
    *,
    member: str = "",
    titles: Iterable[str] = (),
    sheet: str = "",
    columns: Iterable[Pair] = (),
) -> Decision:
    """Whose list a sheet is. A member's path inside a zip counts like folders below the zip's own path."""
    return decide(
        tools.places,
        labels(tools),
        path=f"{source.path}/{member}" if member else source.path,
        titles=list(titles),
        sheet=sheet,
        columns=columns,
        dissent_share=parameter("village_dissent_share", tools.as_of),
    )
