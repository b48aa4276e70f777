"""The stages of a document, the order among them, and the status that each one finds and leaves.

ocr -> classify -> score_classification ---------------> file
              \\--> summarize -> score_summary ---------/
"""

from __future__ import annotations

from typing import Literal

StageName = Literal["ocr", "classify", "score_classification", "summarize", "score_summary", "file"]

STAGES: tuple[StageName, ...] = ("ocr", "classify", "score_classification", "summarize", "score_summary", "file")
SCORING: frozenset[StageName] = frozenset({"score_classification", "score_summary"})

REQUIRED: dict[StageName, tuple[StageName, ...]] = {
    "ocr": (),
    "classify": ("ocr",),
    "score_classification": ("classify",),
    "summarize": ("classify",),
    "score_summary": ("summarize",),
    "file": ("score_classification", "score_summary"),
}

# The statuses in which a stage finds its input; scoring runs beside the main path, so it may find a later one.
READY: dict[StageName, frozenset[str]] = {
    "ocr": frozenset({"pending"}),
    "classify": frozenset({"ocr_completed"}),
    "score_classification": frozenset({"classified", "summarized"}),
    "summarize": frozenset({"classified"}),
    "score_summary": frozenset({"summarized"}),
    "file": frozenset({"summarized"}),
}

# The status that a document goes back to when it is run again from a stage.
BEFORE: dict[StageName, str] = {
    "ocr": "pending",
    "classify": "ocr_completed",
    "score_classification": "summarized",
    "summarize": "classified",
    "score_summary": "summarized",
    "file": "summarized",
}


def with_dependents(stage: StageName) -> list[StageName]:
    """The stage and every stage that needs it, directly or not, in order."""
    found = {stage}
    for later in STAGES:
        if found & set(REQUIRED[later]):
            found.add(later)
    return [name for name in STAGES if name in found]
