"""What a message says: one row a case, in both languages."""

from __future__ import annotations

import re

import pytest

from padan.alerts.causes import CAUSES, unexplained
from padan.alerts.message import Alert, load_templates, number, render, run_url

RUN = "village_submissions/scheduled__2026-01-30T23:00:00+00:00"
URL = "http://127.0.0.1:8080/dags/village_submissions/runs/scheduled__2026-01-30T23%3A00%3A00%2B00%3A00"
NAMES = {"32.01.05.2003": "Wanaherang (Gunungputri)"}


def alert(cause: str, **details: object) -> Alert:
    return Alert(RUN, cause, "2026-01", "daftar.xlsx", details)


MISSING = {
    "count": 1234,
    "normal": 0,
    "places": ["32.01.05.2003", "32.01.05.2004"],
    "places_more": 1232,
    "who": "district",
}


def test_indonesian_by_default_wording() -> None:
    message = render([alert("submission_missing", **MISSING)], "id", URL, NAMES)
    assert message.subject == "[Padan] 1.234 desa/kelurahan belum mengirim usulan (2026-01)"
    assert message.text.splitlines() == [
        "Batas waktu sudah lewat dan usulan desa/kelurahan berikut belum diterima.",
        "",
        "Bulan iuran: 2026-01",
        "Perihal: daftar.xlsx",
        "Berapa: 1.234 desa/kelurahan",
        "Wajarnya: 0",
        "Wilayah: 32.01.05.2003 Wanaherang (Gunungputri), 32.01.05.2004, dan 1.232 lagi",
        "Yang bertindak: Kasi Pemberdayaan Masyarakat kecamatan",
        "Langkah berikutnya: Ingatkan desa/kelurahan untuk mengirim daftar atau laporan nihil.",
        "",
        f"Rincian: {URL}",
        "",
        "Pesan ini dikirim otomatis oleh Padan dan tidak memuat data pribadi.",
    ]


def test_english_by_setting() -> None:
    message = render([alert("submission_missing", **MISSING)], "en", URL, NAMES)
    assert message.subject == "[Padan] 1,234 villages have not submitted (2026-01)"
    assert "Places: 32.01.05.2003 Wanaherang (Gunungputri), 32.01.05.2004, and 1,232 more" in message.text


@pytest.mark.parametrize(
    ("cause", "subject"),
    [
        ("breaker_tripped", "[Padan] 2 berkas ditahan karena terlalu banyak baris salah (2026-01)"),
        ("submission_refused", "[Padan] 2 berkas usulan desa tidak dapat dibaca (2026-01)"),
        ("submission_missing", "[Padan] 2 desa/kelurahan belum mengirim usulan (2026-01)"),
        ("branch_file_blocked", "[Padan] Ekspor kantor cabang tidak dapat dipakai (2026-01)"),
        ("registry_refused", "[Padan] Berkas registri kemiskinan ditolak (2026-01)"),
        ("exclusion_refused", "[Padan] Daftar pengecualian ditolak (2026-01)"),
        ("verdicts_refused", "[Padan] Buku kerja putusan tidak dapat dibaca (2026-01)"),
        ("verdicts_not_taken", "[Padan] 2 putusan belum dapat diterima (2026-01)"),
        ("verdicts_early", "[Padan] Buku kerja putusan menunggu bulannya (2026-01)"),
        ("bridge_open", "[Padan] Jembatan selisih tidak menutup (2026-01)"),
        ("run_failed", "[Padan] Proses gagal dijalankan (2026-01)"),
    ],
)
def test_each_cause_has_its_subject_line(cause: str, subject: str) -> None:
    assert render([alert(cause, count=2)], "id", URL).subject == subject


def test_several_months_of_one_cause_are_one_message() -> None:
    alerts = [
        Alert(RUN, "submission_refused", "2026-01", "a.xlsx", {"count": 1}),
        Alert(RUN, "submission_refused", "2026-02", "b.xlsx", {"count": 2}),
    ]
    message = render(alerts, "id", URL)
    assert message.subject == "[Padan] 3 berkas usulan desa tidak dapat dibaca (2026-01, 2026-02)"
    assert message.text.count("Bulan iuran:") == 2
    assert message.text.count(URL) == 1


@pytest.mark.parametrize(
    ("normal", "line"),
    [
        (None, "Wajarnya: tidak ada"),
        (0, "Wajarnya: 0"),
        (0.6, "Wajarnya: 0,6"),
        ([5, 2000], "Wajarnya: 5–2.000"),
        ("paling banyak 60 % baris", "Wajarnya: paling banyak 60 % baris"),
    ],
)
def test_what_is_normal(normal: object, line: str) -> None:
    details = {"count": 1} if normal is None else {"count": 1, "normal": normal}
    assert line in render([alert("breaker_tripped", **details)], "id", URL).text.splitlines()


def test_rules_are_listed_in_order_of_their_ids() -> None:
    text = render([alert("breaker_tripped", rules={"NIK-02": 1200, "NAME-01": 3})], "id", URL).text
    assert "Aturan (baris): NAME-01 (3), NIK-02 (1.200)" in text


def test_an_unknown_role_or_step_falls_back_to_the_cause() -> None:
    text = render([alert("bridge_open", who="nobody", next_step="nothing")], "id", URL).text
    assert "Yang bertindak: Pengelola data Padan" in text
    assert "Langkah berikutnya: Jangan terbitkan apa pun." in text


def test_without_airflow_address_the_run_is_named() -> None:
    assert f"Rincian: {RUN}" in render([alert("run_failed")], "id", "").text


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [("http://127.0.0.1:8080", URL), ("http://127.0.0.1:8080/", URL), ("", "")],
)
def test_link_to_the_run(base_url: str, expected: str) -> None:
    assert run_url(RUN, base_url) == expected


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [("id", 47840, "47.840"), ("en", 47840, "47,840"), ("id", 0.25, "0,25"), ("en", 0.25, "0.25")],
)
def test_figures(language: str, value: float, text: str) -> None:
    assert number(value, load_templates(language)) == text


def shape(value: object) -> object:
    return {key: shape(part) for key, part in value.items()} if isinstance(value, dict) else None


def test_both_languages_have_the_same_texts() -> None:
    assert shape(load_templates("id")) == shape(load_templates("en"))
    assert list(load_templates("id")["causes"]) == list(CAUSES)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_cause_names_a_role_and_a_step_that_exist(language: str) -> None:
    words = load_templates(language)
    for cause in words["causes"].values():
        assert cause["who"] in words["roles"]
        assert cause["next_step"] in words["next_steps"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("cause", sorted(CAUSES))
def test_no_message_holds_a_long_number(cause: str, language: str) -> None:
    message = render([alert(cause, **MISSING)], language, URL, NAMES)
    assert not re.search(r"\d{11}", message.subject + message.text)


@pytest.mark.parametrize(
    ("failed", "noted", "left"),
    [
        ([], [], []),
        (["verdict"], ["breaker_tripped"], []),
        (["verdict", "load"], ["breaker_tripped"], ["load"]),
        (["load"], ["submission_refused"], ["load"]),
        (["check"], ["branch_file_blocked"], []),
        (["reconcile"], ["bridge_open"], []),
        (["publish"], ["bridge_open"], ["publish"]),
        (["timed_out"], ["breaker_tripped", "branch_file_blocked"], ["timed_out"]),
        (["read", "land"], [], ["land", "read"]),
    ],
)
def test_which_failures_no_other_cause_explains(failed: list[str], noted: list[str], left: list[str]) -> None:
    assert unexplained(failed, noted) == left
