"""PostgreSQL refuses to run as root: what root has to put before the server's commands."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from padan.local.errors import LocalError

UNPRIVILEGED_USER = "nobody"

# The checkout may lie in a folder that only root may enter (/root/padan), and folders that are not ours are
# not opened for others: instead the server keeps these two of root's capabilities, which let it pass.
CAPABILITIES = "+dac_override,+dac_read_search"


@dataclass(frozen=True)
class ServerUser:
    """Who runs the embedded server: `prefix` goes before its commands, `uid` and `gid` own its data."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Gives `path`, not what is in it, to the server's user."""
        if self.prefix:
            os.chown(path, self.uid, self.gid)


@cache
def server_user() -> ServerUser:
    """The caller, unless the caller is root.

    Raises:
        LocalError: root cannot become another user here; the message says what to set.
    """
    if os.geteuid() != 0:
        return ServerUser((), os.geteuid(), os.getegid())
    program = shutil.which("setpriv")
    if program is None:
        raise LocalError(
            "PostgreSQL does not run as root, and setpriv (package util-linux), with which Padan would start "
            f"it as another user, is not installed. {_remedy()}"
        )
    try:
        account = pwd.getpwnam(UNPRIVILEGED_USER)
    except KeyError:
        raise LocalError(
            f"PostgreSQL does not run as root, and there is no user '{UNPRIVILEGED_USER}'. {_remedy()}"
        ) from None
    prefix = (
        program,
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
        f"--inh-caps={CAPABILITIES}",
        f"--ambient-caps={CAPABILITIES}",
        "--",
    )
    trial = subprocess.run([*prefix, "true"], capture_output=True, text=True, check=False)
    if trial.returncode != 0:
        raise LocalError(
            "PostgreSQL does not run as root, and this machine does not let root start it as another user "
            f"with the capabilities dac_override and dac_read_search ({trial.stderr.strip()}). In a "
            "container add --cap-add DAC_OVERRIDE --cap-add DAC_READ_SEARCH --cap-add SETUID "
            f"--cap-add SETGID. {_remedy()}"
        )
    return ServerUser(prefix, account.pw_uid, account.pw_gid)


def _remedy() -> str:
    return "Or run Padan as an ordinary user, or set PADAN_WAREHOUSE_URI to a PostgreSQL 18 server of yours."
