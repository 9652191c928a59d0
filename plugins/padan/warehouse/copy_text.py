"""Rows in COPY's text format. Imports nothing: whoever reads files encodes their rows where they were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\v": "\\v", "\x00": ""})
NULL = "\v"
"""Stands for NULL instead of \\N, so that a line with a backslash is a line that needs escaping."""


def encode(rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows' lines, each with its end, in UTF-8."""
    return "".join([copy_line(row) + "\n" for row in rows]).encode("utf-8", "replace")


def copy_line(row: Sequence[Any]) -> str:
    """One line of COPY's text format. Called for every row, so nothing is called for an ordinary value."""
    fields = [value if type(value) is str else NULL if value is None else _text(value) for value in row]
    line = "\t".join(fields)
    # Almost no line holds a sign with a meaning of its own: looked for once a line, not once a value.
    if (
        "\\" in line
        or "\n" in line
        or "\r" in line
        or "\x00" in line
        or line.count("\t") != len(fields) - 1
        or line.count(NULL) != row.count(None)
    ):
        return "\t".join(
            [
                NULL if value is None else field.translate(_ESCAPES)
                for value, field in zip(row, fields, strict=True)
            ]
        )
    return line


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (list, tuple)):
        return _array(value)
    return str(value)


def _array(values: Sequence[str | None]) -> str:
    if not values:
        return "{}"
    try:
        joined = '","'.join(values)  # type: ignore[arg-type]
    except TypeError:  # a NULL among them
        joined = "\\"
    if "\\" not in joined and joined.count('"') == 2 * (len(values) - 1):
        return '{"' + joined + '"}'
    return "{" + ",".join(["NULL" if item is None else _array_item(item) for item in values]) + "}"


def _array_item(item: str) -> str:
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'
