"""What the signatures change on the Berita Acara: number, date in words, who approved when, the QR code."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import segno

from padan.products.month import Month
from padan.products.numbers import Numbers
from padan.products.record.signatures import Signature, Signed
from padan.products.record.spelled import spelled

Words = dict[str, Any]

OFFICIAL_ZONE = ZoneInfo("Asia/Jakarta")
QR_CORRECTION = "m"


def number_line(signed: Signed | None, words: Words) -> str:
    """The document's number, or a line on which to write it."""
    number = signed.document_number if signed else None
    return str(words["number"]).format(number=number or words["number_blank"])


def opening(place: str, signed: Signed | None, words: Words, figures: Numbers) -> str:
    """'Pada hari ini, ...': the day of the last signature in words, or blanks on the draft."""
    blank = str(words["blank_date"])
    parts = dict.fromkeys(("weekday", "day", "month", "year", "date"), blank)
    if signed:
        parts = day_in_words(_day(signed.signatures[-1]), words, figures)
    return str(words["opening"]).format(place=place, **parts)


def day_in_words(day: date, words: Words, figures: Numbers) -> dict[str, str]:
    """Weekday, day, month and year as the language writes them in an official record, and the date in figures."""
    spelling = words.get("spelling")

    def write(value: int) -> str:
        return spelled(value, spelling) if spelling else str(value)

    return {
        "weekday": words["weekdays"][day.weekday()],
        "day": write(day.day),
        "month": figures.months[day.month - 1],
        "year": write(day.year),
        "date": figures.date(day),
    }


def approvals(signed: Signed | None, words: Words, figures: Numbers) -> list[list[str]]:
    """One row a signature: office, user id, instant in WIB."""
    return [
        [words["offices"][one.office], one.person, instant(one, figures)]
        for one in (signed.signatures if signed else ())
    ]


def instant(signature: Signature, figures: Numbers) -> str:
    """2 Maret 2026 09.15 WIB."""
    at = signature.signed_at.astimezone(OFFICIAL_ZONE)
    return f"{figures.date(at.date())} {at:%H.%M} WIB"


def place_dates(places: tuple[str, str], signed: Signed | None, words: Words, figures: Numbers) -> list[str]:
    """'Cibinong, 2 Maret 2026' above each signature block; a line to write on where nobody signed yet."""
    days = [figures.date(_day(one)) for one in signed.signatures] if signed else ["", ""]
    pattern = words["signatures"]["place_date"]
    return [
        pattern.format(place=place, date=day or words["signatures"]["blank_date"])
        for place, day in zip(places, days, strict=True)
    ]


def code_text(month: Month, manifest_sha256: str) -> str:
    """What the QR code says: month, version and the manifest's hash; nobody's address."""
    return f"PADAN {month.regency} {month.period} V{month.version} {manifest_sha256.upper()}"


def code_svg(content: str) -> str:
    """The QR code as an SVG drawing; the same text gives the same drawing."""
    target = io.BytesIO()
    segno.make(content, error=QR_CORRECTION, boost_error=False).save(
        target, kind="svg", xmldecl=False, svgns=True, border=2, nl=False
    )
    return target.getvalue().decode("ascii")


def _day(signature: Signature) -> date:
    return signature.signed_at.astimezone(OFFICIAL_ZONE).date()
