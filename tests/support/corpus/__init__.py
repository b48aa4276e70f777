"""The corpus of hostile input, which is always the same.

`python -m support.corpus INBOX` in the folder `tests` creates it. It needs about 20 MB of disk; large files are sparse.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from support.corpus import entries, pdfs, pictures
from support.corpus.cases import Case

GOOD = ("!good.txt", "good.txt", "~good.txt")  # before, among and behind the others
_AGE = 7200.0


def corpus() -> list[Case]:
    """All cases, including the good documents."""
    good = [Case.of_bytes(name, "accepted", f"A good letter: {name}".encode()) for name in GOOD]
    return [*good, *pictures.cases(), *pdfs.cases(), *entries.cases()]


def make(inbox: Path) -> None:
    """Create the inbox with all cases, and a folder `outside` beside it.

    Links of the corpus point to this folder, which must not change. INBOX must not exist yet.
    """
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
