"""What the pages of a kind show, as digests beside them, so that a page that would be the same is not drawn."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from alfrd_luigi.report.folder import ReportFolder


@contextmanager
def stale_pages(
    folder: ReportFolder, kind: str, now: Mapping[str, object], others: Collection[str], *, is_whole: bool
) -> Iterator[set[str]]:
    """The keys of the pages that the block writes: of those that show something else than `now` or are missing, and of
    these `others`; of all in a whole report.

    If the block is interrupted, the next report writes them again, whatever was undone meanwhile.
    """
    file, digests = f"{kind}.json", {key: digest(each) for key, each in now.items()}
    shown = _load(folder, file)
    stale = {key for key, made in digests.items() if is_whole or key in others or shown.get(key) != made}
    folder.write(file, json.dumps({key: made for key, made in shown.items() if key not in stale}))
    yield stale
    folder.write(file, json.dumps(digests))


def _load(folder: ReportFolder, file: str) -> dict[str, str]:
    try:
        return dict(json.loads((folder.root / file).read_bytes()))
    except (FileNotFoundError, ValueError):
        return {}


def digest(shown: object) -> str:
    """What identifies records and plain values."""
    return sha256(repr(shown).encode()).hexdigest()
