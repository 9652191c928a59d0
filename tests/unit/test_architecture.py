"""Who may import whom: docs/architecture.md, held by the imports themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PLUGINS = PROJECT / "plugins"
LIBRARY = PLUGINS / "padan"
MODULES = sorted(path for path in LIBRARY.rglob("*.py") if "__pycache__" not in path.parts)
MOST_LINES = 320

EVERYBODYS = {"paths", "errors", "settings", "texts"}
# Room → the others it may know, besides what is everybody's.
MAY_KNOW: dict[str, set[str]] = {
    "identity": set(),
    "area": {"identity"},
    "contracts": set(),
    "warehouse": set(),
    "alerts": set(),
    # Knows nothing of the rules it is there to test.
    "simulation": set(),
    "intake": {"identity", "area", "contracts"},
    # What officers said of cases, and what follows from it.
    "verdicts": {"warehouse"},
    "decisions": {"intake", "contracts", "warehouse"},
    "quality": {"contracts", "warehouse"},
    # Trains on files as they are landed, scores in the warehouse's tables.
    "linkage": {"identity", "intake", "warehouse"},
    "reconciliation": {"warehouse", "identity", "linkage", "verdicts"},
    "products": {"warehouse", "evidence", "linkage"},
    # One person's history, in the products' words.
    "history": {"warehouse", "identity", "linkage", "products"},
    # Two offices sign what is published.
    "sign_off": {"warehouse", "products"},
    # What a version stands on, kept whole; its verification runs without Padan.
    "evidence": {"warehouse", "verification"},
    "verification": set(),
    # Opens what was sent, says what the contracts say, in the products' words and figures.
    "feedback": {"intake", "contracts", "warehouse", "products", "workers"},
    "sources": set(),
    # A worker's entry reads a file and encodes its rows.
    "workers": {"intake", "warehouse"},
    "steps": {
        "sources",
        "decisions",
        "workers",
        "intake",
        "contracts",
        "warehouse",
        "quality",
        "reconciliation",
        "verdicts",
        "products",
        "feedback",
        "alerts",
        "evidence",
        "sign_off",
    },
    # A process of its own that does the steps again.
    "replay": {"steps", "sources", "evidence", "warehouse", "quality"},
    "airflow": {"sources", "steps", "alerts", "decisions"},
    "local": {"contracts", "warehouse", "evidence", "verification", "history", "products"},
    "settings": set(),
    "paths": set(),
    "texts": set(),
    "errors": set(),
}
# Room of products → the others of its kind that it may know; what all of them share stands above the rooms.
PRODUCT_ROOMS: dict[str, set[str]] = {
    "record": set(),
    "page": set(),
    "sheets": set(),
    "workbooks": {"sheets"},
    "requests": {"sheets"},
}
ASSEMBLING = {"__init__.py", "assembly.py", "publish.py"}
ON_TOP = {"steps", "airflow", "local", "replay"}
HEAVY = {"pandas", "great_expectations", "sqlalchemy", "numpy", "duckdb", "splink", "openpyxl", "typst"}


@dataclass(frozen=True)
class Import:
    """One import: the module named, the line, and whether it runs when the importing module is imported."""

    name: str
    line: int
    at_top: bool


def imports_of(path: Path) -> Iterator[Import]:
    """Every import of a file but those for type checkers only."""
    tree = ast.parse(path.read_text("utf-8"))
    yield from _imports(tree.body, at_top=True)


def _imports(body: list[ast.stmt], *, at_top: bool) -> Iterator[Import]:
    for statement in body:
        if isinstance(statement, ast.Import):
            yield from (Import(alias.name, statement.lineno, at_top) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            assert statement.level == 0, "imports are absolute"
            for alias in statement.names:
                yield Import(f"{statement.module}.{alias.name}", statement.lineno, at_top)
        elif isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            yield from _imports(statement.orelse, at_top=at_top)
        else:
            inside = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
            parts = [statement, *(h for h in getattr(statement, "handlers", []))]
            parts += list(getattr(statement, "cases", []))
            for part in parts:
                for name in ("body", "orelse", "finalbody"):
                    yield from _imports(getattr(part, name, []), at_top=at_top and not inside)


def package_of(path: Path) -> str:
    """The room a module is in: identity, steps, ..., or the module itself if it stands in no room."""
    relative = path.relative_to(LIBRARY)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def rooms_imported(path: Path) -> dict[str, int]:
    """Rooms of Padan that a file imports, each with a line."""
    names = {item.name: item.line for item in imports_of(path) if item.name.startswith("padan.")}
    return {name.split(".")[1]: line for name, line in names.items()}


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("path", [p for p in MODULES if package_of(p) != "airflow"], ids=named)
def test_only_padan_airflow_knows_airflow(path: Path) -> None:
    found = [item for item in imports_of(path) if item.name.split(".")[0] == "airflow"]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_knows_only_what_it_may(path: Path) -> None:
    room = package_of(path)
    if room in ("__init__", "__main__"):
        assert rooms_imported(path) == {}
        return
    strange = {
        other: line
        for other, line in rooms_imported(path).items()
        if other not in {room, *EVERYBODYS, *MAY_KNOW[room]} and not other.startswith("__")
    }
    assert strange == {}, f"{named(path)}: see 'What may know what' in docs/architecture.md"


@pytest.mark.parametrize("room", sorted(set(MAY_KNOW) - ON_TOP))
def test_nothing_below_knows_what_stands_on_top(room: str) -> None:
    assert not MAY_KNOW[room] & ON_TOP


def test_every_room_is_listed_here() -> None:
    rooms = {package_of(path) for path in MODULES} - {"__init__", "__main__"}
    assert rooms <= set(MAY_KNOW)


@pytest.mark.parametrize("path", [p for p in MODULES if package_of(p) == "products"], ids=named)
def test_a_product_is_made_without_another(path: Path) -> None:
    relative = path.relative_to(LIBRARY / "products")
    if relative.name in ASSEMBLING and len(relative.parts) == 1:
        return
    own = {relative.parts[0]} if len(relative.parts) > 1 else set()
    assert own <= set(PRODUCT_ROOMS)
    known = {item.name.split(".")[2] for item in imports_of(path) if item.name.startswith("padan.products.")}
    may = own | {other for room in own for other in PRODUCT_ROOMS[room]}
    assert not (known & {*PRODUCT_ROOMS, "assembly", "publish"}) - may


def test_dag_files_are_wiring() -> None:
    """They import padan.airflow alone, and hold no function."""
    for path in sorted((PROJECT / "dags").glob("*.py")):
        for item in imports_of(path):
            assert item.name.startswith(("padan.airflow.", "__future__")), f"{named(path)}:{item.line}"
        tree = ast.parse(path.read_text("utf-8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def module_file(name: str) -> Path | None:
    """The file of a dotted name: itself, else the module that holds it."""
    parts = name.split(".")
    for end in (len(parts), len(parts) - 1):
        base = PLUGINS.joinpath(*parts[:end])
        for path in (base.with_suffix(".py"), base / "__init__.py"):
            if path.is_file():
                return path
    return None


def reached_from(start: list[Path]) -> dict[Path, Path]:
    """Every file that importing these runs, each with the one that asked for it."""
    reached = {path: path for path in start}
    waiting = list(start)
    while waiting:
        path = waiting.pop()
        names = [item.name for item in imports_of(path) if item.at_top and item.name.startswith("padan")]
        # A package's own __init__ runs before its modules.
        names += [".".join(name.split(".")[:end]) for name in names for end in range(1, name.count(".") + 1)]
        for name in names:
            target = module_file(name)
            if target is not None and target not in reached:
                reached[target] = path
                waiting.append(target)
    return reached


def test_reading_a_dag_file_imports_nothing_heavy() -> None:
    start = [*sorted((PROJECT / "dags").glob("*.py")), PLUGINS / "padan_plugin.py"]
    reached = reached_from(start)
    assert LIBRARY / "airflow" / "feed_dag.py" in reached
    heavy = [
        f"{named(path)}:{item.line} imports {item.name} (asked for by {named(asker)})"
        for path, asker in reached.items()
        for item in imports_of(path)
        if item.at_top and item.name.split(".")[0] in HEAVY
    ]
    assert heavy == []


def test_a_step_imports_no_writer_of_products() -> None:
    reached = reached_from([LIBRARY / "steps" / "__init__.py"])
    names = {named(path).partition("plugins/padan/")[2] for path in reached}
    assert "steps/publish.py" in names
    assert not {name for name in names if name.startswith(("products/", "feedback/"))}


@pytest.mark.parametrize(
    "path", [*MODULES, PLUGINS / "padan_plugin.py", *sorted((PROJECT / "dags").glob("*.py"))], ids=named
)
def test_a_file_has_one_subject(path: Path) -> None:
    """Its length is all that a test can see of that."""
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_airflows_loader_passes_the_library_over() -> None:
    """Else it imports every module of it by its bare file name, and types.py becomes sys.modules['types']."""
    lines = (PLUGINS / ".airflowignore").read_text("utf-8").split()
    assert "padan/" in lines
