from __future__ import annotations

from pathlib import Path

import pytest

from padan.simulation import simulate


def snapshot(root: Path) -> dict[str, tuple[bytes, int | None]]:
    """Bytes of every file, and the modification times of the sources (the truth is no source)."""
    found: dict[str, tuple[bytes, int | None]] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            time = None if name.startswith("truth/") else path.stat().st_mtime_ns
            found[name] = path.read_bytes(), time
    return found


def test_same_arguments_same_bytes_and_times(tmp_path: Path) -> None:
    for name in ("one", "two"):
        simulate(tmp_path / name, ["2026-01", "2026-02"], scale=0.05, seed=5, villages_limit=12)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_another_seed_is_another_world(tmp_path: Path) -> None:
    for seed in (1, 2):
        simulate(tmp_path / str(seed), ["2026-01"], scale=0.05, seed=seed, villages_limit=3)
    assert snapshot(tmp_path / "1") != snapshot(tmp_path / "2")


@pytest.mark.parametrize(
    ("months", "villages"),
    [(["2026-01", "2026-02"], 6), (["2026-01"], 9)],
    ids=["a later month", "more villages"],
)
def test_a_village_file_stays_when_something_else_changes(
    tmp_path: Path, months: list[str], villages: int
) -> None:
    simulate(tmp_path / "small", ["2026-01"], scale=0.2, seed=4, villages_limit=6)
    simulate(tmp_path / "large", months, scale=0.2, seed=4, villages_limit=villages)
    small, large = snapshot(tmp_path / "small"), snapshot(tmp_path / "large")
    lists = [name for name in small if name.startswith("village_submissions/2026-01/")]
    assert lists
    assert {name: small[name] for name in lists} == {name: large[name] for name in lists}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"months": ["2026-01", "2026-03"], "scale": 1.0}, "follow one another"),
        ({"months": [], "scale": 1.0}, "follow one another"),
        ({"months": ["2026-01"], "scale": 0.0}, "above 0"),
        ({"months": ["2026-01"], "scale": 1.0, "profile": "tidy"}, "does not exist"),
    ],
)
def test_impossible_arguments_are_refused(tmp_path: Path, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        simulate(tmp_path, seed=1, **arguments)  # type: ignore[arg-type]


def test_an_earlier_simulation_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "sources"
    simulate(out, ["2026-01", "2026-02"], scale=0.05, seed=1, villages_limit=3)
    simulate(out, ["2026-01"], scale=0.05, seed=1, villages_limit=3)
    assert not (out / "bpjs" / "2026-02").exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(ValueError, match="holds no simulation"):
        simulate(tmp_path / "other", ["2026-01"], scale=0.05, seed=1, villages_limit=3)
