"""What documents will cost: from what their stages have cost of late, or, before there is any experience, too much."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from alfrd_luigi.database import calls, documents
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines as language_engines
from alfrd_luigi.language.questions import MOST_TOKENS
from alfrd_luigi.ocr import engines as ocr_engines
from alfrd_luigi.services import prices
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.stages.graph import STAGES

# What a question about a document of a few pages seldom exceeds.
_UNKNOWN_INPUT_TOKENS = 6000
# Later documents may be longer than those that the experience comes from.
_MARGIN = Decimal("1.1")


def by_stage(session: Session) -> dict[str, Decimal]:
    """US dollars that each stage of a document is expected to cost; `ocr` is for one page."""
    service = ocr_engines.service()
    page = (prices.cost(service.name, None, Usage(pages=1)) or Decimal(0)) if service else Decimal(0)
    return {"ocr": page, **_language(session)}


def _language(session: Session) -> dict[str, Decimal]:
    asked = [stage for stage in STAGES if stage != "ocr"]
    engine = language_engines.selected()
    if engine.service is None:
        return dict.fromkeys(asked, Decimal(0))
    means = calls.stage_means(session, engine.service.name, engine.model)
    return {
        stage: means[stage] * _MARGIN if stage in means else _most(engine.service, engine.model, stage)
        for stage in asked
    }


def _most(service: PaidService, model: str, stage: Any) -> Decimal:
    usage = Usage(input_tokens=_UNKNOWN_INPUT_TOKENS, output_tokens=MOST_TOKENS[stage])
    return prices.cost(service.name, model, usage) or Decimal(0)


def expectation(session: Session) -> tuple[Decimal, Decimal]:
    """US dollars that a document is expected to cost from its first stage on, and those still to come of documents
    that living runs have claimed."""
    row = documents.expected_cost(session, by_stage(session))
    return row.each, row.begun


def pending(session: Session) -> documents.ExpectedCost:
    """What the documents that are due are expected to cost."""
    return documents.expected_cost(session, by_stage(session))
