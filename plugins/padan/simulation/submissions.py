"""What a village sends in a month: which files, when, with which rows; or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from padan.simulation.address import Address
from padan.simulation.containers import WRITERS
from padan.simulation.layouts import Layout, Sheet, heading, sheets
from padan.simulation.randomness import draws, share
from padan.simulation.reference import Village, data, month_start, parameter, villages
from padan.simulation.rows import VillageRow, village_rows
from padan.simulation.story import VillageStory

WIB = ZoneInfo("Asia/Jakarta")
LATE = {"late": 2, "very_late": 3}
"""Turn of a sending after the deadline."""
LEAST_ROWS = {"corrected": 6, "parts": 40}


@dataclass
class SentFile:
    """One file: path below the month's folder, bytes, when it arrived."""

    path: str
    content: bytes
    received_at: datetime
    refused: bool = False


@dataclass
class Submission:
    """What one village sent. `status` is as in mart.submission_status, before anything is carried."""

    status: str
    files: list[SentFile] = field(default_factory=list)
    rows: list[VillageRow] = field(default_factory=list)


def plans(seed: int, period: str) -> dict[str, str]:
    """Village code -> what is special about its month; only villages with something special are there."""
    rates = data("rates")["files"]
    codes = [village.code for village in villages()]
    planned: dict[str, str] = {}
    for code in codes:
        draw = share(seed, period, code, "plan")
        for kind in ("missing", "late", "corrected", "parts"):
            if 0 <= draw < rates[kind]:
                planned[code] = kind
            draw -= rates[kind]
    unlucky = sorted(codes, key=lambda code: share(seed, period, code, "refused"))
    refused = [name for name in ("refused_empty", "refused_month_resent") for _ in range(rates[name])]
    planned.update(zip(unlucky, refused, strict=False))
    planned.update(dict.fromkeys(nil_villages(seed), "nil"))
    return planned


def nil_villages(seed: int) -> list[str]:
    """Villages that report nobody."""
    codes = sorted((share(seed, village.code, "nil"), village.code) for village in villages())
    return [code for _, code in codes[: data("rates")["files"]["nil"]]]


def submit(seed: int, period: str, story: VillageStory, layout: Layout, plan: str) -> Submission:
    """One village's month. Rows that no reader will get to (of refused files) are not among the rows."""
    village = story.village
    rows = village_rows(seed, story, layout.style)
    if len(rows) < LEAST_ROWS.get(plan, 0):
        plan = ""
    if plan == "missing" or (not rows and plan != "nil"):
        return Submission("missing")
    sender = _Sender(seed, period, village, layout)
    if plan == "nil":
        return Submission("nil", [sender.nil()])
    if plan == "refused_empty":
        return Submission("refused", [sender.empty()])
    if plan == "refused_month_resent":
        wrong = sender.wrong_month(village_rows(seed, story, layout.style))
        return Submission("received", [wrong, sender.send(rows, 1, "_FINAL")], rows)
    if plan == "corrected":
        before = village_rows(seed, story, layout.style)[: -max(1, len(rows) // 20)]
        for row in before:
            row.superseded = True
        suffix = data("vocabulary")["corrected_suffixes"][layout.number % 3]
        return Submission("received", [sender.send(before, 0), sender.send(rows, 1, suffix)], before + rows)
    if plan == "parts":
        half = len(rows) // 2
        names = data("vocabulary")["part_suffixes"]
        files = [sender.send(rows[:half], 0, names[0]), sender.send(rows[half:], 1, names[1])]
        return Submission("received", files, rows)
    turn = LATE.get(plan, 0)
    return Submission("late" if turn else "received", [sender.send(rows, turn)], rows)


def moment(period: str, turn: int, draw: Random) -> datetime:
    """First sending (0), second sending (1), both in time; late (2); or two months later (3)."""
    deadline = int(parameter("deadline_day"))
    span = {0: (2, deadline - 8), 1: (deadline - 7, deadline), 2: (deadline + 1, deadline + 3), 3: (3, 15)}[
        turn
    ]
    day = month_start(period, 2 if turn == LATE["very_late"] else 0).replace(day=draw.randrange(*span))
    hour, minute, second = draw.randrange(8, 20), draw.randrange(60), draw.randrange(60)
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=WIB)


class _Sender:
    """Writes one village's files of one month."""

    def __init__(self, seed: int, period: str, village: Village, layout: Layout) -> None:
        self.seed, self.period, self.village, self.layout = seed, period, village, layout

    def send(self, rows: list[VillageRow], turn: int, suffix: str = "") -> SentFile:
        made = sheets(self.layout, self.village, self.period, rows)
        sent = self._file(made, turn, suffix)
        for sheet in made:
            name = sheet.name if self.layout.container == "xlsx" else ""
            for row, number in sheet.placed:
                row.at = Address(sent.path, name, number, sent.received_at)
        return sent

    def nil(self) -> SentFile:
        named = replace(self.layout, told_by="names", extras=self.layout.extras | {"period"})
        draw = draws(self.seed, self.village.code, self.period, "nil")
        grid = heading(named, self.village, self.period, "mixed", draw)
        grid += [[line] for line in data("vocabulary")["nil_lines"]]
        return self._file([Sheet("Sheet1", grid)], 0, "")

    def empty(self) -> SentFile:
        return SentFile(self._path("", coded=True), b"", self.moment(0), refused=True)

    def wrong_month(self, rows: list[VillageRow]) -> SentFile:
        """This month's folder, an earlier month's title."""
        layout = replace(self.layout, extras=self.layout.extras | {"period"})
        earlier = f"{month_start(self.period, -2):%Y-%m}"
        sent = self._file(sheets(layout, self.village, earlier, rows), 0, "", coded=True)
        sent.refused = True
        return sent

    def _file(self, made: list[Sheet], turn: int, suffix: str, coded: bool = False) -> SentFile:
        layout = self.layout
        content = WRITERS[layout.container](made, layout.delimiter, layout.with_bom)
        return SentFile(self._path(suffix, coded), content, self.moment(turn))

    def moment(self, turn: int) -> datetime:
        """When a file is sent; see `moment`."""
        return moment(self.period, turn, draws(self.seed, self.village.code, self.period, "sent", turn))

    def _path(self, suffix: str, coded: bool = False) -> str:
        village, words = self.village, data("vocabulary")
        draw = draws(self.seed, village.code, "path")
        flat = share(self.seed, village.district_code, "folder") < data("rates")["layouts"]["flat_folder"]
        by_code = coded or flat or self.layout.told_by == "path"
        day = month_start(self.period)
        names = words["file_names"]["coded" if by_code else "named"]
        name: str = draw.choice(names).format(
            code=village.code, digits=village.code.replace(".", ""),
            name=village.name, upper=village.name.upper(),
            under=village.name.replace(" ", "_"), kind=words["kinds"][village.kind].capitalize(),
            month=words["months"][day.month - 1].capitalize(), year=day.year, ext="",
        )  # fmt: skip
        name = f"{name.rstrip('.')}{suffix}.{self.layout.container}"
        if flat:
            return name
        style = words["district_folders"][int(share(self.seed, village.district_code, "style") * 4)]
        folder = style.format(
            code=village.district_code, name=village.district_name, upper=village.district_name.upper()
        )
        return f"{folder}/{name}"
