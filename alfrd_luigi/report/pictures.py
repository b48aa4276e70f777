"""Pictures of pages: made before the pages of the report, outside of their transaction, in the time that a run has."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi import logs
from alfrd_luigi.database import documents, listings
from alfrd_luigi.database.session import Session
from alfrd_luigi.decoding import webp
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.document_files.ownership import OwnedPageStore
from alfrd_luigi.document_files.port import PageDamagedError, PageMissingError
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import AlfrdError, PermanentError, StoppingError, TransientError
from alfrd_luigi.grouping import batches, grouped
from alfrd_luigi.interrupts import check_going_on
from alfrd_luigi.report.folder import ReportFolder
from alfrd_luigi.report.plan import Plan
from alfrd_luigi.report.state import State
from alfrd_luigi.web import sheets
from alfrd_luigi.web.sheets import Sheet

_BATCH = 200
# A page that takes longer is not drawn.
_PAGE_SECONDS = 20.0
# The number of documents that always have pictures. Others have them if their pages were written since.
_NEWEST = 1000


class Picture(NamedTuple):
    """A picture in a report: its file, and its width and height in pixels."""

    file: str
    width: int
    height: int


class Pictures(NamedTuple):
    """The pictures of a document by page, and the number of pages that have one or cannot have one."""

    pages: dict[int, Picture]
    done: int


def of(folder: ReportFolder, id: UUID, drawable: Iterable[Sheet]) -> Pictures:
    """The pictures that a report has of the pages of a document."""
    names, place = _names(folder, id), sheets.folder(id)
    wanted = list(drawable)
    found = {
        sheet.number: picture
        for sheet in wanted
        if sheet.picture in names and (picture := _picture(folder, f"{place}/{sheet.picture}"))
    }
    return Pictures(found, sum(sheet.number in found or sheet.refusal in names for sheet in wanted))


def make(session: Session, folder: ReportFolder, ids: Sequence[UUID], seconds: float) -> Collection[UUID]:
    """Make the missing pictures of documents, in this order. Returns the documents that have new ones.

    It ends after `seconds`, and when the page store does not answer. What the machine prevents is said on stderr.
    """
    maker = _Maker(session, folder, seconds)
    try:
        for batch in batches(ids, _BATCH):
            for id, drawable in _sheets(session, batch):
                maker.complete(id, drawable)
    except _TimeIsOverError:
        pass
    except StoppingError:
        raise
    except AlfrdError as error:
        _say(error)
    return maker.changed


class _TimeIsOverError(Exception):
    """No time is left for another picture."""


class _Maker:
    """Makes pictures until its time is over. `changed` are the documents for which it did something."""

    def __init__(self, session: Session, folder: ReportFolder, seconds: float) -> None:
        self._folder = folder
        self._store = OwnedPageStore(page_store(), session)
        self._end = time.monotonic() + seconds
        self.changed: set[UUID] = set()

    def complete(self, id: UUID, drawable: Sequence[Sheet]) -> None:
        """Make the missing pictures of a document, and remove those of pages that were turned otherwise before."""
        names, place = _names(self._folder, id), sheets.folder(id)
        missing = [sheet for sheet in drawable if not {sheet.picture, sheet.refusal} & names]
        for file, pages in groupby(missing, key=lambda sheet: sheet.file):
            self._check_time()
            # A file that is missing or damaged is what `alfrd check` finds.
            with suppress(PageMissingError, PageDamagedError), self._store.fetch(file.key, file.sha256) as path:
                for sheet in pages:
                    self._draw(id, path, sheet)
        kept = {f"{place}/{name}" for sheet in drawable for name in (sheet.picture, sheet.refusal)}
        self._folder.keep(place, kept.__contains__)

    def _draw(self, id: UUID, path: Path, sheet: Sheet) -> None:
        check_going_on()
        seconds = min(self._check_time(), _PAGE_SECONDS)
        try:
            made = shared_decoder().picture(path, sheet.file.media_type, sheet.place, sheet.turn, seconds)
        except PermanentError:
            made = None
        except OverdueError as error:
            if seconds < _PAGE_SECONDS:
                raise _TimeIsOverError from error
            made = None
        except TransientError as error:  # its process was killed: the next report tries again
            _say(error)
            return
        name, content = (sheet.picture, made.data) if made else (sheet.refusal, b"")
        self._folder.write(f"{sheets.folder(id)}/{name}", content)
        self.changed.add(id)

    def _check_time(self) -> float:
        """The seconds that are left. Raises _TimeIsOverError if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise _TimeIsOverError
        return left


def _sheets(session: Session, ids: Sequence[UUID]) -> Iterator[tuple[UUID, list[Sheet]]]:
    """The pages of documents that can be drawn, in the order of the documents."""
    files = grouped(documents.files(session, *ids), lambda file: file.document_id)
    turns: dict[UUID, dict[int, str | None]] = defaultdict(dict)
    for page in listings.pages(session, ids, with_words=False):
        turns[page.document_id][page.number] = page.turn
    for id in ids:
        yield id, sheets.sheets(files[id], turns[id])


def _names(folder: ReportFolder, id: UUID) -> set[str]:
    with suppress(FileNotFoundError):
        return {path.name for path in (folder.root / sheets.folder(id)).iterdir()}
    return set()


def _picture(folder: ReportFolder, file: str) -> Picture | None:
    with (folder.root / file).open("rb") as opened:
        size = webp.size(opened.read(webp.HEAD_BYTES))
    return Picture(file, *size) if size else None


def _say(error: AlfrdError) -> None:
    logs.say(f"pictures of pages are missing in the report: {error.line}")


def lacking(session: Session, planned: Plan, state: State | None) -> list[UUID]:
    """The documents whose pictures may be incomplete, the newest first: the planned ones, and those of the state."""
    if state is None or planned.is_whole:
        keys = list(planned.keys.values())
    else:
        keys = listings.keys(session, {*planned.keys, *state.lacking})
    return [key.id for key in reversed(keys) if key.drawable]


def still_lacking(session: Session, planned: Plan, state: State | None, done: Mapping[UUID, int]) -> list[UUID]:
    """The documents that lack pictures when these numbers of pages of the planned ones have one, or cannot have one.

    They are those of the newest ones that have not all, and those that have some.
    """
    before = state.lacking if state is not None and not planned.is_whole else []
    kept = {id for id in before if id not in planned.keys and id not in planned.gone}
    lacking = {id for id, key in planned.keys.items() if done[id] < key.drawable}
    if any(not done[id] for id in lacking):
        newest = set(listings.newest(session, _NEWEST))
        lacking = {id for id in lacking if done[id] or id in newest}
    return sorted(kept | lacking)
