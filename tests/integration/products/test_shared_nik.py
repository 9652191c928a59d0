"""A NIK written for two people: officers see who else bears it, both say who the row is, next month knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.verdicts.answering import Answers, table
from tests.spec.reconciliation.test_worlds import assert_outcomes
from tests.spec.reconciliation.world import Expected, read_world, write_sources
from tests.support.months import Office

JANUARY, FEBRUARY = "2026-01", "2026-02"
SHEET = "Identitas meragukan"
A_ROW, B_ROW, C_ROW, D_ROW = "JAJANG NURJAMAN", "ROHAYATI", "ADE MULYADI", "NENG LILIS"
REGISTRY = "data kemiskinan"


@pytest.fixture(scope="module")
def told(
    postgres_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, list[Expected]]]:
    """January published and answered by both offices, February reckoned on it."""
    root = tmp_path_factory.mktemp("shared_nik")
    expected = write_sources(read_world(Path(__file__).parent / "shared_nik.md"), root / "sources")
    with made_warehouse(postgres_server) as made:
        office = Office(made.loader_uri, root / "home", root / "sources")
        office.bring_in_all()
        office.month(JANUARY)
        answer(office)
        office.bring_in("case_verdicts")
        for period in (JANUARY, FEBRUARY):
            office.month(period)
        yield office, expected


def folder(office: Office, period: str) -> Path:
    """The month's first version."""
    return office.home / "reports" / period / "v1"


def cases(office: Office, period: str) -> dict[str, dict[str, object]]:
    """Name on the row → its line on the sheet of doubtful identities, for named officers."""
    rows = table(folder(office, period) / "rekonsiliasi-lengkap.xlsx", SHEET)
    return {str(row["Nama"]): row for row in rows}


def letter_of(case: dict[str, object], words: str) -> str:
    """The candidate whose cell has the words: 'Calon A'."""
    return next(head for head, cell in case.items() if head.startswith("Calon") and words in str(cell))


def answer(office: Office) -> None:
    """Both offices fill in January; of B only the branch says anything."""
    found = cases(office, JANUARY)
    said = {
        str(found[A_ROW]["Kode kasus"]): letter_of(found[A_ROW], "BUDI SANTOSO"),
        str(found[C_ROW]["Kode kasus"]): letter_of(found[C_ROW], REGISTRY),
        str(found[D_ROW]["Kode kasus"]): letter_of(found[D_ROW], "EUIS KURAESIN"),
    }
    at_source = office.sources / "verdicts" / JANUARY
    for name, verdicts in (
        ("disnaker", said),
        ("branch", said | {str(found[B_ROW]["Kode kasus"]): "Bukan salah satunya"}),
    ):
        book = Answers(folder(office, JANUARY) / "rekonsiliasi.xlsx")
        book.sign(**{f"decided_by_{name}": "Siti Rahma", f"decided_on_{name}": "4 Februari 2026"})
        book.say(name, verdicts).save(at_source / f"{name}.xlsx", "2026-02-04T09:00")


def test_an_officer_sees_who_else_bears_the_nik(told: tuple[Office, list[Expected]]) -> None:
    found = cases(told[0], JANUARY)
    head = "NIK 3201051011900014"
    assert found[A_ROW]["Calon A"] == (
        "BUDI SANTOSO · NIK 3201050507750012 · KPJ 24010000001 · 05-07-1975 · Sentul, Babakan Madang · "
        "data cabang bulan ini\n"
        "NIK sama: nama berbeda; tanggal lahir berbeda; desa sama"
    )
    assert found[C_ROW]["Calon A"] == (
        f"UJANG SAEPULOH · {head} · KPJ 24010000003 · 20-02-1969 · Sentul, Babakan Madang · data cabang bulan ini\n"
        "NIK sama: nama berbeda; tanggal lahir berbeda; desa sama"
    )
    assert found[C_ROW]["Calon B"] == (
        f"ADE MULYADI · {head} · 10-11-1990 · Sentul, Babakan Madang · data kemiskinan\n"
        "NIK sama: nama sama; tanggal lahir sama; desa sama"
    )
    assert found[D_ROW]["Calon A"] == (
        "EUIS KURAESIN · NIK 3201055512850015 · 09-04-1979 · Cipambuan, Babakan Madang · daftar desa bulan ini\n"
        "NIK sama: nama berbeda; tanggal lahir berbeda; desa berbeda"
    )
    assert {row["Alasan"] for row in found.values()} == {"NIK sama, orang lain"}


def test_what_both_offices_say_holds_next_month(told: tuple[Office, list[Expected]]) -> None:
    """A is the branch's member, C is C and not the branch's, D is one person of two villages; B stays in doubt."""
    office, expected = told
    with office.engine.connect() as connection:
        assert_outcomes(connection, expected)
    links = office.rows(
        "SELECT split_part(target, '/', 1) AS nik, same FROM core.confirmed_link ORDER BY target"
    )
    assert [(row.nik[-2:], row.same) for row in links] == [
        ("12", True),
        ("14", True),
        ("13", False),
        ("15", True),
    ]
    assert set(cases(office, FEBRUARY)) == {B_ROW}
    assert "BUDI" not in str(cases(office, FEBRUARY)[B_ROW]["Calon A"])


def test_whoever_the_offices_named_is_one_person(told: tuple[Office, list[Expected]]) -> None:
    people = told[0].rows(
        "SELECT coalesce(v.nik, b.nik) AS nik, count(*) AS rows, count(DISTINCT o.person_key) AS people "
        "FROM reconciliation.outcome AS o "
        "LEFT JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id "
        "LEFT JOIN core.branch_row AS b ON o.side = 'branch' AND o.row_id = b.row_id "
        "WHERE o.period = '2026-02' GROUP BY 1 ORDER BY right(coalesce(v.nik, b.nik), 2)"
    )
    assert [tuple(row)[1:] for row in people] == [(2, 1), (2, 1), (2, 2), (2, 1), (2, 1), (2, 1), (2, 1)]


def test_a_pair_that_was_found_says_what_agrees(told: tuple[Office, list[Expected]]) -> None:
    """Also where the branch's row is the damaged one; a name one letter off holds no month back."""
    sheet = table(folder(told[0], JANUARY) / "rekonsiliasi-lengkap.xlsx", "Padan melalui penelusuran")
    assert {row["Nama"]: row["Bukti"] for row in sheet} == {
        "RINA MARLIMA": "NIK diperbaiki: NIK kurang satu angka; nama beda satu huruf; tanggal lahir sama; desa sama",
        "IIS ROHAETI": "NIK di cabang diperbaiki: NIK kosong; nama sama; tanggal lahir sama; desa sama",
    }
