"""A version made again on an empty warehouse, from landed bytes, under the rules of then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.integration.evidence.conftest import FIRST, SECOND, Archive
from tests.support.months import digests, stamps

from padan.evidence.errors import EvidenceError
from padan.evidence.holdings import Holdings, from_pack
from padan.local.reproduce import compare, reproduce
from padan.texts import read_texts

# Made again three times over, each in processes of its own: slow where other work is going on.
pytestmark = pytest.mark.timeout(1200)


def said_by(kept: Holdings, out: Path) -> list[str]:
    """The lines about products, after a comparison that must find all of them the same."""
    said: list[str] = []
    assert reproduce(kept, "id", out, said.append), said
    return [line for line in said if line.startswith("sama")]


@pytest.mark.parametrize(("period", "version"), [(FIRST, 1), (FIRST, 2)])
def test_every_product_is_the_same(archive: Archive, tmp_path: Path, period: str, version: int) -> None:
    before = stamps(archive.office.home)
    lines = said_by(archive.kept(period, version), tmp_path / "out")
    assert digests(tmp_path / "out") == digests(archive.report(period, version))
    assert [line.split()[1] for line in lines] == sorted(digests(tmp_path / "out"))
    assert stamps(archive.office.home) == before


def test_a_pack_alone_leads_to_the_same_products_elsewhere(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = archive.pack(SECOND, 1, tmp_path / "bukti.zip")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PADAN_NOW", "2031-01-01T00:00:00+00:00")
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    said_by(from_pack(pack, tmp_path / "unpacked"), tmp_path / "out")
    assert digests(tmp_path / "out") == digests(archive.report(SECOND, 1))


def test_the_versions_stand_on_what_was_changed_between_them(archive: Archive) -> None:
    """Else the tests above would say nothing about it."""
    first, second = archive.kept(FIRST, 1), archive.kept(FIRST, 2)
    assert [(v["period"], v["version"]) for v in second.history["versions"]] == [
        (FIRST, 1),
        (SECOND, 1),
        (FIRST, 2),
    ]
    assert [one["kind"] for one in second.history["decisions"]] == ["withdraw_submission"]
    assert first.history["decisions"] == []
    rules = [kept.manifest()["rules"] for kept in (first, second)]
    changed = sorted(name for name in rules[0] if rules[0][name] != rules[1][name])
    assert changed == ["reference/words/titles.yaml", "templates/id/workbook.yaml"]


def test_what_differs_is_missing_or_extra_is_told(archive: Archive, tmp_path: Path) -> None:
    kept, made = archive.kept(FIRST, 1), tmp_path / "made"
    shutil.copytree(kept.report, made)
    said: list[str] = []
    words = read_texts("id", "evidence")["reproduce"]
    assert compare(made, kept, words, said.append)
    (made / "rekonsiliasi.html").write_text("lain", "utf-8")
    (made / "seal.json").unlink()
    (made / "lain.txt").write_text("lain", "utf-8")
    said.clear()
    assert not compare(made, kept, words, said.append)
    told = {line.split("  ")[0].strip() for line in said if not line.startswith("sama")}
    names = [line for line in said if line.startswith(("BERBEDA", "TIDAK ADA", "BERLEBIH"))]
    assert [name.replace("TIDAK ADA", "TIDAK").split()[1] for name in names] == [
        "lain.txt",
        "rekonsiliasi.html",
        "seal.json",
    ]
    assert any(one.startswith("Produk 2026-01 versi 1 TIDAK") for one in told)


def test_a_landed_byte_that_was_changed_is_named_before_anything_is_made(
    archive: Archive, tmp_path: Path
) -> None:
    kept = archive.kept(FIRST, 1)
    copied = tmp_path / "landing"
    shutil.copytree(kept.inputs, copied)
    file = kept.history["versions"][0]["inputs"]["files"][0]
    path = copied / file["sha256"]
    path.write_bytes(path.read_bytes() + b" ")
    touched = Holdings(kept.period, kept.version, kept.history, copied, kept.rules, kept.report)
    with pytest.raises(EvidenceError, match=f"{file['path']}.* were touched"):
        touched.require_inputs()
    path.unlink()
    with pytest.raises(EvidenceError, match="gone from"):
        touched.require_inputs()


def test_a_version_that_is_not_there_is_told(archive: Archive) -> None:
    with pytest.raises(EvidenceError, match="2026-01 has no version 9"):
        archive.kept(FIRST, 9)
