"""A branch's export that changed its form: told where it is harmless, stopped where it would mislead."""

from __future__ import annotations

import os
from typing import Any

import pytest
from tests.conftest import Warehouse
from tests.support.months import Brought, Office

HEADS = "NO KPJ;NIK;NAMA TENAGA KERJA;TGL LAHIR;STATUS;IURAN"
PEOPLE = range(10, 30)
START = 1_760_000_000


@pytest.fixture
def office(warehouse: Warehouse, tmp_path: Any) -> Office:
    (tmp_path / "sources").mkdir()
    return Office(warehouse.loader_uri, tmp_path / "home", tmp_path / "sources")


def export(period: str, *, heads: str = HEADS, rows: list[str] | None = None) -> bytes:
    lines = rows if rows is not None else [row(number) for number in PEOPLE]
    return "\n".join([heads, *lines]).encode()


def row(number: int, *, birth: str = "{day:02d}-{month:02d}-1980", money: str = "16800") -> str:
    day, month = number, number % 12 + 1
    nik = f"320115{day:02d}{month:02d}8000{number:02d}"
    return f"251234567{number:02d};{nik};ORANG;{birth.format(day=day, month=month)};AKTIF;{money}"


def send(office: Office, period: str, content: bytes, name: str = "peserta.csv") -> None:
    path = office.sources / "bpjs" / period / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = (
        START
        + sum(int(part) for part in period.split("-")) * 1000
        + len(office.rows("SELECT FROM landing.file"))
    )
    os.utime(path, (moment, moment))


def bring_in(office: Office, period: str, content: bytes) -> Brought:
    send(office, period, content)
    return office.bring_in("bpjs_branch_export")


def alerts(office: Office, cause: str) -> list[Any]:
    return office.rows("SELECT * FROM audit.alert WHERE cause = :cause ORDER BY alert_id", cause=cause)


def test_an_export_of_the_same_form_says_nothing(office: Office) -> None:
    bring_in(office, "2026-01", export("2026-01"))
    assert bring_in(office, "2026-02", export("2026-02")).held == ""
    assert office.rows("SELECT FROM audit.alert") == []
    forms = office.rows("SELECT period, form FROM core.branch_form ORDER BY period")
    assert [form.period for form in forms] == ["2026-01", "2026-02"]
    assert forms[0].form["date_styles"] == {"birth_date": "d-m-y"}
    assert "ORANG" not in str(forms)


def test_a_harmless_change_is_told_and_the_file_comes_in(office: Office) -> None:
    bring_in(office, "2026-01", export("2026-01"))
    heads = HEADS.replace("NIK", "NO KTP") + ";WADAH"
    brought = bring_in(
        office, "2026-02", export("2026-02", heads=heads, rows=[row(n) + ";X" for n in PEOPLE])
    )
    assert (brought.held, brought.periods) == ("", ["2026-02"])
    [alert] = alerts(office, "branch_form_changed")
    assert (alert.period, alert.subject, alert.details["count"]) == ("2026-02", "peserta.csv", 2)
    assert alert.details["messages"] == [
        "peserta.csv (2026-01): judul kolom NIK berganti: dulu NIK, sekarang NO KTP",
        "peserta.csv (2026-01): kolom baru WADAH (WADAH)",
    ]


WITHOUT_BIRTH = [";".join(part for at, part in enumerate(row(n).split(";")) if at != 3) for n in PEOPLE]
LOST = export("2026-02", heads=HEADS.replace("TGL LAHIR;", ""), rows=WITHOUT_BIRTH)
MISLEADING = {
    "dates have the month first": (
        export("2026-02", rows=[row(n, birth="{month:02d}/{day:02d}/1980") for n in PEOPLE]),
        "dulu hari-bulan-tahun, sekarang bulan-hari-tahun",
    ),
    "contributions are in thousands": (
        export("2026-02", rows=[row(n, money="17") for n in PEOPLE]),
        "satuan Iuran berganti: dulu biasanya 16800, sekarang 17",
    ),
}


def test_a_known_word_that_is_used_again_is_no_news(office: Office) -> None:
    bring_in(office, "2026-01", export("2026-01"))
    rows = [row(number).replace("AKTIF", "NONAKTIF" if number == 10 else "AKTIF") for number in PEOPLE]
    assert bring_in(office, "2026-02", export("2026-02", rows=rows)).held == ""
    assert alerts(office, "branch_form_changed") == []
    forms = office.rows("SELECT form FROM core.branch_form ORDER BY period")
    assert [form.form["status_words"] for form in forms] == [["AKTIF"], ["AKTIF", "NONAKTIF"]]


def test_a_lost_column_is_told_and_the_file_comes_in(office: Office) -> None:
    bring_in(office, "2026-01", export("2026-01"))
    assert bring_in(office, "2026-02", LOST).held == ""
    [alert] = alerts(office, "branch_form_changed")
    assert alert.details["messages"] == [
        "peserta.csv (2026-01): kolom Tanggal lahir (TGL LAHIR) tidak ada lagi, "
        "jadi tidak dapat dibandingkan bulan ini"
    ]


@pytest.mark.parametrize("change", MISLEADING)
def test_a_change_that_would_mislead_stops_the_file(office: Office, change: str) -> None:
    content, said = MISLEADING[change]
    bring_in(office, "2026-01", export("2026-01"))
    brought = bring_in(office, "2026-02", content)
    assert "branch_form_changed" in brought.held
    [alert] = alerts(office, "branch_file_blocked")
    [message] = alert.details["messages"]
    assert said in message
    assert "peserta.csv" in message
    assert "2026-01" in message
    assert "branch_form_changes.csv" in message
    assert alerts(office, "branch_form_changed") == []
    assert office.rows("SELECT FROM core.branch_form WHERE period = '2026-02'") == []
    # The usual form again is enough.
    assert bring_in(office, "2026-02", export("2026-02") + b"\n").held == ""


def test_an_agreed_change_blocks_no_longer(office: Office, warehouse: Warehouse) -> None:
    bring_in(office, "2026-01", export("2026-01"))
    content, _ = MISLEADING["contributions are in thousands"]
    assert bring_in(office, "2026-02", content).held
    with warehouse.owner.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO core.branch_form_change VALUES ('2026-02', 'contribution_unit', 'contribution', 'test')"
        )
    assert office.bring_in("bpjs_branch_export").held == ""
    # It is the form that the next month is compared with.
    assert bring_in(office, "2026-03", content.replace(b"2026-02", b"2026-03")).held == ""


def test_months_that_arrive_together_are_compared_one_after_the_other(office: Office) -> None:
    send(office, "2026-01", export("2026-01"))
    send(office, "2026-02", MISLEADING["contributions are in thousands"][0])
    send(office, "2026-03", export("2026-03"))
    brought = office.bring_in("bpjs_branch_export")
    assert "2026-02 (branch_form_changed)" in brought.held
    assert [row.period for row in office.rows("SELECT period FROM core.branch_form ORDER BY period")] == [
        "2026-01",
        "2026-03",
    ]


def test_dates_of_both_orders_are_never_guessed(office: Office) -> None:
    rows = [
        row(n, birth="{month:02d}/{day:02d}/1980" if n % 2 else "{day:02d}/{month:02d}/1980") for n in PEOPLE
    ]
    assert "dates_unclear" in bring_in(office, "2026-01", export("2026-01", rows=rows)).held
    [alert] = alerts(office, "branch_file_blocked")
    assert "TGL LAHIR" in alert.details["messages"][0]


def test_totals_of_another_kind_are_told(office: Office) -> None:
    bring_in(office, "2026-01", export("2026-01", rows=[*(row(n) for n in PEOPLE), "JUMLAH;;20;;;336000"]))
    send(office, "2026-02", export("2026-02"))
    send(office, "2026-02", b"KELOMPOK;SUMBER DANA;PESERTA;IURAN\nTOTAL;;20;336000\n", "rekap.csv")
    assert office.bring_in("bpjs_branch_export").held == ""
    [alert] = alerts(office, "branch_form_changed")
    assert alert.details["messages"] == [
        "rekap.csv (2026-01): cara mencetak jumlah berganti: dulu row, sekarang file"
    ]
