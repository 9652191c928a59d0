"""Two months of one village, typed by hand as the senders' files."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
VILLAGE = "32.01.05.2003"

# Letter → NIK, name, birth date.
PEOPLE = {
    "A": ("3201055203800001", "SITI AMINAH", "12-03-1980"),
    "B": ("3201050507750002", "BUDI SANTOSO", "05-07-1975"),
    "C": ("3201051011900003", "ADE MULYADI", "10-11-1990"),
    "D": ("3201055512850004", "NENG LILIS", "15-12-1985"),
    "E": ("3201052001700005", "UJANG SUPRIATNA", "20-01-1970"),
    "F": ("3201054306780006", "ENTIN SUHARTINI", "03-06-1978"),
    "G": ("3201052509820007", "ASEP HIDAYAT", "25-09-1982"),
    "H": ("3201054802590008", "IIS ROHAETI", "08-02-1959"),
    "I": ("3201051404730009", "DADANG KURNIAWAN", "14-04-1973"),
    "J": ("3201057010910010", "YANTI WIDANINGSIH", "30-10-1991"),
    "K": ("3201051705790011", "CECEP GUNAWAN", "17-05-1979"),
    "L": ("3201056208840012", "TUTI HERAWATI", "22-08-1984"),
    "M": ("3201050109770013", "OMAN ABDUROHMAN", "01-09-1977"),
}

VILLAGE_HEADS = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN"
BRANCH_HEADS = (
    "NO KPJ;NIK;NAMA TENAGA KERJA;TGL LAHIR;DESA/KELURAHAN;KECAMATAN;KELOMPOK;"
    "SUMBER DANA;STATUS;BULAN IURAN;IURAN;STATUS KARTU"
)
REGISTRY_HEADS = (
    "NO;ID KELUARGA P3KE;DESIL KESEJAHTERAAN;DESA/KELURAHAN;KODE KEMDAGRI;ID INDIVIDU;NIK;NAMA;TANGGAL LAHIR"
)

# KPJ's last digits, person, funder, status word, months paid, contribution, card.
JANUARY_CARDS = (
    ("01", "A", "APBD PROVINSI", "AKTIF", "JANUARI 2026", 16800, "DISERAHKAN"),
    ("02", "C", "APBD PROVINSI", "AKTIF", "JANUARI 2026", 16800, ""),
    ("03", "C", "APBDES", "AKTIF", "JANUARI 2026 - MARET 2026", 50400, ""),
    ("04", "D", "APBD PROVINSI", "AKTIF", "JANUARI 2026", 16800, "DI KECAMATAN"),
    ("05", "I", "APBD PROVINSI", "AKTIF", "JANUARI 2026", 16800, ""),
    ("06", "J", "APBD PROVINSI", "MENUNGGAK", "NOVEMBER 2025", 16800, ""),
    ("07", "K", "APBD PROVINSI", "NONAKTIF", "SEPTEMBER 2025", 16800, ""),
    ("08", "L", "APBD PROVINSI", "AKTIF", "JANUARI 2026 - MARET 2026", 50400, ""),
)
FEBRUARY_CARDS = (
    ("01", "A", "APBD PROVINSI", "AKTIF", "FEBRUARI 2026", 16800, "DISERAHKAN"),
    ("04", "D", "APBD PROVINSI", "AKTIF", "FEBRUARI 2026", 16800, "DISERAHKAN"),
    ("09", "L", "APBDES", "AKTIF", "FEBRUARI 2026", 16800, ""),
)
# Person (I's NIK lacks its last digit), decile.
REGISTRY = (
    *(("A", "1"), ("B", "2"), ("C", "4+"), ("E", "3")),
    *(("F", "1"), ("G", "2"), ("H", "1"), ("I", "2")),
)


def write_world(root: Path) -> None:
    """Write both months, the registry and the exclusion lists below root."""
    village(root, "2026-01", "ABCDGILM")
    village(root, "2026-02", "ADL")
    branch(root, "2026-01", JANUARY_CARDS)
    branch(root, "2026-02", FEBRUARY_CARDS)
    put(
        root / "bpjs" / "2026-01" / "rekap.csv",
        "KELOMPOK;SUMBER DANA;JUMLAH PESERTA;JUMLAH IURAN",
        ["PEKERJA RENTAN;APBD PROVINSI;6;134400", "PEKERJA RENTAN;APBDES;1;50400"],
        "2026-01-26",
    )
    registry(root, "2025-1", REGISTRY, "2025-12-20")
    exclusions = root / "exclusions"
    dead, paid = PEOPLE["F"], (PEOPLE["G"], PEOPLE["M"])
    put(exclusions / "deceased" / "list.csv", "NIK;NAMA", [f"{dead[0]};{dead[1]}"], "2026-01-02")
    put(
        exclusions / "double_funded" / "list.csv",
        "NIK;NAMA;KETERANGAN",
        [f"{paid[0][0]};{paid[0][1]};penerima DBHCHT 2026", f"{paid[1][0]};{paid[1][1]};"],
        "2026-01-02",
    )


def village(root: Path, period: str, letters: str) -> None:
    """The village's list of a month."""
    lines = [";".join((*PEOPLE[letter], "P" if PEOPLE[letter][0][6] > "3" else "L")) for letter in letters]
    put(root / "village_submissions" / period / f"{VILLAGE}.csv", VILLAGE_HEADS, lines, f"{period}-10")


def branch(root: Path, period: str, cards: tuple[tuple[str, str, str, str, str, int, str], ...]) -> None:
    """The branch's list of a month; every card is booked in the village."""
    lines = [
        ";".join(
            (
                f"240100000{end}",
                *PEOPLE[who],
                "SENTUL",
                "BABAKAN MADANG",
                "PEKERJA RENTAN",
                funder,
                status,
                months,
                str(rupiah),
                card,
            )
        )
        for end, who, funder, status, months, rupiah, card in cards
    ]
    put(root / "bpjs" / period / "peserta.csv", BRANCH_HEADS, lines, f"{period}-26")


def registry(root: Path, version: str, rows: tuple[tuple[str, str], ...], day: str) -> None:
    """One version of P3KE."""
    lines = []
    for number, (who, desil) in enumerate(rows, 1):
        nik, name, born = PEOPLE[who]
        nik = nik[:-1] if who == "I" else nik
        iso = "-".join(reversed(born.split("-")))
        lines.append(
            f"{number};F{number};{desil};SENTUL;{VILLAGE.replace('.', '')};I{number};{nik};{name};{iso}"
        )
    put(root / "registry" / "p3ke" / version / "p3ke.csv", REGISTRY_HEADS, lines, day)


def put(path: Path, heads: str, lines: list[str], day: str) -> None:
    """A text file received on a day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
    moment = datetime.fromisoformat(f"{day}T08:00:00").replace(tzinfo=WIB).timestamp()
    os.utime(path, (moment, moment))
