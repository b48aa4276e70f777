"""The cells of the crash matrix: each is a fault at a boundary in a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import scenarios
from scenarios import OPERATIONS, Scenario

from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.triggers import Point

KILL, TERM, FROZEN, RESTART, CUT, FULL, SERVICE = FAULTS = (
    "kill -9", "SIGTERM", "frozen", "PostgreSQL restarted", "connections cut", "disk full", "service error",
)  # fmt: skip

_CALL = (Point.STAGE_BEGUN, Point.CALL_RESERVED, Point.CALL_ANSWERED, Point.ANSWER_ACCEPTED, Point.ANSWER_SAVED)
_RESULT = (Point.RESULT_FOUND, Point.RESULT_WRITTEN, Point.RESULT_COMMITTED)
_FAILURE = (Point.CALL_FAILED, Point.FAILURE_WRITTEN, Point.FAILURE_COMMITTED)
_INTAKE = (
    Point.ENTRY_STAGED, Point.PAGES_READY, Point.PAGES_STORED, Point.DOCUMENT_WRITTEN, Point.DOCUMENT_REGISTERED,
    Point.ENTRY_SET_ASIDE, Point.ENTRY_CLEARED, Point.INBOX_SCANNED,
)  # fmt: skip
_DRAFT = (Point.PAGES_STORED, Point.DOCUMENT_WRITTEN, Point.DOCUMENT_REGISTERED)
_REJECTION = (Point.REJECTION_EXPLAINED, Point.REJECTION_RECORDED)
_CORRECTION = (Point.CORRECTION_WRITTEN, Point.CORRECTED)
_ACTS = (
    scenarios.CORRECTING, scenarios.FORGETTING, scenarios.MERGING_TAGS, scenarios.MERGING, scenarios.UNDOING,
    scenarios.DELETING, scenarios.RESTORING,
)  # fmt: skip
_REGENERATION = (Point.REGENERATION_WRITTEN, Point.REGENERATION_ENDED)
_PURGE = (Point.PURGE_WRITTEN, Point.PURGED, Point.FILES_REMOVED)
_RUN = (Point.RUN_STARTED, Point.DOCUMENTS_CLAIMED, Point.RUN_ENDING, Point.RUN_FINISHED)
_REPORT = (Point.REPORT_FILE_READY, Point.REPORT_DRAWN)
# Points where a file, or a row, is being written. Only there can a disk be full.
ENOSPC = {Point.ADD_COPIED, Point.ENTRY_STAGED, Point.PAGES_READY, Point.REJECTION_EXPLAINED, Point.REPORT_FILE_READY}
_DISK_FULL = {
    Point.DOCUMENT_WRITTEN, Point.ANSWER_ACCEPTED, Point.RESULT_WRITTEN, Point.FAILURE_WRITTEN, Point.PROMPT_WRITTEN,
    Point.TAKEN_BACK_WRITTEN, Point.CORRECTION_WRITTEN, Point.PURGE_WRITTEN,
    Point.REGENERATION_WRITTEN,
}  # fmt: skip
# An answer that arrived and was not saved yet. Only a killed process loses it.
_IN_HAND = {Point.CALL_ANSWERED, Point.ANSWER_ACCEPTED}
_SERVICE_FAULTS: tuple[Fault, ...] = ("throttle", "server_error", "hang", "cut", "extra_field")


@dataclass(frozen=True)
class Cell:
    """A fault at a boundary, the `passage`-th time that it is reached."""

    scenario: Scenario
    point: str
    fault: str
    stage: str = ""
    passage: int = 1

    @property
    def where(self) -> tuple[str, str]:
        """The row of the table."""
        return self.stage or self.scenario.name, f"{self.point}{f' ({self.passage}.)' if self.passage > 1 else ''}"

    @property
    def trigger(self) -> str:
        """The trigger of the point, without its action."""
        return f"{self.point}{f'/{self.stage}' if self.stage else ''}@{self.passage}="

    @property
    def may_pay_twice(self) -> bool:
        """Whether an answer may have arrived without being saved."""
        return (self.fault in (KILL, FROZEN) and self.point in _IN_HAND) or (
            self.fault == SERVICE and self.point in ("cut", "extra_field")
        )


def cells() -> Iterator[Cell]:
    """Every cell."""
    places: list[tuple[Scenario, Point, str, int]] = []
    places += [(scenarios.FILING, point, "", 1) for point in (*_INTAKE, *_RUN, *_REPORT)]
    places += [(scenarios.REJECTING, point, "", 1) for point in _REJECTION]
    places += [(scenarios.UNPACKING, point, "", n) for n in (1, 2) for point in _DRAFT]
    places += [(scenarios.UNPACKING, point, "", 1) for point in (Point.ENTRY_SET_ASIDE, Point.ENTRY_CLEARED)]
    places += [(scenarios.UNPACKING_A_PART, point, "", 1) for point in _REJECTION]
    places += [(scenarios.MAILING, point, "", n) for n in (1, 2) for point in _DRAFT]
    places += [(scenarios.MAILING, Point.ENTRY_CLEARED, "", 1)]
    places += [(scenarios.LINKING, point, "file", 2) for point in _RESULT]
    for stage in OPERATIONS:
        places += [(scenarios.FILING, point, stage, 1) for point in (*_CALL, *_RESULT)]
        places += [(scenarios.refusing(stage), point, stage, 1) for point in _FAILURE]
    places += [(scenarios.READING, point, "extract_series", 1) for point in _CALL]
    places += [(scenarios.READING, point, "extract_series", 2) for point in _CALL if point != Point.STAGE_BEGUN]
    places += [(scenarios.READING, point, "extract_series", 1) for point in _RESULT]
    places += [(scenarios.READING, point, "", 1) for point in (Point.PROMPT_WRITTEN, Point.PROMPT_COMMITTED)]
    # The second document that is read, and the third call, are those of the first member that is read again.
    places += [(scenarios.READING, point, "extract_series", 3) for point in _CALL if point != Point.STAGE_BEGUN]
    places += [(scenarios.READING, point, "extract_series", 2) for point in (Point.STAGE_BEGUN, *_RESULT)]
    places += [(scenarios.READING, point, "", 1) for point in _REGENERATION]
    places += [(scenarios.EVOLVING, p, "", n) for n in (1, 2) for p in (Point.PROMPT_WRITTEN, Point.PROMPT_COMMITTED)]
    places += [(scenarios.ADDING, point, "", 1) for point in (Point.ADD_COPIED, Point.ADD_PLACED)]
    places += [(scenarios.RERUNNING, p, "classify", 1) for p in (Point.TAKEN_BACK_WRITTEN, Point.TAKEN_BACK)]
    places += [(scenario, p, "", 1) for scenario in _ACTS for p in _CORRECTION]
    places += [(scenarios.IMPORTING, p, "", n) for n in (1, 2) for p in (*_DRAFT[:2], *_CORRECTION)]
    places += [(scenario, p, "", 1) for scenario in (scenarios.PURGING, scenarios.EMPTYING) for p in _PURGE]
    for scenario, point, stage, passage in places:
        for fault in (KILL, TERM, FROZEN, RESTART, CUT, FULL):
            # `alfrd add` does not use the database.
            is_possible = (
                point in ENOSPC | _DISK_FULL
                if fault == FULL
                else fault in (KILL, TERM, FROZEN) or scenario != scenarios.ADDING
            )
            if is_possible:
                yield Cell(scenario, point, fault, stage, passage)
    for stage in OPERATIONS:
        for service_fault in _SERVICE_FAULTS:
            if (stage, service_fault) != ("ocr", "extra_field"):
                yield Cell(scenarios.failing_once(stage, service_fault), service_fault, SERVICE, stage)
    for service_fault in _SERVICE_FAULTS:
        failing = scenarios.failing_once("extract_series", service_fault, scenarios.READING.papers)
        yield Cell(failing, service_fault, SERVICE, "extract_series")
