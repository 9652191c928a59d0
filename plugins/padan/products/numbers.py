"""Figures and dates as people of a language write them: 47.840; Rp 743.551.200; 31 Januari 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from padan.texts import read_texts


@dataclass(frozen=True)
class Numbers:
    """Writes figures in one language.

    Attributes:
        thousands: between groups of three digits.
        decimal: before the fraction.
        minus: before a negative figure.
        patterns: how money, shares, limits, dates and months are put together.
        months: names of the twelve months.
        weekdays: short names of the seven days, Monday first.
    """

    thousands: str
    decimal: str
    minus: str
    patterns: dict[str, str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]

    def integer(self, value: int) -> str:
        """47840 → 47.840."""
        digits = f"{abs(value):,}".replace(",", self.thousands)
        return self.minus + digits if value < 0 else digits

    def signed(self, value: int) -> str:
        """A change: +12, −3, 0."""
        return f"+{self.integer(value)}" if value > 0 else self.integer(value)

    def rupiah(self, value: int) -> str:
        """743551200 → Rp 743.551.200; the minus stands before the currency."""
        text = self.patterns["rupiah"].format(amount=self.integer(abs(value)))
        return self.minus + text if value < 0 else text

    def percent(self, part: int, whole: int, decimals: int = 1) -> str:
        """A share of a whole. Only everything is 100% and only nothing is 0%; of nothing it is a dash."""
        if whole == 0:
            return "–"
        step = Decimal(1).scaleb(-decimals)
        share = (Decimal(part) * 100 / Decimal(whole)).quantize(step, ROUND_HALF_UP)
        if share == 100 and part < whole:
            share -= step
        prefix = ""
        if share == 0 and part > 0:
            prefix, share = "<", step
        text = f"{share:,.{decimals}f}".replace(",", "\0").replace(".", self.decimal)
        return prefix + self.patterns["percent"].format(amount=text.replace("\0", self.thousands))

    def below(self, limit: int) -> str:
        """A count of people that is hidden because it is small: <5."""
        return self.patterns["below"].format(limit=self.integer(limit))

    def at_least(self, limit: int) -> str:
        """A count that is hidden because it would give away a small one: ≥5."""
        return self.patterns["at_least"].format(limit=self.integer(limit))

    def date(self, day: date) -> str:
        """31 Januari 2026."""
        return self.patterns["date"].format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def period(self, period: str) -> str:
        """'2026-01' → Januari 2026."""
        year, month = period.split("-")
        return self.patterns["period"].format(month=self.months[int(month) - 1], year=year)


@lru_cache(maxsize=4)
def numbers(language: str) -> Numbers:
    """The figures of a language, from include/templates/<language>/format.yaml."""
    words = read_texts(language, "format")
    return Numbers(
        thousands=words["thousands"],
        decimal=words["decimal"],
        minus=words["minus"],
        patterns={name: words[name] for name in ("rupiah", "percent", "below", "at_least", "date", "period")},
        months=tuple(words["months"]),
        weekdays=tuple(words["weekdays"]),
    )


def spans(desils: tuple[str, ...]) -> str:
    """('1', '2', '3', '4') → '1–4'; deciles that do not follow each other are listed."""
    numbered = [int(desil) for desil in desils if desil.isdigit()]
    if len(numbered) == len(desils) > 1 and numbered == list(range(numbered[0], numbered[-1] + 1)):
        return f"{numbered[0]}–{numbered[-1]}"
    return ", ".join(desils)
