"""One flipped bit, one file more, one less: verification fails and names it."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.evidence.conftest import FIRST, SECOND, Archive, sign

from padan.verification.__main__ import examine, verify
from padan.verification.files import canonical, sha256_of

PDF = "berita-acara.pdf"

# Made again three times over, each in processes of its own: slow where other work is going on.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def pack(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive.pack(FIRST, 2, tmp_path_factory.mktemp("tampering"))


@pytest.fixture(scope="module")
def signed(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report folder with the documents that signing adds."""
    report = tmp_path_factory.mktemp("signed") / "v2"
    shutil.copytree(archive.report(FIRST, 2), report)
    sign(archive, report)
    return report


@pytest.fixture(scope="module")
def signed_pack(signed: Path) -> Path:
    """The pack that is sealed with them, and holds them."""
    return signed / "final" / "bukti-2026-01-v2.zip"


def named(evidence: Path, pdf: Path | None = None) -> set[str]:
    found = examine(evidence, pdf)
    assert found is not None
    return {name for _, told in found.faults for name in told.split(", ")}


def flipped(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def each_file_flipped(root: Path, seed: int) -> Iterator[tuple[str, int]]:
    """Every file below a folder with one bit flipped at a random place, then as it was."""
    chance = random.Random(seed)
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for number in range(3 if path.suffix in (".json", ".sha256", ".pdf") else 1):
            path.write_bytes(flipped(content, chance))
            yield path.relative_to(root).as_posix(), number
        path.write_bytes(content)


# Two witnesses that disagree, and no third: both are named.
TOGETHER = [{"index.json", "index.sha256"}, {PDF, "seal.json"}]
TOGETHER += [
    {f"final/{name}", "final/seal.json"} for name in (PDF, "pengesahan.json", "bukti-2026-01-v2.zip")
]


@pytest.mark.parametrize("seed", [1, 2])
def test_any_file_of_a_pack(signed_pack: Path, tmp_path: Path, seed: int) -> None:
    shutil.unpack_archive(signed_pack, tmp_path / "unpacked")
    assert named(tmp_path / "unpacked") == set()
    for name, _ in each_file_flipped(tmp_path / "unpacked", seed):
        found = named(tmp_path / "unpacked")
        assert name in found
        assert found == {name} or found in TOGETHER, (name, found)


@pytest.mark.parametrize("seed", [1, 2])
def test_any_file_of_a_signed_report(signed: Path, tmp_path: Path, seed: int) -> None:
    report = tmp_path / "v2"
    shutil.copytree(signed, report)
    assert named(report) == set()
    for name, _ in each_file_flipped(report, seed):
        found = named(report)
        assert name in found
        assert found == {name} or found in TOGETHER, (name, found)


def test_any_bit_of_the_zip_itself(pack: Path, tmp_path: Path) -> None:
    content, chance = pack.read_bytes(), random.Random(3)
    with zipfile.ZipFile(pack) as held:
        members, directory = held.infolist(), held.start_dir
    places = [chance.randrange(directory, len(content)) for _ in range(40)]
    places += [
        one.header_offset + chance.randrange(30 + len(one.filename)) for one in chance.sample(members, 30)
    ]
    copied = tmp_path / "bukti.zip"
    for place in places:
        copied.write_bytes(
            content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]
        )
        assert named(copied), f"byte {place} of {len(content)}"


def test_a_file_more_or_less(signed_pack: Path, signed: Path, tmp_path: Path) -> None:
    unpacked, report = tmp_path / "unpacked", tmp_path / "v2"
    shutil.unpack_archive(signed_pack, unpacked)
    shutil.copytree(signed, report)
    for root, more in (
        (unpacked, "inputs/lain"),
        (unpacked, "lain.txt"),
        (unpacked, "products/final/x"),
        (report, "koreksi/lain.xlsx"),
        (report, "final/x"),
    ):
        (root / more).write_bytes(b"lain")
        assert named(root) == {more}
        (root / more).unlink()
    for root in (unpacked, report):
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            content, name = path.read_bytes(), path.relative_to(root).as_posix()
            path.unlink()
            assert name in named(root)
            path.write_bytes(content)


def test_an_input_exchanged_with_all_lists_made_to_fit(pack: Path, tmp_path: Path) -> None:
    """The manifest, whose hash is on paper, still names the bytes that were there."""
    unpacked = tmp_path / "unpacked"
    shutil.unpack_archive(pack, unpacked)
    index = json.loads((unpacked / "index.json").read_bytes())
    was = index["history"]["versions"][-1]["inputs"]["files"][0]["sha256"]
    other = b"NIK;NAMA\n"
    new = hashlib.sha256(other).hexdigest()
    (unpacked / "inputs" / was).unlink()
    (unpacked / "inputs" / new).write_bytes(other)
    text = (unpacked / "index.json").read_text("utf-8").replace(was, new)
    index = json.loads(text)
    index["members"][f"inputs/{new}"]["bytes"] = len(other)
    for version in index["history"]["versions"]:
        version["inputs_sha256"] = hashlib.sha256(canonical(version["inputs"])).hexdigest()
    (unpacked / "index.json").write_bytes(canonical(index))
    (unpacked / "index.sha256").write_text(sha256_of(unpacked / "index.json") + "\n", "ascii")
    assert "index.json" in named(unpacked)


def test_the_signed_documents_exchanged_with_the_index_made_to_fit(signed_pack: Path, tmp_path: Path) -> None:
    """Either of the two alone no longer fits the other."""
    for number, name in enumerate((PDF, "pengesahan.json")):
        unpacked = tmp_path / str(number)
        shutil.unpack_archive(signed_pack, unpacked)
        path = unpacked / "products" / "final" / name
        path.write_bytes(
            path.read_bytes()
            .replace(b"% signed", b"% forged")
            .replace(b'report_sha256":"', b'report_sha256":"0')
        )
        list_again(unpacked, f"products/final/{name}")
        assert named(unpacked) == {f"products/final/{one}" for one in (PDF, "pengesahan.json")}


def test_a_pack_in_which_the_seal_of_the_signed_documents_lies_too(
    signed: Path, signed_pack: Path, tmp_path: Path
) -> None:
    """As packs were written before: with the seal that names the pack of the day of the signatures."""
    unpacked = tmp_path / "unpacked"
    shutil.unpack_archive(signed_pack, unpacked)
    name = "products/final/seal.json"
    shutil.copy(signed / "final" / "seal.json", unpacked / name)
    list_again(unpacked, name)
    assert named(unpacked, signed / "final" / PDF) == set()
    for root_file, _ in each_file_flipped(unpacked / "products" / "final", 5):
        assert f"products/final/{root_file}" in named(unpacked)


def list_again(unpacked: Path, *names: str) -> None:
    """The index is made to fit what stands there."""
    index = json.loads((unpacked / "index.json").read_bytes())
    for name in names:
        path = unpacked / name
        index["members"][name] = {"sha256": sha256_of(path), "bytes": path.stat().st_size}
    (unpacked / "index.json").write_bytes(canonical(index))
    (unpacked / "index.sha256").write_text(sha256_of(unpacked / "index.json") + "\n", "ascii")


def test_the_pdf_in_hand(
    archive: Archive, pack: Path, signed: Path, signed_pack: Path, tmp_path: Path
) -> None:
    for document in (signed / PDF, signed / "final" / PDF):
        assert named(signed, document) == set()
        assert named(signed_pack, document) == set()
    assert named(pack, signed / "final" / PDF) == set(), "its seal lies beside it"
    mine = tmp_path / "berita acara.pdf"
    shutil.copy(signed / "final" / PDF, mine)
    assert named(signed_pack, mine) == set(), "the pack knows it wherever it lies"
    assert named(pack, mine) == {str(mine)}
    shutil.copy(signed / PDF, mine)
    assert named(pack, mine) == set()
    mine.write_bytes(flipped(mine.read_bytes(), random.Random(4)))
    assert named(pack, mine) == named(signed, mine) == {str(mine)}
    shutil.copy(archive.report(SECOND, 1) / PDF, mine)
    assert named(pack, mine) == {str(mine)}


@pytest.mark.parametrize(
    ("language", "sentence"), [("id", "TIDAK UTUH: 1 temuan"), ("en", "NOT WHOLE: 1 finding")]
)
def test_it_is_told_in_the_readers_language(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, sentence: str
) -> None:
    unpacked = tmp_path / "unpacked"
    shutil.unpack_archive(pack, unpacked)
    assert verify(unpacked, None, language) == 0
    (unpacked / "README.md").write_bytes(b"")
    assert verify(unpacked, None, language) == 1
    told = capsys.readouterr().out
    assert sentence in told
    assert "README.md" in told
    assert verify(tmp_path / "nothing", None, language) == 1
