"""The decisions file: read whole with precise messages, appended to under a lock."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from padan.decisions.model import DecisionsError, Entry, UndoEntry

_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
_MENDS = "Mend it there (who keeps the file: the office's data engineer), then run village_submissions again"


def read_decisions(path: Path) -> list[Entry]:
    """Return the entries of the file in its order; a file that is not there holds none.

    Raises:
        DecisionsError: names file, line, entry and key of everything that cannot be taken.

    """
    if not path.exists():
        return []
    entries: list[Entry] = []
    problems: list[str] = []
    for number, (line, raw) in enumerate(_raw_entries(path), 1):
        name = f"entry {number} ({_named(raw)}, line {line})"
        try:
            entries.append(parse_entry(raw))
        except DecisionsError as error:
            problems.append(f"{name}: {error.message}")
    problems = problems or consistency(entries)
    if problems:
        raise DecisionsError(f"{path} cannot be taken: {'; '.join(problems)}. {_MENDS}")
    return entries


def parse_entry(raw: Any) -> Entry:
    """Return one entry.

    Raises:
        DecisionsError: names every key that is wrong, and what would be right.

    """
    try:
        return _ENTRY.validate_python(raw)
    except ValidationError as error:
        raise DecisionsError("; ".join(_said(problem) for problem in error.errors())) from None


def consistency(entries: Sequence[Entry]) -> list[str]:
    """What is wrong with entries taken together: an id twice, an undo of nothing."""
    problems: list[str] = []
    seen: dict[str, Entry] = {}
    undone: dict[str, str] = {}
    for entry in entries:
        if entry.id in seen:
            problems.append(f"entry {entry.id}: id: stands twice; give the later one an id of its own")
        if isinstance(entry, UndoEntry):
            target = seen.get(entry.undoes)
            if target is None:
                problems.append(f"entry {entry.id}: undoes: no earlier entry has the id {entry.undoes}")
            elif isinstance(target, UndoEntry):
                problems.append(
                    f"entry {entry.id}: undoes: {entry.undoes} is itself an undo; decide anew with an entry of its own"
                )
            elif entry.undoes in undone:
                problems.append(
                    f"entry {entry.id}: undoes: {entry.undoes} is undone already by {undone[entry.undoes]}"
                )
            undone.setdefault(entry.undoes, entry.id)
        seen[entry.id] = entry
    return problems


@contextmanager
def appending(path: Path) -> Iterator[list[Entry]]:
    """Lock the file for a while; yield its entries. What is added to the list is appended when the block ends well.

    Raises:
        DecisionsError: the file as it stands, or with the new entries, cannot be taken; nothing is written.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held = read_decisions(path)
        entries = list(held)
        yield entries
        if problems := consistency(entries):
            raise DecisionsError("; ".join(problems))
        if len(entries) > len(held):
            _replace(path, entries[len(held) :])


def _replace(path: Path, new: Sequence[Entry]) -> None:
    """Write what was there, to the letter, and the new entries; nobody sees half of it."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    temporary = path.with_name(f".{path.name}.new")
    added = "".join(_written(entry) for entry in new)
    temporary.write_text(before + added, encoding="utf-8")
    temporary.replace(path)


def _written(entry: Entry) -> str:
    told = entry.model_dump(mode="json", exclude_none=True)
    ordered = {name: told.pop(name) for name in ("id", "kind")} | told
    last = {name: ordered.pop(name) for name in ("decided_by", "decided_on", "reason")}
    return yaml.safe_dump([ordered | last], allow_unicode=True, sort_keys=False, width=100)


def _raw_entries(path: Path) -> list[tuple[int, Any]]:
    """Line and plain value of every entry; values are texts, whatever YAML would take them for."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        what = getattr(error, "problem", None) or "not UTF-8 text"
        raise DecisionsError(f"{path} is no YAML: {where}{what}. {_MENDS}") from None
    if root is None:
        return []
    if not isinstance(root, SequenceNode):
        raise DecisionsError(f"{path} must be a list of entries, each beginning with '- id:'. {_MENDS}")
    return [(node.start_mark.line + 1, _plain(path, node)) for node in root.value]


def _plain(path: Path, node: Node) -> Any:
    if isinstance(node, ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    if isinstance(node, SequenceNode):
        return [_plain(path, item) for item in node.value]
    assert isinstance(node, MappingNode)
    values: dict[str, Any] = {}
    for name, value in node.value:
        told = str(_plain(path, name))
        if told in values:
            line = name.start_mark.line + 1
            raise DecisionsError(f"{path}, line {line}: the key {told} stands twice in one entry. {_MENDS}")
        values[told] = _plain(path, value)
    return values


def _named(raw: Any) -> str:
    return str(raw.get("id") or "without id") if isinstance(raw, dict) else "no entry"


def _said(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"] if not str(part).endswith(_KINDS))
    told = str(problem["msg"]).removeprefix("Value error, ")
    return f"{place}: {told}" if place else told


_KINDS = ("column_mapping", "withdraw_submission", "reassign_submission", "undo")
