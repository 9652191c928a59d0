"""Names of areas, groups and funders as the products print them."""

from __future__ import annotations

from dataclasses import dataclass

from padan.products.labels import Labels
from padan.products.month import Month, district_of

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Names:
    """Looks up the printed name of a code; a part that cannot be told says so."""

    villages: dict[str, str]
    districts: dict[str, str]
    titles: dict[str, dict[str, str]]
    unknown: str
    everything: str

    def village(self, code: str) -> str:
        """Name of a village."""
        return self.villages.get(code, self.unknown)

    def district(self, code: str) -> str:
        """Name of a district, by its code."""
        return self.districts.get(code, self.unknown)

    def district_of(self, village_code: str) -> str:
        """Name of a village's district."""
        return self.district(district_of(village_code))

    def group(self, value: str) -> str:
        """Title of a participant group."""
        return self._title("group", value)

    def funder(self, value: str) -> str:
        """Title of a funder."""
        return self._title("funder", value)

    def _title(self, kind: str, value: str) -> str:
        if value in (UNKNOWN, "all"):
            return self.everything if value == "all" else self.unknown
        return self.titles[kind].get(value, value)


def names(month: Month, labels: Labels) -> Names:
    """The names of a month's areas, groups and funders."""
    return Names(
        villages={row["village_code"]: row["village_name"] for row in month.submissions},
        districts={district.code: district.name for district in month.districts},
        titles=month.titles,
        unknown=labels.of("places", UNKNOWN),
        everything=labels.of("places", "all"),
    )
