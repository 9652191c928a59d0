"""Makes `.venv` from requirements.lock, once for each content of the lock. Runs on a bare Python 3.11.

Called by its path, before anything is installed: it imports the standard library alone, nothing of Padan.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import ssl
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
UV = "uv==0.13.9"
PYTHON = (3, 11)


def main() -> int:
    """Makes the environment if it is not there or older than the lock; what it says goes to stderr."""
    if sys.version_info[:2] != PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        say(f"Padan needs Python 3.11, and {sys.executable} is {found}.")
        say("Install it (on Debian and Ubuntu the packages python3.11 and python3.11-venv), or name one:")
        say("  make PYTHON=/path/to/python3.11 ...")
        return 1
    # Two makes at once: the second waits, then finds everything done.
    with (ROOT / ".venv.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        try:
            prepare()
        except subprocess.CalledProcessError as error:
            failed = " ".join(str(part) for part in error.cmd[:5])
            say(f"The environment could not be made: {failed} ... failed.")
            say("Is a package index within reach? What it said stands above; then run make again.")
            return 1
    return 0


def prepare() -> None:
    """Installs exactly what the lock names, each file checked against its hash."""
    stamp = VENV / ".padan-environment"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text("ascii") == wanted and works():
        return
    say("Making the Python environment in .venv from requirements.lock (a few minutes without a cache) ...")
    if not works():
        run(sys.executable, "-m", "venv", "--clear", str(VENV))
    stamp.unlink(missing_ok=True)
    python = str(VENV / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    run(python, "-m", "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(LOCK))
    stamp.write_text(wanted, "ascii")


def fingerprint() -> str:
    """Changes with the lock, with uv and with the interpreter that the environment stands on."""
    text = f"{UV} {sys.version} {sys.base_prefix} ".encode()
    return hashlib.sha256(text + LOCK.read_bytes()).hexdigest()


def works() -> bool:
    """Whether the environment's own interpreter starts: it does not after a move or half a venv."""
    python = VENV / "bin" / "python"
    if not python.exists():
        return False
    check = "import sys, pip; sys.exit(sys.prefix != sys.argv[1])"
    return (
        subprocess.run([str(python), "-c", check, str(VENV)], capture_output=True, check=False).returncode
        == 0
    )


def run(*command: str) -> None:
    """Runs a command with its output on stderr: stdout belongs to the make target."""
    subprocess.run(command, check=True, stdout=sys.stderr, env=environment())


def environment() -> dict[str, str]:
    """The caller's, so that uv trusts the certificates and asks the index that pip does.

    With a cache in the project where the home folder cannot hold one.
    """
    variables = dict(os.environ)
    trusted = ssl.get_default_verify_paths()
    if trusted.cafile or (trusted.capath and any(Path(trusted.capath).iterdir())):
        # An office's proxy signs with a certificate that only the machine knows.
        variables.setdefault("UV_SYSTEM_CERTS", "true")
    if index := pip_index(variables):
        variables.setdefault("UV_DEFAULT_INDEX", index)
    home = variables.get("HOME", "")
    if not (home and os.access(home, os.W_OK)) and "UV_CACHE_DIR" not in variables:
        variables["UV_CACHE_DIR"] = str(ROOT / "var" / "cache" / "uv")
        variables["PIP_NO_CACHE_DIR"] = "1"
    return variables


def pip_index(variables: dict[str, str]) -> str:
    """The package index that pip is set to use instead of the usual one; '' if none is."""
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False, env=variables)
    return variables.get("PIP_INDEX_URL") or (told.stdout.strip() if told.returncode == 0 else "")


def say(text: str) -> None:
    """One line for the person who typed make."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
