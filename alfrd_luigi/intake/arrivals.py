"""Counts the documents that this process's scans have registered so far, for lanes that wait for more."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# Seconds in which a scan has to begin in this process. With luigid, another process may make it for the same run.
_BEGINS_WITHIN = 30.0


@dataclass
class _Scan:
    registered: int = 0
    offered: int = 0
    """How many of the registered documents a waiting thread was woken for."""
    has_begun: bool = False
    is_over: bool = False


_changed = threading.Condition()
_scans: defaultdict[str, _Scan] = defaultdict(_Scan)


@contextmanager
def scanning(run: str) -> Iterator[None]:
    """The block is the scan of the run. Waiting threads continue when it ends, successfully or not."""
    with _changed:
        _scans[run] = _Scan(has_begun=True)
        _changed.notify_all()
    try:
        yield
    finally:
        _end(run)


def tell(run: str) -> None:
    """Count a document that the scan of the run has registered."""
    with _changed:
        _scans[run].registered += 1
        _changed.notify_all()


def count(run: str) -> int | None:
    """The number of documents that the scan of the run has registered; None when this process registers no more."""
    with _changed:
        scan = _scans[run]
        return None if scan.is_over else scan.registered


def wait(run: str, after: int) -> None:
    """Wait until the scan has registered more than `after` documents, has ended, or does not begin here.

    Each document wakes one of the threads that wait: more would find nothing to claim.
    """
    with _changed:
        if not _changed.wait_for(lambda: _scans[run].has_begun or has_more(run, after), _BEGINS_WITHIN):
            _end(run)
        _changed.wait_for(lambda: has_more(run, max(after, _scans[run].offered)))
        _scans[run].offered = max(after, _scans[run].offered) + 1


def has_more(run: str, after: int) -> bool:
    """Whether the scan has registered more than `after` documents, or has ended."""
    registered = count(run)
    return registered is None or registered > after


def _end(run: str) -> None:
    with _changed:
        _scans[run].is_over = True
        _changed.notify_all()
