"""Verifies the evidence pack that this file lies in: `python3 verify.py [bukti.zip] [--pdf berita-acara.pdf]`."""

import sys

# What is compiled would lie in the pack as files that are listed nowhere.
sys.dont_write_bytecode = True

from padan.verification.__main__ import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
