"""Old → new, the letters that differ marked."""

from __future__ import annotations

import pytest

from padan.products.sheets.differences import Marked, changed


def shown(marked: Marked) -> str:
    """The text with what stands out in brackets."""
    return "".join(f"[{text}]" if stands_out else text for text, stands_out in marked)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ([("nama", "SITI", "SITTI")], "nama: SITI → SIT[T]I"),
        ([("nama", "SITI", "siti")], "nama: SITI → siti"),
        ([("lahir", "12-03-1980", "21-03-1980")], "lahir: 1[2]-03-1980 → [2]1-03-1980"),
        ([("L/P", "L", "P"), ("desa", "", "Sentul")], "L/P: [L] → [P]; desa: [–] → [Sentul]"),
        ([], ""),
    ],
)
def test_what_is_marked(fields: list[tuple[str, str, str]], text: str) -> None:
    found = changed(fields)
    assert shown(found) == text
    assert all(piece for piece, _ in found)
