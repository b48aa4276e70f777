"""The cells of the crash matrix: each is a fault at a boundary in a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import prompt_scenarios as prompts
import scenarios
from scenarios import OPERATIONS, Scenario

from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.triggers import Point

KILL, TERM, FROZEN, RESTART, CUT, FULL, SERVICE = FAULTS = (
    "kill -9", "SIGTERM", "frozen", "PostgreSQL restarted", "connections cut", "disk full", "service error",
)  # fmt: skip

_CALL = (Point.STAGE_BEGUN, Point.CALL_RESERVED, Point.CALL_ANSWERED, Point.ANSWER_ACCEPTED, Point.ANSWER_SAVED)
_RESULT = (Point.RESULT_FOUND, Point.RESULT_WRITTEN, Point.RESULT_COMMITTED)
_STEP = (*_CALL, *_RESULT)
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
    scenarios.DELETING, scenarios.RESTORING, scenarios.SAYING_SAME, scenarios.SAYING_DISTINCT, scenarios.PAYING,
)  # fmt: skip
_REQUEST = (Point.REQUEST_WRITTEN, Point.REQUEST_COMMITTED)
_VERSION = (Point.PROMPT_WRITTEN, Point.PROMPT_COMMITTED)
_AUDIT = (Point.AUDIT_WRITTEN, Point.AUDIT_COMMITTED)
_CHECK = (Point.MODEL_CHECK_WRITTEN, Point.MODEL_CHECK_COMMITTED)
_DECISION = (Point.DECISION_WRITTEN, Point.DECISION_COMMITTED)
_REGENERATION = (Point.REGENERATION_WRITTEN, Point.REGENERATION_ENDED)
_PURGE = (Point.PURGE_WRITTEN, Point.PURGED, Point.FILES_REMOVED)
_RUN = (Point.RUN_STARTED, Point.DOCUMENTS_CLAIMED, Point.RUN_ENDING, Point.RUN_FINISHED)
_REPORT = (Point.REPORT_FILE_READY, Point.REPORT_DRAWN)
# Points where a file, or a row, is being written. Only there can a disk be full.
ENOSPC = {Point.ADD_COPIED, Point.ENTRY_STAGED, Point.PAGES_READY, Point.REJECTION_EXPLAINED, Point.REPORT_FILE_READY}
_DISK_FULL = {
    Point.DOCUMENT_WRITTEN, Point.ANSWER_ACCEPTED, Point.RESULT_WRITTEN, Point.FAILURE_WRITTEN, Point.PROMPT_WRITTEN,
    Point.TAKEN_BACK_WRITTEN, Point.CORRECTION_WRITTEN, Point.PURGE_WRITTEN,
    Point.REGENERATION_WRITTEN, Point.REQUEST_WRITTEN, Point.MODEL_CHECK_WRITTEN, Point.AUDIT_WRITTEN,
    Point.DECISION_WRITTEN,
}  # fmt: skip
# An answer that arrived and was not saved yet. Only a killed process loses it.
_IN_HAND = {Point.CALL_ANSWERED, Point.ANSWER_ACCEPTED}
_SERVICE_FAULTS: tuple[Fault, ...] = ("throttle", "server_error", "hang", "cut", "extra_field")

Place = tuple[Scenario, Point, str, int]
"""A scenario, and a point that it reaches: by a stage, or any (""), for the n-th time."""


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
        begun = self.scenario.is_like or self.scenario
        named = begun.name if begun.before or not self.stage else self.stage
        point = self.point if begun is self.scenario else self.scenario.name
        return named, f"{point}{f' ({self.passage}.)' if self.passage > 1 else ''}"

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


def _of_documents() -> Iterator[Place]:
    """Intake, the stages of documents, and the run."""
    yield from _places(scenarios.FILING, (*_INTAKE, *_RUN, *_REPORT))
    yield from _places(scenarios.REJECTING, _REJECTION)
    for passage in (1, 2):
        yield from _places(scenarios.UNPACKING, _DRAFT, passage=passage)
    yield from _places(scenarios.UNPACKING, (Point.ENTRY_SET_ASIDE, Point.ENTRY_CLEARED))
    yield from _places(scenarios.UNPACKING_A_PART, _REJECTION)
    for passage in (1, 2):
        yield from _places(scenarios.MAILING, _DRAFT, passage=passage)
    yield from _places(scenarios.MAILING, (Point.ENTRY_CLEARED,))
    yield from _places(scenarios.LINKING, _RESULT, "file", 2)
    for stage in OPERATIONS:
        yield from _places(scenarios.FILING, _STEP, stage)
        yield from _places(scenarios.refusing(stage), _FAILURE, stage)


def _of_series() -> Iterator[Place]:
    """The prompt of a series, and its members that are read again."""
    yield from _places(scenarios.READING, _STEP, "extract_series")
    yield from _places(scenarios.READING, _CALL[1:], "extract_series", 2)
    yield from _places(scenarios.READING, _VERSION)
    # The second document that is read, and the third call, are those of the first member that is read again.
    yield from _places(scenarios.READING, _CALL[1:], "extract_series", 3)
    yield from _places(scenarios.READING, (Point.STAGE_BEGUN, *_RESULT), "extract_series", 2)
    yield from _places(scenarios.READING, _REGENERATION)
    yield from _places(scenarios.REGENERATING, (*_REQUEST, *_REGENERATION))


def _of_prompts() -> Iterator[Place]:
    """Proposals, trials and decisions. The second step of a promotion decides."""
    yield from _places(prompts.PROPOSING, _STEP, "propose_prompt")
    yield from _places(prompts.PROPOSING, (Point.PROMPT_WRITTEN,))
    yield from _places(prompts.PROPOSING_REFUSED, _FAILURE, "propose_prompt")
    yield from _places(prompts.TRYING, _STEP, "try_prompt")
    for passage in (2, 3):
        yield from _places(prompts.TRYING, _CALL[1:], "try_prompt", passage)
    yield from _places(prompts.JUDGING_REFUSED, _FAILURE, "try_prompt")
    yield from _places(prompts.CHECKING, _CALL[1:], "try_prompt", 3)
    yield from _places(prompts.CHECKING, _CHECK)
    yield from _places(prompts.PROMOTING, _RESULT, "try_prompt")
    for scenario, passage in ((prompts.PROMOTING, 2), (prompts.GIVING_UP, 1), (prompts.RETURNING, 1)):
        yield from _places(scenario, _DECISION[:1])
        yield from _places(scenario, _RESULT, "try_prompt", passage)
    for passage in (1, 2):
        yield from _places(prompts.RETURNING, _AUDIT, passage=passage)
    for said in (prompts.ACCEPTING, prompts.ROLLING_BACK):
        yield from _places(said, _DECISION)
    yield from _places(prompts.SUBMITTING, _VERSION)


def _of_persons() -> Iterator[Place]:
    """Commands, and the bin."""
    yield from _places(scenarios.ADDING, (Point.ADD_COPIED, Point.ADD_PLACED))
    yield from _places(scenarios.RERUNNING, (Point.TAKEN_BACK_WRITTEN, Point.TAKEN_BACK), "classify")
    for scenario in _ACTS:
        yield from _places(scenario, _CORRECTION)
    for passage in (1, 2):
        yield from _places(scenarios.IMPORTING, (*_DRAFT[:2], *_CORRECTION), passage=passage)
    for scenario in (scenarios.PURGING, scenarios.EMPTYING):
        yield from _places(scenario, _PURGE)


def _places(scenario: Scenario, points: Sequence[Point], stage: str = "", passage: int = 1) -> Iterator[Place]:
    return ((scenario, point, stage, passage) for point in points)


def _is_possible(scenario: Scenario, point: Point, fault: str) -> bool:
    if fault == FULL:
        return point in ENOSPC | _DISK_FULL
    # `alfrd add` does not use the database.
    return fault in (KILL, TERM, FROZEN) or scenario != scenarios.ADDING


def _of_services() -> Iterator[tuple[Scenario, str, str]]:
    """Scenarios whose stage asks the stand-in for this operation."""
    yield from ((scenarios.FILING_ONE, stage, operation) for stage, operation in OPERATIONS.items())
    yield scenarios.READING, "extract_series", "extract_series"
    yield prompts.PROPOSING, "propose_prompt", "propose_prompt"
    yield from ((prompts.TRYING, "try_prompt", each) for each in ("summarize", "judge_answers"))


def cells() -> Iterator[Cell]:
    """Every cell."""
    for scenario, point, stage, passage in chain(_of_documents(), _of_series(), _of_prompts(), _of_persons()):
        for fault in (KILL, TERM, FROZEN, RESTART, CUT, FULL):
            if _is_possible(scenario, point, fault):
                yield Cell(scenario, point, fault, stage, passage)
    for scenario, stage, operation in _of_services():
        for service_fault in _SERVICE_FAULTS:
            if (stage, service_fault) != ("ocr", "extra_field"):
                failing = scenarios.failing_once(scenario, operation, service_fault)
                yield Cell(failing, service_fault, SERVICE, stage)
