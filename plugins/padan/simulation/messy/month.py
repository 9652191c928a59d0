"""What every village sends in a month of the messy profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from padan.simulation.address import Address
from padan.simulation.containers import put
from padan.simulation.messy.cells import messy_rows
from padan.simulation.messy.districts import district_file
from padan.simulation.messy.habits import Habits, district_members, own_files
from padan.simulation.messy.pages import Page
from padan.simulation.messy.parcels import Parcel, parcels
from padan.simulation.messy.paths import stem
from padan.simulation.messy.refused import ENDINGS, ambiguous_name, broken_file, other_village
from padan.simulation.messy.shapes import shapes
from padan.simulation.messy.tables import DATED, Part, TableWriter
from padan.simulation.messy.workbooks import WRITERS
from padan.simulation.randomness import draws, share
from padan.simulation.reference import Village, data
from padan.simulation.rows import VillageRow
from padan.simulation.story import VillageStory
from padan.simulation.submissions import LATE, SentFile, Submission, moment

SHAPELY = 40
"""So many villages hold a card of every deck; whatever sends no list of its own comes after them."""
SPECIAL = 48
LEAST_CORRECTED = 6
IGNORED = ("~$daftar.xlsx", ".DS_Store", "Thumbs.db", ".daftar.csv")


@dataclass
class FileTruth:
    """What must become of one file.

    Attributes:
        path: path below the month's folder.
        container: kind of file, as its bytes are.
        shapes: what is met in it.
        expected: 'read', 'nil', 'refused', or 'ignored' for what is no submission.
        refusal_code: why it is refused.
        rows: rows that the file holds, whatever becomes of them; 0 where it is refused.
        village_codes: villages whose list it is, or whom a refusal is told.
    """

    path: str
    container: str
    shapes: list[str]
    expected: str
    refusal_code: str = ""
    rows: int = 0
    village_codes: list[str] = field(default_factory=list)


@dataclass
class Sender:
    """One village: who, how, and what happened there."""

    story: VillageStory
    habits: Habits

    @property
    def village(self) -> Village:
        """The village."""
        return self.story.village


class MessyMonths:
    """Sends month after month, and remembers each village's last list for those who send it again."""

    def __init__(self, seed: int, first: str, senders: Sequence[Sender]) -> None:
        """Hold the villages that are simulated."""
        self.seed, self.first = seed, first
        self.senders = {sender.village.code: sender for sender in senders}
        self.last: dict[str, Submission] = {}
        self.period = ""
        self.files: list[FileTruth] = []
        self.special: dict[str, str] = {}
        self.together: dict[str, Submission] = {}

    def begin(self, period: str) -> None:
        """Deal what is special about the month."""
        self.period, self.files, self.together = period, [], {}
        own = data("messy")
        codes = own_files()
        early = sorted(codes[:SHAPELY], key=lambda code: share(self.seed, period, code, "broken"))
        late = sorted(codes[SHAPELY:SPECIAL], key=lambda code: share(self.seed, period, code, "alone"))
        self.special = dict(zip(early, own["broken"]["again"], strict=False))
        self.special |= self._who_sends_again([*late, *early])
        late = [code for code in late if code not in self.special]
        self.special |= dict(zip(late, [*own["broken"]["alone"], "nil"], strict=False))
        typed = [code for code in codes[SPECIAL:] if code in self.senders and self.senders[code].habits.typed]
        self.spoilt = typed[0] if typed else ""

    def _who_sends_again(self, codes: Sequence[str]) -> dict[str, str]:
        """One village for each way of sending last month's list again, of those that sent one file then."""
        chosen: dict[str, str] = {}
        for kind in data("messy")["resent"]:
            for code in codes:
                free = code not in self.special and code not in chosen
                if (
                    free
                    and self._can_send_again(code)
                    and _dated(self.senders[code].habits) == (kind == "dated")
                ):
                    chosen[code] = f"resent_{kind}"
                    break
        return chosen

    def _can_send_again(self, code: str) -> bool:
        last = self.last.get(code)
        if last is None or len(last.files) != 1 or any(row.superseded for row in last.rows):
            return False
        return last.files[0].received_at < self.moment(code, 0)

    def is_ordinary(self, code: str) -> bool:
        """Whether nothing special befalls the village's list."""
        return code not in district_members() and code not in self.special

    def submit(self, code: str, plan: str) -> Submission:
        """What one village sends. `plan` is the plain profile's: missing, late, corrected or nil."""
        sender = self.senders[code]
        if code in district_members():
            return self._of_district(code)
        special = self.special.get(code, "")
        if code in own_files()[:SPECIAL] and plan != "nil":
            plan = plan if plan in {*LATE, "corrected"} else ""
        rows = messy_rows(self.seed, sender.story, sender.habits, self.period, code == self.spoilt)
        if plan == "nil" or special == "nil":
            return self._nil(sender)
        if plan == "missing" or not rows:
            return Submission("missing")
        if special.startswith("resent_"):
            return self._again(sender)
        sent = Submission("received")
        if special in data("messy")["refusals"]:
            self._broken(sender, special, rows, sent)
            if special in data("messy")["broken"]["alone"]:
                sent.status = "refused"
                return sent
        if plan == "corrected" and len(rows) >= LEAST_CORRECTED:
            before = messy_rows(self.seed, sender.story, sender.habits, self.period, False)
            before = before[: -max(1, len(rows) // 20)]
            for row in before:
                row.superseded = True
            self._send(sender, before, 0, "", sent)
            suffix = data("vocabulary")["corrected_suffixes"][sender.habits.number % 3]
            first = len(sent.files)
            self._send(sender, rows, 1, suffix, sent, ["life:corrected"])
            _same_bytes_change_nothing(sent, before + rows, first)
        else:
            late = LATE.get(plan, 0)
            sent.status = "late" if late else "received"
            turn = late or (1 if special else 0)
            self._send(sender, rows, turn, "", sent, [f"life:{plan}"] if late else [])
        self.last[code] = sent
        return sent

    def moment(self, code: str, turn: int) -> datetime:
        """First sending, second sending (both in time), or late."""
        return moment(self.period, turn, draws(self.seed, code, self.period, "messy sent", turn))

    def _send(
        self, sender: Sender, rows: list[VillageRow], turn: int, suffix: str, sent: Submission,
        tags: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """One sending: its files are added to the submission."""
        code, habits = sender.village.code, sender.habits
        made = parcels(habits, sender.village, self.period, rows)
        base = stem(self.seed, sender.village, habits, self.period)
        moment = self.moment(code, turn)
        for parcel in made:
            path = f"{base}{parcel.suffix}{suffix}.{habits.ending}"
            settle(path, parcel, moment)
            sent.files.append(SentFile(path, parcel.content, moment))
            found = [*shapes(habits, len(made)), *parcel.tags, *tags]
            self.files.append(
                FileTruth(path, habits.container, found, "read", "", len(parcel.placed), [code])
            )
        sent.rows += rows

    def _nil(self, sender: Sender) -> Submission:
        """A letter that says NIHIL, or a table whose one row says it."""
        code, own = sender.village.code, data("messy")
        habits = replace(sender.habits, told_by="names", above="title", head_rows="plain", below="nothing")
        writer = TableWriter(habits, sender.village, self.period)
        part = Part("Sheet1", [])
        kind = own["nil_files"][habits.number % 2]
        lines = writer.above(part, draws(self.seed, code, self.period, "nil"), self.period)
        grid = Page("Sheet1", [[line] if line else [] for line in lines])
        if kind == "nil_lines":
            grid.grid += [[line] for line in data("vocabulary")["nil_lines"]]
        else:
            grid = writer.page(part)
            grid.grid.append(["", "NIHIL"])
        path = f"{stem(self.seed, sender.village, habits, self.period)}.xlsx"
        self.files.append(FileTruth(path, "xlsx", [f"nil:{kind}"], "nil", "", 0, [code]))
        return Submission("nil", [SentFile(path, WRITERS["xlsx"]([grid]), self.moment(code, 0))])

    def _again(self, sender: Sender) -> Submission:
        """Last month's file once more, byte for byte, and the same rows with it."""
        code = sender.village.code
        last = self.last[code]
        old, habits = last.files[0], sender.habits
        moment = self.moment(code, 0)
        path = f"{stem(self.seed, sender.village, habits, self.period, coded=True)}.{habits.ending}"
        rows = []
        for row in last.rows:
            file_name = row.at.file_name.replace(old.path, path, 1)
            rows.append(
                replace(row, carried=False, at=replace(row.at, file_name=file_name, received_at=moment))
            )
        dated = _dated(habits)
        tags = ["life:resent_dated" if dated else "life:resent"]
        truth = FileTruth(path, habits.container, tags, "read", "", len(rows), [code])
        if dated:
            # Its titles name the month before: judged by itself it is another month's list, kept as a copy.
            truth.expected, truth.refusal_code = "refused", "wrong_month"
        self.files.append(truth)
        again = Submission("received", [SentFile(path, old.content, moment)], rows)
        self.last[code] = again
        return again

    def _broken(self, sender: Sender, kind: str, rows: list[VillageRow], sent: Submission) -> None:
        """A file that is refused."""
        village = sender.village
        content = broken_file(self.seed, kind, village, sender.habits, self.period, rows)
        base = f"{stem(self.seed, village, sender.habits, self.period, coded=True)} lama"
        codes = [village.code]
        if kind == "village_unknown":
            base, codes = data("messy")["anonymous_file"], []
        elif kind == "village_ambiguous":
            base, codes = f"DATA BPJS {ambiguous_name(self.seed, self.period).upper()}", []
        elif kind == "village_contradictory":
            codes = sorted([village.code, other_village(self.seed, village).code])
        path = f"{base}.{ENDINGS.get(kind, 'xlsx')}"
        code = data("messy")["refusals"][kind]
        self.files.append(FileTruth(path, kind, [f"broken:{kind}"], "refused", code, 0, codes))
        sent.files.append(SentFile(path, content, self.moment(village.code, 0), refused=True))

    def _of_district(self, code: str) -> Submission:
        """A village's rows in its district's file; the file itself is sent with the first of its villages."""
        if code not in self.together:
            village = self.senders[code].village
            near = [
                sender for sender in self.senders.values()
                if sender.village.district_code == village.district_code and sender.village.code in district_members()
            ]  # fmt: skip
            rows = {
                sender.village.code: messy_rows(self.seed, sender.story, sender.habits, self.period, False)
                for sender in near
            }
            kind = district_members()[code]
            habits = [(one.village, one.habits) for one in near]
            path, parcel = district_file(self.seed, kind, habits, rows, self.period)
            moment = self.moment(village.district_code, 0)
            settle(path, parcel, moment)
            held = sorted(code for code, part in rows.items() if part)
            tags = [f"district:{kind}", *shapes(near[0].habits, 1)]
            container = "zip" if kind == "zip" else "xlsx"
            self.files.append(FileTruth(path, container, tags, "read", "", len(parcel.placed), held))
            for one in near:
                status = "received" if rows[one.village.code] else "missing"
                self.together[one.village.code] = Submission(status, [], rows[one.village.code])
            self.together[near[0].village.code].files.append(SentFile(path, parcel.content, moment))
        return self.together[code]

    def litter(self, folder: Path) -> None:
        """What lies beside the lists and is none: lock files, a Mac's and Windows' own, an empty folder."""
        moment = self.moment("litter", 0)
        for name in IGNORED:
            put(folder / name, b"\x00\x01", moment)
            self.files.append(FileTruth(name, "", ["litter"], "ignored"))
        (folder / "kosong").mkdir(parents=True, exist_ok=True)


def _dated(habits: Habits) -> bool:
    """Whether the lists' titles name their month."""
    return habits.above != "nothing" and habits.number % DATED > 0


def settle(path: str, parcel: Parcel, moment: datetime) -> None:
    """Tell each row where it stands."""
    for row, member, sheet, number in parcel.placed:
        row.at = Address(f"{path}!/{member}" if member else path, sheet, number, moment)


def _same_bytes_change_nothing(sent: Submission, rows: Sequence[VillageRow], first: int) -> None:
    """Of a part that nobody changed, the file that came first stands.

    Args:
        sent: all files of the village, those of the correction behind `first`.
        rows: their rows.
        first: how many files came before the correction.
    """
    for new in sent.files[first:]:
        old = next((file for file in sent.files[:first] if file.content == new.content), None)
        if old is not None:
            for row in rows:
                if row.at.path in (old.path, new.path):
                    row.superseded = row.at.path == new.path
