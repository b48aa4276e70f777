"""The graph of a document's stages. This is the only declaration of their order, statuses and prompts in Python.

ocr -> classify -> score_classification ---------------> file -> extract_series
              \\--> summarize -> score_summary ---------/

The tables `stages` and `statuses` hold the same for SQL; a test compares them. This module loads no engine, because a
run that finds no work imports it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from alfrd_luigi.language import engines
from alfrd_luigi.settings import settings

StageName = Literal["ocr", "classify", "score_classification", "summarize", "score_summary", "file", "extract_series"]
Status = Literal["pending", "ocr_completed", "classified", "summarized", "filed", "failed"]

# In the order in which a document reaches them; `failed` is outside this order.
STATUSES: tuple[Status, ...] = ("pending", "ocr_completed", "classified", "summarized", "filed", "failed")


class Declaration(NamedTuple):
    """A stage of the graph.

    `finds` are the statuses in which its input exists, in order: a scoring runs beside the main path and may find a
    later one. `leaves` is the status of the document after the stage. It is None for a stage beside the main path: a
    scoring, which judges the result of the stage `scores`, or the reading of a filed document by its series. `prompt`
    is the kind of its prompt.
    """

    requires: tuple[StageName, ...]
    finds: tuple[Status, ...]
    leaves: Status | None = None
    prompt: str = ""
    scores: StageName | None = None

    @property
    def before(self) -> Status:
        """The status to which a document returns when it is processed again from this stage."""
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
    "extract_series": Declaration(("file",), ("filed",), prompt="series_summarizer"),
}

# The name in the books of the work that is no stage of a document: the summary of a file.
FILE_SUMMARY = "summarize_file"
# The stage after filing, which a document has to come through only if its series reads its documents.
READING: StageName = "extract_series"
STAGES: tuple[StageName, ...] = tuple(GRAPH)
SCORINGS: frozenset[StageName] = frozenset(name for name, stage in GRAPH.items() if stage.scores)
# The stages whose failure is on record and leaves the document as it is.
BESIDE: frozenset[StageName] = frozenset(name for name, stage in GRAPH.items() if stage.leaves is None)


def required_scorings(stage: StageName) -> list[StageName]:
    """The scorings that must end, successfully or not, before the stage. No status shows them."""
    return [name for name in GRAPH[stage].requires if name in SCORINGS]


def series_read() -> bool:
    """Whether a series with enough documents has a prompt of its own, by which its documents are read.

    Only a language model does that, and only if the settings allow it.
    """
    return settings().series_prompts and engines.has_model()


def with_dependents(stage: StageName) -> list[StageName]:
    """The stage and all stages that depend on it, directly or indirectly, in order."""
    found = {stage}
    for later in STAGES:
        if found & set(GRAPH[later].requires):
            found.add(later)
    return [name for name in STAGES if name in found]
