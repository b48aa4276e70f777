"""The stages of a document: what each one needs, finds, leaves and asks is declared here, and nowhere else in Python.

ocr -> classify -> score_classification ---------------> file
              \\--> summarize -> score_summary ---------/

The tables `stages` and `statuses` say the same to SQL; a test compares them. Nothing here loads an engine: a run that
finds nothing to do imports no more of the stages than this.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

StageName = Literal["ocr", "classify", "score_classification", "summarize", "score_summary", "file"]
Status = Literal["pending", "ocr_completed", "classified", "summarized", "filed", "failed"]

# In the order in which a document comes to them; a failed document has left it.
STATUSES: tuple[Status, ...] = ("pending", "ocr_completed", "classified", "summarized", "filed", "failed")


class Declaration(NamedTuple):
    """A stage of the graph.

    `finds` are the statuses in which its input is there, in their order: a scoring runs beside the main path and may
    find a later one. `leaves` is the status that its completion gives the document, None for a scoring, which judges
    the result of the stage that it `scores`. `prompt` is the kind of prompt that it asks with.
    """

    requires: tuple[StageName, ...]
    finds: tuple[Status, ...]
    leaves: Status | None = None
    prompt: str = ""
    scores: StageName | None = None

    @property
    def before(self) -> Status:
        """The status that a document goes back to when it is run again from this stage."""
        return self.finds[-1]


GRAPH: dict[StageName, Declaration] = {
    "ocr": Declaration((), ("pending",), "ocr_completed"),
    "classify": Declaration(("ocr",), ("ocr_completed",), "classified", "classifier"),
    "score_classification": Declaration(
        ("classify",), ("classified", "summarized"), prompt="classification_scorer", scores="classify"
    ),
    "summarize": Declaration(("classify",), ("classified",), "summarized", "summarizer"),
    "score_summary": Declaration(("summarize",), ("summarized",), prompt="summary_scorer", scores="summarize"),
    "file": Declaration(("score_classification", "score_summary"), ("summarized",), "filed", "series_detector"),
}

STAGES: tuple[StageName, ...] = tuple(GRAPH)
SCORINGS: frozenset[StageName] = frozenset(name for name, stage in GRAPH.items() if stage.scores)


def required_scorings(stage: StageName) -> list[StageName]:
    """The scorings that have to end, well or not, before the stage: no status tells of them."""
    return [name for name in GRAPH[stage].requires if name in SCORINGS]


def with_dependents(stage: StageName) -> list[StageName]:
    """The stage and every stage that needs it, directly or not, in order."""
    found = {stage}
    for later in STAGES:
        if found & set(GRAPH[later].requires):
            found.add(later)
    return [name for name in STAGES if name in found]
