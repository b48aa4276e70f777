"""The corpus of hostile input: `python tests/hostile/corpus.py INBOX` makes it, to look at or to try.

The same every time. It needs some 20 MB of disk; what looks large is sparse. INBOX must not exist yet; beside it a
folder `outside` is made, to which links of the corpus lead and which nothing may touch.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import bad_entries
import bad_pdfs
import bad_pictures
from cases import Case

GOOD = ("!good.txt", "good.txt", "~good.txt")  # before, among and behind the others
_AGE = 7200.0


def corpus() -> list[Case]:
    """All cases, the good documents among them."""
    good = [Case.of_bytes(name, "accepted", f"A good letter: {name}".encode()) for name in GOOD]
    return [*good, *bad_pictures.cases(), *bad_pdfs.cases(), *bad_entries.cases()]


def make(inbox: Path) -> None:
    """Make the inbox, with all cases in it, and the folder outside."""
    inbox.mkdir(parents=True)
    outside = inbox.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("A secret that no document may hold.")
    for case in corpus():
        path = inbox / case.name
        case.make(path)
        if case.expected != "waiting":
            _backdate(path)


def _backdate(path: Path) -> None:
    moment = time.time() - _AGE
    os.utime(path, (moment, moment), follow_symlinks=False)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
