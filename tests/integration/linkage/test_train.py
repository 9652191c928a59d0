"""Training on a folder of sources: the same file again, and nothing of a person in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from padan.linkage.features import LinkRow, features
from padan.linkage.frequency import FEWEST_BEARERS
from padan.linkage.pinned import LEVELS, MODEL, MODELS, ModelError, load_model
from padan.linkage.train import levels_of, train
from padan.simulation import simulate

PAIRS = 20_000


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sources")
    simulate(root, ["2026-01"], scale=1, seed=4, villages_limit=4)
    return root


def folder_of_models(at: Path) -> Path:
    at.mkdir()
    shutil.copy(MODELS / LEVELS, at / LEVELS)
    return at


def test_the_same_folder_gives_the_same_model_and_it_names_nobody(source: Path, tmp_path: Path) -> None:
    one, two = folder_of_models(tmp_path / "one"), folder_of_models(tmp_path / "two")
    told = train(source, "32.01", 3, one, sampled_pairs=PAIRS)
    train(source, "32.01", 3, two, sampled_pairs=PAIRS)
    content = (one / MODEL).read_text("utf-8")
    assert content == (two / MODEL).read_text("utf-8")
    assert told["pairs_with_same_nik"] > 100
    assert str(source) not in content
    held = json.loads(content)
    least = FEWEST_BEARERS / (told["branch_rows"] + told["registry_rows"])
    assert held["word_share"] and min(held["word_share"].values()) >= 0.99 * least
    assert not [word for word in held["word_share"] if " " in word]
    for comparison in held["settings"]["comparisons"]:
        for kind in ("m_probability", "u_probability"):
            shares = [level[kind] for level in comparison["comparison_levels"][1:]]
            assert sum(shares) == pytest.approx(1, abs=1e-4)
            assert min(shares) > 0


def test_levels_changed_since_training_are_refused(tmp_path: Path) -> None:
    changed = folder_of_models(tmp_path / "changed")
    shutil.copy(MODELS / MODEL, changed / MODEL)
    (changed / LEVELS).write_text((MODELS / LEVELS).read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(ModelError, match="run make train-model"):
        load_model(changed)


def test_a_folder_without_a_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no month with both"):
        train(tmp_path, "32.01", 1, folder_of_models(tmp_path / "models"))


def row(name: str, born: str, nik: str, fault: str | None = None, village: str = "32.01.05.2003") -> LinkRow:
    return LinkRow(1, name, [], born, "L", nik, fault, village, None, None)


WHOLE = "3201051205800012"


CASES: list[tuple[str, str | None, LinkRow, LinkRow]] = [
    ("name", "same_words", row("MOCH. YUSUP", "", ""), row("YUSUF MUHAMMAD", "", "")),
    ("name", "same_letters", row("ABDUL ROHIM", "", ""), row("ABDULROHIM", "", "")),
    ("name", "one_word_of_it", row("ADE", "", ""), row("ADE MULYADI", "", "")),
    ("name", "one_word_more", row("ADE MULYADI", "", ""), row("ADE MULYADI PUTRA", "", "")),
    ("name", "sounds_alike", row("ROHMAT HIDAYAT", "", ""), row("ROHMAD HIDAYAT", "", "")),
    ("name", "one_letter", row("HASAN HIDAYAT", "", ""), row("HUSAN HIDAYAT", "", "")),
    ("name", "first_word", row("BUDI SANTOSO", "", ""), row("BUDI SETIAWAN", "", "")),
    ("name", "different", row("BUDI SANTOSO", "", ""), row("ASEP KOSASIH", "", "")),
    ("birth_date", "day_month_swapped", row("A", "1980-05-12", ""), row("A", "1980-12-05", "")),
    ("birth_date", "one_digit", row("A", "1980-05-12", ""), row("A", "1981-05-12", "")),
    ("birth_date", "same_year", row("A", "1980-05-12", ""), row("A", "1980-11-30", "")),
    ("village", "same_district", row("A", "", ""), row("A", "", "", village="32.01.05.2004")),
    ("nik", "same", row("A", "", WHOLE), row("A", "", WHOLE)),
    ("nik", "cut_agrees", row("A", "", "3201051205800010", "excel_cut"), row("A", "", WHOLE)),
    (
        "nik",
        "cut_agrees_low",
        row("A", "", "3201051205800000", "excel_cut"),
        row("A", "", WHOLE[:-2] + "02"),
    ),
    ("nik", "slip", row("A", "", "320105120580012", "missing_digit"), row("A", "", WHOLE)),
    ("nik", "slip", row("A", "", "32O1051205800012", "letters"), row("A", "", WHOLE)),
    ("nik", "slip", row("A", "", "3201151205800012"), row("A", "", WHOLE)),
    ("nik", "serial_slip", row("A", "", "3201051205800013"), row("A", "", WHOLE)),
    ("nik", "other_serial", row("A", "", "3201051205800191"), row("A", "", WHOLE)),
    ("nik", "few_agree", row("A", "", "3,20105E+15", "scientific"), row("A", "", WHOLE)),
    ("nik", "different", row("A", "", "3201150101900003"), row("A", "", WHOLE)),
    ("nik", None, row("A", "", "-", "empty"), row("A", "", WHOLE)),
]


def test_levels_are_the_same_from_either_side() -> None:
    there = [(features(one), features(other)) for _, _, one, other in CASES]
    back = [(other, one) for one, other in there]
    wanted = [(field, level) for field, level, _, _ in CASES]
    for pairs in (there, back):
        told = levels_of(pairs, load_model())
        assert [(field, levels[field]) for (field, _), levels in zip(wanted, told, strict=True)] == wanted
