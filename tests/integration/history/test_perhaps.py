"""A row that nobody was found for is told beside whom it may be; a headline agrees with the lines below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from tests.conftest import Server, made_warehouse
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps
from padan.history import PersonStory, look, read_question, tell
from padan.history.printed import on_screen
from padan.history.story import MonthStory
from padan.products.labels import labels
from padan.quality.rules import sync_rules
from padan.warehouse.engine import engine

WORLD = Path(__file__).with_name("perhaps.md")
SITI, BUDI, KOKOM, LILIS, ENTIN, TATANG = (
    "3201055203800001",
    "3201050507750012",
    "3201056604770016",
    "3201055512850004",
    "3201054306780006",
    "3201051306840017",
)
NOWHERE = "TIDAK DILINDUNGI. Tidak ada pada daftar desa dan tidak ada pada daftar cabang bulan ini."


@pytest.fixture(scope="module")
def desk(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The desk's login, both months of the world reckoned."""
    root = tmp_path_factory.mktemp("perhaps")
    world = read_world(WORLD)
    write_sources(world, root / "sources")
    with made_warehouse(postgres_server) as warehouse:
        with warehouse.owner.begin() as connection:
            sync_rules(connection)
        office = Office(warehouse.loader_uri, root / "home", root / "sources")
        office.bring_in_all()
        for period in world.months:
            steps.reconcile(office.context(), period)
        database = warehouse.owner_uri.rpartition("/")[2]
        made = engine(postgres_server.uris.desk.rpartition("/")[0] + "/" + database)
        yield made
        made.dispose()


def stories(desk: Engine, typed: str) -> list[PersonStory]:
    answer = look(desk, read_question(typed, date(2026, 3, 12)), "Keluhan loket 12 Maret", "siti")
    told = tell(answer, labels("id"))
    assert max(map(len, on_screen(told, answer.look_id, "siti", "id").splitlines())) <= 100
    return told


def months(desk: Engine, typed: str) -> tuple[MonthStory, MonthStory]:
    """January and February of the one person found."""
    [told] = stories(desk, typed)
    february, january = told.months
    return january, february


def lines(month: MonthStory, label: str) -> list[str]:
    return [told for name, told in month.lines if name == label]


def test_a_row_rejected_for_its_nik_is_told_by_the_nik(desk: Engine) -> None:
    january, february = months(desk, SITI)
    assert january.headline == (
        "TIDAK DILINDUNGI. Daftar desa memuat baris yang mungkin orang ini, tetapi baris itu ditolak: "
        "NIK-01: NIK tidak diisi. Tidak ada kartu di cabang bulan ini."
    )
    assert lines(january, "Mungkin diajukan") == [
        "Sentul, Kecamatan Babakan Madang; berkas 32.01.05.2003.csv, baris 2; diterima 10 Januari 2026"
    ]
    assert lines(january, "Hasil") == ["Ditolak (NIK-01: NIK tidak diisi)"]
    assert february.headline == "DILINDUNGI."
    assert lines(february, "Mungkin diajukan") == []


def test_a_case_that_began_without_a_person_is_theirs(desk: Engine) -> None:
    january, february = months(desk, SITI)
    [begun], [now] = lines(january, "Kasus"), lines(february, "Kasus")
    assert begun.split(";")[:2] == [now.split(";")[0], " Ditolak, data tidak sah"]
    assert now.split(";")[1:3] == [" Padan melalui penelusuran", " terbuka"]


def test_by_name_it_is_the_same_one_person(desk: Engine) -> None:
    assert stories(desk, "Siti Aminah; 12-03-1980") == stories(desk, SITI)


def test_a_damaged_nik_that_could_be_the_one_asked_for(desk: Engine) -> None:
    january, _ = months(desk, KOKOM)
    assert january.headline.startswith("TIDAK DILINDUNGI. Baris desa ditolak: NIK-15")
    assert stories(desk, "3201056604770999") == [], "another serial number is another person's"


def test_two_people_of_one_nik_are_two_and_no_more(desk: Engine) -> None:
    told = stories(desk, BUDI)
    assert [dict(story.facts)["Nama"] for story in told] == ["BUDI SANTOSO", "JAJANG NURJAMAN"]
    budi, jajang = told
    assert [month.headline for month in jajang.months] == [
        NOWHERE,
        "TIDAK DILINDUNGI. Identitasnya belum pasti; petugas perlu memeriksa lebih dahulu.",
    ]
    assert not [line for month in budi.months for line in month.lines if "diajukan" in line[0].lower()]


def test_the_headline_knows_of_the_rejected_row_below_it(desk: Engine) -> None:
    _, february = months(desk, TATANG)
    assert february.headline == (
        "DILINDUNGI. Dilindungi cabang, tetapi baris desa bulan ini ditolak: NAM-01: Nama tidak diisi."
    )
    assert lines(february, "Hasil") == ["Ditolak (NAM-01: Nama tidak diisi)"]


@pytest.mark.parametrize(
    ("nik", "says"),
    [
        (LILIS, "desa sudah menarik orang ini dari daftar sejak Februari 2026: keluar."),
        (ENTIN, "orang ini tidak memenuhi syarat sejak Februari 2026: meninggal dunia."),
    ],
)
def test_why_somebody_is_out_whom_the_branch_still_covers(desk: Engine, nik: str, says: str) -> None:
    _, february = months(desk, nik)
    assert february.headline == f"DILINDUNGI. Cabang masih melindungi, tetapi {says}"


def test_without_a_registry_nothing_is_said_of_it(desk: Engine) -> None:
    [told] = stories(desk, SITI)
    assert dict(told.facts)["Data kemiskinan"] == "Belum ada data"
