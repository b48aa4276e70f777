"""The expected cost of documents: from the recent cost of each stage or, without past calls, a high estimate."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from alfrd_luigi.database import calls, documents, series_prompts
from alfrd_luigi.database.regenerations import standing
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines as language_engines
from alfrd_luigi.language.questions import MOST_TOKENS
from alfrd_luigi.ocr import engines as ocr_engines
from alfrd_luigi.services import prices
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.stages.graph import FILE_SUMMARY, GRAPH, READING, StageName, series_read

# A question about a document of a few pages seldom has more.
_UNKNOWN_INPUT_TOKENS = 6000
# Later documents may be longer than those that the average comes from.
_MARGIN = Decimal("1.1")
# Of so many documents, the share that series read is the share of the next ones.
_NEWEST = 200


def by_stage(session: Session) -> dict[str, Decimal]:
    """The expected cost of each stage of a document in USD; `ocr` is the cost of one page."""
    service = ocr_engines.service()
    page = (prices.cost(service.name, None, Usage(pages=1)) or Decimal(0)) if service else Decimal(0)
    return {"ocr": page, **_language(session)}


def _language(session: Session) -> dict[str, Decimal]:
    """The cost of each stage that asks a question. A series reads only some of the documents."""
    costs = _of_questions(session, [name for name, stage in GRAPH.items() if stage.prompt])
    if not series_read():
        return costs | {READING: Decimal(0)}
    return costs | {READING: costs[READING] * series_prompts.share(session, _NEWEST)}


def expected(session: Session) -> documents.ExpectedCost:
    """The expected cost of the due documents, and of those that living runs hold."""
    reading = _of_questions(session, [READING])[READING] if series_read() else Decimal(0)
    return documents.expected_cost(session, by_stage(session), reading)


def _of_questions(session: Session, asked: Sequence[str]) -> dict[str, Decimal]:
    """The expected cost of each of these questions in USD."""
    engine = language_engines.selected()
    if engine.service is None:
        return dict.fromkeys(asked, Decimal(0))
    means = calls.stage_means(session, engine.service.name, engine.model)
    return {
        stage: means[stage] * _MARGIN if stage in means else most(engine.service, engine.model, stage)
        for stage in asked
    }


def most(service: PaidService, model: str, stage: str) -> Decimal:
    """What a question of a stage about a document of a few pages costs at most, in USD; 0 without a price."""
    usage = Usage(input_tokens=_UNKNOWN_INPUT_TOKENS, output_tokens=MOST_TOKENS[stage])
    return prices.cost(service.name, model, usage) or Decimal(0)


def again(session: Session, stages: Sequence[StageName], files: int) -> Decimal:
    """The expected cost of repeating stages that ask questions, each as often as it is named, and so many summaries of
    files; in USD.
    """
    asked = [stage for stage in stages if GRAPH[stage].prompt]
    each = _of_questions(session, [*asked, FILE_SUMMARY])
    return sum((each[stage] for stage in asked), files * each[FILE_SUMMARY])


def regenerations(session: Session) -> tuple[int, Decimal]:
    """The number of documents that series read again in the next run, and the expected cost of this in USD."""
    under_way = standing(session) if series_read() else []
    left = sum(each.left for each in under_way)
    return left, again(session, [READING] * left, 0)
