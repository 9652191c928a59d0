"""The verification that travels in a pack needs nothing but Python."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from padan import verification

FILES = sorted(Path(verification.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_the_standard_library(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    strange = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    # The reader of PDFs is asked for only where it is there.
    assert {name for name in strange if not name.startswith("padan.verification")} <= {"pypdf"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_older_python_reads_it(path: Path) -> None:
    ast.parse(path.read_text("utf-8"), feature_version=(3, 9))
