"""`python -m padan.local <command>`: what the Makefile calls."""

from __future__ import annotations

import sys

from padan.local.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
