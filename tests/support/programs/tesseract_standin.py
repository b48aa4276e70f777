#!/usr/bin/env python3
"""Stands in for the program `tesseract`: has the languages eng and rus, and reads two words on every page.

TESSERACT_STANDIN says what it does instead: "hangs" (uses the CPU), "dies" (is killed), "fails", or "lacks" memory.
"""

from __future__ import annotations

import os
import signal
import sys

ROW = "5\t1\t1\t1\t1\t{number}\t{left}\t40\t{width}\t20\t{confidence}\t{text}\n"


def main() -> None:
    """Answer as the program does."""
    if "--list-langs" in sys.argv:
        sys.stdout.write("List of available languages (3):\neng\nosd\nrus\n")
        return
    picture = sys.stdin.buffer.read()
    assert picture.startswith(b"P6 ")
    _misbehave(os.environ.get("TESSERACT_STANDIN", ""))
    if "osd" in sys.argv:
        sys.stdout.write(f"Rotate: 0\nScript: {os.environ.get('TESSERACT_SCRIPT', 'Cyrillic')}\n")
        return
    languages = sys.argv[sys.argv.index("-l") + 1]
    sys.stdout.write("level\tpage_num\n4\t1\t1\t1\t1\t0\t0\t0\t10\t10\t-1\t\n")
    for number, text in enumerate(("\u0418\u0442\u043e\u0433\u043e", languages)):
        sys.stdout.write(ROW.format(number=number, left=40 + 200 * number, width=100, confidence=96.5, text=text))


def _misbehave(how: str) -> None:
    while how == "hangs":
        pass
    if how == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "fails":
        sys.exit("Error during processing.")
    if how == "lacks":
        bytearray(8_000_000_000)


if __name__ == "__main__":
    main()
