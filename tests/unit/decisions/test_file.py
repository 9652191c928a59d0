"""The decisions file: what is taken, and what is said of what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from padan.decisions.file import appending, read_decisions
from padan.decisions.form import entry_from_form, same_in_force
from padan.decisions.mappings import mappings_of
from padan.decisions.model import DecisionsError

GOOD = """\
# Who decides keeps this file.
- id: K-0001
  kind: column_mapping
  village_code: 32.01.05.2003
  heads: [No., N.I.K, Nama Lengkap, Nama Lengkap]
  columns: {N.I.K: nik, Nama Lengkap: name, "NAMA LENGKAP#2": ignore}
  decided_by: petugas
  decided_on: 2026-02-03
  reason: judul kolom lama
- id: K-0002
  kind: withdraw_submission
  period: 2026-01
  path: kec gunungputri/daftar.xlsx
  decided_by: petugas
  decided_on: 2026-02-03
  reason: berkas desa lain
- id: K-0003
  kind: reassign_submission
  period: 2026-01
  path: daftar.csv
  sha256: "1111111111111111111111111111111111111111111111111111111111111111"
  to_period: 2026-02
  to_village: 32.01.05.2005
  decided_by: petugas
  decided_on: 2026-02-04
  reason: salah bulan
- {id: K-0004, kind: undo, undoes: K-0002, decided_by: petugas, decided_on: 2026-02-05, reason: ternyata benar}
"""
TOLD = "  decided_by: p\n  decided_on: 2026-02-03\n  reason: r\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file(tmp_path: Path) -> None:
    mapping, withdrawn, moved, undo = read_decisions(written(tmp_path, GOOD))
    assert [entry.kind for entry in (mapping, withdrawn, moved, undo)] == [
        "column_mapping",
        "withdraw_submission",
        "reassign_submission",
        "undo",
    ]
    [layout] = mappings_of([mapping, withdrawn, moved, undo])
    assert layout.village_code == "32.01.05.2003"
    assert layout.heads == ("NO", "NIK", "NAMALENGKAP", "NAMALENGKAP")
    assert layout.columns == {"NIK": "nik", "NAMALENGKAP": "name", "NAMALENGKAP#2": "ignore"}
    assert withdrawn.content() == {"period": "2026-01", "path": "kec gunungputri/daftar.xlsx"}
    assert (undo.decided_on, undo.content()) == (date(2026, 2, 5), {})


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.yaml") == []
    assert read_decisions(written(tmp_path, "# nothing yet\n")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: x\n", "must be a list of entries"),
        ("- id: [\n", "is no YAML: line 2"),
        ("- just words\n", "entry 1 (no entry, line 1)"),
        ("- id: a\n  kind: move\n" + TOLD, "entry 1 (a, line 1)"),
        ("- id: a\n  id: b\n", "line 2: the key id stands twice"),
        ("- id: a\n  kind: undo\n" + TOLD, "entry 1 (a, line 1): undoes: Field required"),
        ("- id: a\n  kind: undo\n  undoes: b\n" + TOLD, "entry a: undoes: no earlier entry has the id b"),
        (
            "- id: a\n  kind: withdraw_submission\n  period: 2026-13\n  path: x\n" + TOLD,
            "entry 1 (a, line 1): period: String should match",
        ),
        (
            "- id: a\n  kind: withdraw_submission\n  period: 2026-01\n  path: x\n  village: y\n" + TOLD,
            "village: Extra inputs are not permitted",
        ),
        (
            "- id: a\n  kind: reassign_submission\n  period: 2026-01\n  path: x\n" + TOLD,
            "needs to_period, to_village or both",
        ),
        (
            "- id: a\n  kind: column_mapping\n  columns: {A: nick}\n" + TOLD,
            "columns: nick: no such field; there are ",
        ),
        (
            "- id: a\n  kind: column_mapping\n  columns: {A: nik, B: nik}\n" + TOLD,
            "columns: nik: given to two heads",
        ),
        (
            "- id: a\n  kind: column_mapping\n  heads: [A]\n  columns: {B: nik}\n" + TOLD,
            "columns names B, which is none of heads",
        ),
        (
            "- id: a\n  kind: undo\n  undoes: b\n  decided_by: p\n  decided_on: besok\n  reason: r\n",
            "decided_on: ",
        ),
        (
            "- id: a\n  kind: undo\n  undoes: b\n  decided_by: p\n  decided_on: 2026-02-03\n"
            "  reason: NIK 3201 0552 0380 0001 salah\n",
            "reason: holds 16 digits",
        ),
        (GOOD + "- id: K-0001\n  kind: undo\n  undoes: K-0003\n" + TOLD, "entry K-0001: id: stands twice"),
        (GOOD + "- id: K-5\n  kind: undo\n  undoes: K-0002\n" + TOLD, "K-0002 is undone already by K-0004"),
        (GOOD + "- id: K-5\n  kind: undo\n  undoes: K-0004\n" + TOLD, "K-0004 is itself an undo"),
    ],
)
def test_what_cannot_be_taken_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DecisionsError) as caught:
        read_decisions(path)
    assert said in caught.value.message
    assert str(path) in caught.value.message
    assert "who keeps the file" in caught.value.message, "it says who mends it"


def test_an_entry_is_appended_and_what_stood_there_stays_to_the_letter(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.rstrip("\n"))
    form = {"kind": "undo", "undoes": "K-0003", "reason": "kembali", "path": "", "period": None}
    with appending(path) as entries:
        entries.append(entry_from_form(form, entries, decided_by="petugas", decided_on=date(2026, 2, 6)))
    assert path.read_text("utf-8").startswith(GOOD)
    last = read_decisions(path)[-1]
    assert (last.id, last.kind, last.decided_on) == ("K-0005", "undo", date(2026, 2, 6))
    with appending(path) as entries:
        again = entry_from_form(form, entries, decided_by="x", decided_on=date(2026, 2, 7))
        assert same_in_force(again, entries) == last
    before = path.read_bytes()
    with pytest.raises(DecisionsError, match="K-0003 is undone already"), appending(path) as entries:
        entries.append(again)
    assert path.read_bytes() == before
