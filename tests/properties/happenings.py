"""What can befall one person's rows in February, and where both rows must end when nothing else does."""

from __future__ import annotations

from collections.abc import Callable

from tests.properties.drawn_worlds import OTHER_NAMES, Befallen, Drawn, Row, another_village, damaged

Change = Callable[[Drawn, Row, Row, Befallen], None]
LEAVING = ("KELUAR", "MENINGGAL", "PINDAH", "BEKERJA", "MAMPU")
INACTIVE = ("NONAKTIF", "BATAL")


def expect(row: Row, outcome: str, reason: str = "") -> None:
    """Say where a row must end."""
    row.update(expect=outcome, why=reason)


def both(village: Row, card: Row, outcome: str, reason: str = "") -> None:
    """Say where both rows of a person must end, as a pair."""
    for row in (village, card):
        expect(row, outcome, reason)
        row["with"] = village["who"]


def drop_from_village(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    lists.villages.remove(village)
    expect(card, "not_submitted")


def drop_from_branch(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    lists.branch.remove(card)
    expect(village, "not_at_branch")


def withdraw(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    village["action"] = LEAVING[befallen.choice % len(LEAVING)]
    both(village, card, "withdrawn")
    expect(card, "billed_after_exit", "exit_in_process")


def lose_name(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    village["name"] = "-"
    expect(village, "rejected", "NAM-01")
    expect(card, "not_submitted")


def damage_in_village(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    village["nik"], _ = damaged(village["nik"], befallen.choice)
    both(village, card, "matched_by_inference")


def damage_at_branch(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    card["nik"], _ = damaged(card["nik"], befallen.choice)
    both(village, card, "matched_by_inference")


def damage_both(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    village["nik"], _ = damaged(village["nik"], befallen.choice)
    card["nik"], _ = damaged(card["nik"], befallen.choice // 7)
    both(village, card, "matched_by_inference")


def rename(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    village["name"] = OTHER_NAMES[befallen.choice % len(OTHER_NAMES)]
    both(village, card, "matched_different", "name")


def other_birth_date(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    card["birth_date"] = f"17-09-19{50 + befallen.choice % 9 + 15}"
    both(village, card, "matched_different", "birth_date")


def other_sex(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    card["sex"] = "P"
    both(village, card, "matched_different", "sex")


def other_amount(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    card["contribution"] = str((8_400, 33_600, 0, 10_000)[befallen.choice % 4])
    both(village, card, "matched_different", "contribution")


def other_funder(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    others = [one for one in ("APBD PROVINSI", "APBD KABUPATEN", "APBDES") if one != card["funder"]]
    card["funder"] = others[befallen.choice % 2]
    both(village, card, "matched_different", "funder")


def other_group(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    others = [one for one in ("PEKERJA RENTAN", "MARBOT", "GURU NGAJI") if one != card["group"]]
    card["group"] = others[befallen.choice % 2]
    both(village, card, "matched_different", "group")


def move_at_branch(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    card["village"] = another_village(card["village"], befallen.choice)[1]
    both(village, card, "matched_different", "village")


def move_between_villages(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    village["village"] = another_village(village["village"], befallen.choice)[0]
    both(village, card, "matched_different", "village")


def become_somebody_else(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    village["name"], village["birth_date"] = OTHER_NAMES[befallen.choice % len(OTHER_NAMES)], "17-09-1966"
    expect(village, "ambiguous")
    expect(card, "ambiguous")


def twice_in_village(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    again = {**village, "address": "-"}
    expect(again, "duplicate_in_file")
    lists.villages.append(again)


def twice_and_damaged(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    # Less full than any other copy: of two equally full rows the earlier stays, whatever their order.
    again = {**village, "address": "-", "kecamatan": "-", "nik": damaged(village["nik"], befallen.choice)[0]}
    expect(again, "duplicate_in_file")
    lists.villages.append(again)


def in_two_villages(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    again = {**village, "village": another_village(village["village"], befallen.choice)[0]}
    expect(again, "duplicate_across_villages")
    lists.villages.append(again)


def two_cards(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    again = {**card, "kpj": f"2402{befallen.number:07}", "since": "01-12-2025"}
    expect(again, "duplicate_at_branch")
    lists.branch.append(again)


def stop_covering(lists: Drawn, village: Row, card: Row, befallen: Befallen) -> None:
    card["status"] = INACTIVE[befallen.choice % len(INACTIVE)]
    both(village, card, "inactive_at_branch")


ALONE: dict[str, Change] = {
    change.__name__: change
    for change in (
        *(drop_from_village, drop_from_branch, withdraw, lose_name, damage_in_village, damage_at_branch),
        *(damage_both, rename, other_birth_date, other_sex, other_amount, other_funder, other_group),
        *(move_at_branch, move_between_villages, become_somebody_else, twice_in_village, twice_and_damaged),
        *(in_two_villages, two_cards, stop_covering),
    )
}


def happen(lists: Drawn, befallen: Befallen) -> None:
    """Let one thing befall a person's first row of each side; nothing where a row is gone already."""
    who = str(befallen.number)
    village = next((row for row in lists.villages if row["who"] == who), None)
    card = next((row for row in lists.branch if row["who"] == who), None)
    if village is not None and card is not None:
        ALONE[befallen.kind](lists, village, card, befallen)
