"""The complaint desk's command: one person's history on the screen, and a page to hand out."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from padan.history import look, read_question, tell
from padan.history.printed import as_page, on_screen
from padan.local.credentials import write_private
from padan.local.errors import LocalError
from padan.local.paths import HomePaths
from padan.local.warehouse import embedded_databases
from padan.products.labels import labels
from padan.settings import Settings
from padan.texts import read_texts
from padan.warehouse.engine import engine

OWN_SERVER = "WAREHOUSE_DESK_URI"
WIB = ZoneInfo("Asia/Jakarta")


def tell_history(settings: Settings, reason: str, page: Path | None) -> int:
    """Ask whom to look for, note the look, print what it found.

    NIK, KPJ and name are typed on a prompt that does not show them, or come as the first line of stdin: none stands
    in the shell's history or the list of processes.

    Args:
        settings: where the warehouse is, and the language.
        reason: why; noted for ever with the login and the user of the operating system.
        page: also write one page to hand out, mode 0600; only where exactly one person was found.

    Returns:
        0 where somebody was found, else 1.
    """
    words = read_texts(settings.language, "riwayat")
    typed = getpass.getpass(words["ask"]) if sys.stdin.isatty() else sys.stdin.readline()
    question = read_question(typed, datetime.now(UTC).astimezone(WIB).date())
    told_by = getpass.getuser()
    answer = look(engine(_desk_uri(settings)), question, reason, told_by)
    stories = tell(answer, labels(settings.language))
    print(on_screen(stories, answer.look_id, told_by, settings.language))
    if page is not None and len(stories) == 1:
        write_private(page.absolute(), as_page(stories[0], answer.look_id, settings.language))
        print(page)
    return 0 if stories else 1


def _desk_uri(settings: Settings) -> str:
    if settings.warehouse_uri is None:
        return embedded_databases(HomePaths(settings.home)).desk
    if uri := os.environ.get(OWN_SERVER):
        return uri
    raise LocalError(
        f"PADAN_WAREHOUSE_URI names a server of yours: set {OWN_SERVER} to your own login there, "
        "which its administrator makes a member of padan_desk"
    )
