"""One scan of the inbox: every entry is registered, recognised as a duplicate, rejected with a reason, or left alone.

If a scan is killed at any point, the next one finishes its work. Files are stored (synced, renamed) before they are
registered (one transaction), and leave the inbox only after that. Each step finds what an earlier attempt did.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.document_files.port import PageConflictError, PageStore
from alfrd_luigi.errors import (
    AlfrdError,
    DatabaseError,
    InvalidInputError,
    PermanentError,
    SettingsError,
)
from alfrd_luigi.intake import workspace
from alfrd_luigi.intake.drafts import ArrivingError, Decoding, Draft, Drafts, drafts_of
from alfrd_luigi.intake.entries import Entry
from alfrd_luigi.intake.inbox import Inbox, locked, sweep, usable
from alfrd_luigi.intake.registry import Outcome, Registration, Registry
from alfrd_luigi.intake.rejections import RejectedFolder
from alfrd_luigi.names import printable
from alfrd_luigi.secrecy import log_unforeseen
from alfrd_luigi.triggers import Point, reached

if TYPE_CHECKING:
    from alfrd_luigi.intake.entry_folder import EntryFolder

logger = logging.getLogger(__name__)

# Seconds for copying and checking an entry. An entry that takes longer is processed after all quicker ones.
FIRST_LOOK, LONGEST_LOOK = 3.0, 900.0

MOST_NAMED = 10  # refused files of a container that a reason names
ID_TAKEN = "another document has the id {id}"
DELETED = "it is the same as document {id}, which was deleted"
DELETED_HINT = "To have it again: alfrd restore {id}; if it is gone for good: alfrd add --again FILE"
INTERNAL_ERROR_HINT = "This is a fault of the program; with a newer one, put it back in the inbox"
ID_TAKEN_HINT = "Give the folder an id of its own in meta.json and put it back in the inbox"


class _DeletedError(InvalidInputError):
    """A person deleted the document with these bytes, and nobody asked for it again."""

    def __init__(self, id: UUID) -> None:
        super().__init__(DELETED.format(id=id), DELETED_HINT.format(id=id))


@dataclass
class ScanReport:
    """The results of a scan. Names are printable, on one line."""

    registered: list[UUID] = field(default_factory=list)
    duplicates: list[tuple[str, UUID]] = field(default_factory=list)  # entry, the document that has its bytes
    rejected: list[tuple[str, str]] = field(default_factory=list)  # entry, reason
    waiting: list[str] = field(default_factory=list)  # incomplete, or still being written
    failed: list[tuple[str, str]] = field(default_factory=list)  # entry, error; it stays, the next scan tries again


def scan(
    inbox: Path,
    store: PageStore,
    registry: Registry,
    decoding: Decoding,
    *,
    settle_seconds: float = 10.0,
    incomplete_after: float = 3600.0,
    most_pages: int = 500,
    maildir: EntryFolder | None = None,
) -> ScanReport:
    """Register what is complete in the inbox and in the maildir, unless another scan of the inbox is active.

    An invalid entry does not affect the others. Raises only DatabaseError and SettingsError.

    A loose file is complete `settle_seconds` after its last change. A folder is complete with its `meta.json`. A folder
    without one, or with an active transfer in it, is rejected `incomplete_after` seconds after its last change. An
    invalid file may still be arriving: it waits until it has not changed for PATIENCE * `settle_seconds`. A rejected
    entry that has changed since is checked again. A document may have `most_pages` pages.

    A container (a mail, a ZIP archive) becomes the documents in it. If some of its files cannot become documents, the
    others do, and then the container is rejected with the reason of each: it still holds what was not taken.
    """
    with usable(inbox), locked(inbox) as memory:
        if memory is None:
            return ScanReport()
        entries = Inbox(inbox, _tidied(inbox, memory, settle_seconds), settle_seconds, incomplete_after)
        # The maildir is first: if it cannot be used, nothing is taken.
        scanner = _Scanner(store, registry, decoding, most_pages, [maildir, entries] if maildir else [entries])
        scanner.take_all()
        return scanner.report


def _tidied(inbox: Path, memory: BinaryIO, settle_seconds: float) -> RejectedFolder:
    """Remove what a killed scan left, and return to the inbox what has changed since its rejection."""
    sweep(inbox)
    workspace.sweep(inbox)
    rejected = RejectedFolder(inbox, memory)
    rejected.finish()
    rejected.take_back(settle_seconds)
    return rejected


@dataclass
class _Scanner:
    store: PageStore
    registry: Registry
    decoding: Decoding
    most_pages: int
    folders: Sequence[EntryFolder]
    report: ScanReport = field(default_factory=ScanReport)
    slow: deque[tuple[EntryFolder, Path]] = field(default_factory=deque)
    left: set[Path] = field(default_factory=set)  # for the next scan

    def take_all(self) -> None:
        """Process quick entries first, by name. New arrivals come before each slow entry."""
        self._take_quick()
        while self.slow:
            self._take(*self.slow.popleft(), LONGEST_LOOK)
            self._take_quick()

    def _take_quick(self) -> None:
        self.report.waiting.clear()
        for folder in self.folders:
            for path in folder.paths():
                if (folder, path) not in self.slow and path not in self.left:
                    self._take(folder, path, FIRST_LOOK)

    def _take(self, folder: EntryFolder, path: Path, seconds: float) -> None:
        """Process one entry. An error of the entry does not affect others."""
        try:
            entry = folder.observe(path)
            if folder.is_arriving(entry):
                self._wait_for(entry)
            else:
                self._accept_or_refuse(folder, entry, seconds)
        except (DatabaseError, SettingsError):  # the next entry would meet the same error
            raise
        except AlfrdError as error:
            self._leave(path, error.line)
        except OSError as error:
            self._leave(path, str(error.strerror or type(error).__name__))
        except Exception as error:
            log_unforeseen(logger, f"inbox entry {printable(path.name)}", error)
            self._leave(path, f"internal error ({type(error).__name__})")

    def _wait_for(self, entry: Entry) -> None:
        self.report.waiting.append(printable(entry.name))

    def _leave(self, path: Path, trouble: str) -> None:
        name, trouble = printable(path.name), printable(trouble)
        logger.warning("inbox entry %s left in place: %s", name, trouble)
        self.report.failed.append((name, trouble))
        self.left.add(path)

    def _accept_or_refuse(self, folder: EntryFolder, entry: Entry, seconds: float) -> None:
        try:
            self._accept(folder, entry, seconds)
        except ArrivingError as error:
            if folder.may_arrive(entry):
                self._wait_for(entry)
            else:
                self._refuse(folder, entry, error)
        except (InvalidInputError, PermanentError) as error:
            self._refuse(folder, entry, error)
        except OverdueError:
            if seconds < LONGEST_LOOK:
                self.slow.append((folder, entry.path))
                return
            overdue = InvalidInputError(f"it takes more than {LONGEST_LOOK:g} s to check", "Split it")
            self._refuse(folder, entry, overdue)

    def _accept(self, folder: EntryFolder, entry: Entry, seconds: float) -> None:
        with self.store.staging() as staging:
            found = self._drafted(entry, staging, seconds)
            reached(Point.ENTRY_STAGED)
            found = self._accept_drafts(entry, found)
        if found.refused:
            raise _partly_refused(found)
        if not folder.clear(entry):
            self._wait_for(entry)

    def _accept_drafts(self, entry: Entry, found: Drafts) -> Drafts:
        """Returns those that were accepted. Deleted ones are refused with the files that cannot become documents."""
        taken, refused = [], list(found.refused)
        for draft in found.drafts:
            try:
                self._accept_draft(entry, draft)
                taken.append(draft)
            except _DeletedError as error:
                refused.append(error)
        return Drafts(tuple(taken), tuple(refused))

    def _accept_draft(self, entry: Entry, draft: Draft) -> None:
        found = self.registry.find(draft.id, draft.content_hash, again=draft.again)
        registration = found or self._register(draft)
        if registration.outcome is Outcome.ID_TAKEN:
            raise InvalidInputError(ID_TAKEN.format(id=draft.id), ID_TAKEN_HINT)
        if registration.outcome is Outcome.DELETED and registration.document_id != draft.id:
            raise _DeletedError(registration.document_id)
        if registration.outcome is Outcome.REGISTERED:
            self.report.registered.append(draft.id)
        elif registration.document_id != draft.id:  # equal: an earlier scan was killed after registering it
            self._tell_duplicate(_name_of(entry, draft), registration.document_id, draft.tags)

    def _tell_duplicate(self, name: str, document_id: UUID, tags: Sequence[str]) -> None:
        self.registry.record_duplicate(name, document_id, tags)
        self.report.duplicates.append((name, document_id))
        logger.warning("inbox entry %s is not added again: it is the same as document %s", name, document_id)

    def _drafted(self, entry: Entry, staging: Path, seconds: float) -> Drafts:
        try:
            return drafts_of(entry, staging, self.decoding, self.most_pages, seconds)
        except (AlfrdError, OSError, OverdueError):
            raise
        except Exception as error:  # otherwise every later scan would meet the same error
            log_unforeseen(logger, f"inbox entry {printable(entry.name)}", error)
            raise PermanentError(f"internal error ({type(error).__name__})", INTERNAL_ERROR_HINT) from error

    def _register(self, draft: Draft) -> Registration:
        try:
            files = self.store.put(draft.id, draft.created_at, draft.files)
        except PageConflictError as error:
            raise InvalidInputError(ID_TAKEN.format(id=draft.id), ID_TAKEN_HINT) from error
        reached(Point.PAGES_STORED)
        registration = self.registry.register(draft, files)
        reached(Point.DOCUMENT_REGISTERED)
        if registration.outcome is not Outcome.REGISTERED and registration.document_id != draft.id:
            self.store.delete(file.key for file in files)  # another process has registered the same bytes first
        return registration

    def _refuse(self, folder: EntryFolder, entry: Entry, error: AlfrdError) -> None:
        if folder.may_grow(entry):
            self._wait_for(entry)
            return
        name = printable(entry.name)
        with folder.rejecting(entry, _explanation(name, error)):
            reached(Point.REJECTION_EXPLAINED)
            self.registry.record_rejection(entry.identity, name, error.message, error.hint)
            reached(Point.REJECTION_RECORDED)
        logger.warning("inbox entry %s rejected: %s", name, error.line)
        self.report.rejected.append((name, error.line))


def _name_of(entry: Entry, draft: Draft) -> str:
    """The entry, or the file in it, that became the draft, as a person knows it."""
    if entry.is_folder and entry.name == str(draft.id):  # `alfrd add` and other programs name a folder by its document
        return printable(draft.files[0].path.name)
    if entry.is_folder or len(draft.files) > 1 or draft.files[0].path.name == f"{entry.name}{entry.extension}":
        return printable(entry.name)
    return printable(f"{entry.name}/{draft.files[0].path.name}")


def _partly_refused(found: Drafts) -> InvalidInputError:
    """The error of a container in which some files cannot become documents. It names them."""
    named = [error.message for error in found.refused[:MOST_NAMED]]
    if len(found.refused) > MOST_NAMED:
        named.append(f"and {len(found.refused) - MOST_NAMED} more")
    hints = {error.hint for error in found.refused}
    advice = hints.pop() if len(hints) == 1 else "Correct these files, and add them by themselves"
    taken = f"; its other documents are taken ({len(found.drafts)})" if found.drafts else ""
    return InvalidInputError(f"{'; '.join(named)}{taken}", advice)


def _explanation(name: str, error: AlfrdError) -> str:
    advice = error.hint or "Correct it and put it back in the inbox"
    return f"What:       {name}\nWhy:        {error.message}\nWhat to do: {advice}\n"
