"""How a document came to its type, to each of its values, and to its series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database import explanations, series, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.phrases import occurs
from alfrd_luigi.views.documents import DocumentView, Recalled, Stage
from alfrd_luigi.views.values import Value

Reader = Literal["rules", "model", "invoice", "person"]

_READERS: Mapping[str, Reader] = {"offline": "rules", "embedded_invoice": "invoice", "person": "person"}


class Words(NamedTuple):
    """Words of the document, and the page on which they stand; None if it is not known."""

    text: str
    page: int | None


class Rival(NamedTuple):
    """Another candidate for a value, which was not taken. `behind` is by how many points it lost.

    That is negative for one that lost although it had more: the form of a letter, or an acronym of the issuer's name.
    `score` and `behind` are None for a candidate that could not be the value at all. `reasons` name what speaks against
    it, the strongest first (see extraction/contests.py).
    """

    value: Any
    words: list[Words]
    score: float | None
    behind: float | None
    reasons: list[str]


class Said(NamedTuple):
    """The word of a person: who set or approved the value, when, and what the engine had found there."""

    kind: str
    person: str
    at: datetime
    found: Any


class Ground(NamedTuple):
    """How a value came to be: who read it, with which prompt, from which words, and what else was considered.

    `score` is in the points of the rules. `blank` says why the rules took nothing, and `doubts` what makes the value
    less sure (see extraction/contests.py). A model gives no rivals: the only one is then what the rules read in place
    of its value. `memory` is what was learnt from other papers of the issuer.
    """

    name: str
    value: Any
    whose: str | None
    confidence: float | None
    is_uncertain: bool
    words: list[Words]
    reader: Reader | None
    model: str | None
    prompt: str | None
    prompt_version: int | None
    score: float | None
    blank: str | None
    doubts: list[str]
    rivals: list[Rival]
    memory: Recalled | None
    said: Said | None


class Near(NamedTuple):
    """Another series of the same sender and type."""

    id: int
    title: str


class SeriesGround(NamedTuple):
    """How the series was chosen. `how` is None if an earlier version filed the document.

    `account` is that of the paper. `near` are the other series that it could have joined.
    """

    id: int | None
    title: str | None
    entity: str | None
    series_type: str | None
    account: str | None
    how: str | None
    near: list[Near]
    said: Said | None


class Why(NamedTuple):
    """A document with the grounds of its type, heads, currency and fields, and of its series; None before filing."""

    id: UUID
    name: str
    status: str
    grounds: list[Ground]
    series: SeriesGround | None
    stages: list[Stage]
    retries: int
    waits: int
    usd: Decimal

    def unweighed(self) -> Why:
        """The same without what says how sure the values are, for a person who audits the document."""
        grounds = [
            each._replace(confidence=None, is_uncertain=False, score=None, doubts=[], rivals=[])
            for each in self.grounds
        ]
        return self._replace(grounds=grounds)


class _Facts(NamedTuple):
    """What the rows say of one document. `types` are the present names of the types that a person renamed."""

    answers: Mapping[str, explanations.StageAnswer]
    words: Mapping[str, Said]
    titles: Mapping[int, str]
    types: Mapping[str, str]


def why(session: Session, view: DocumentView) -> Why:
    """How one document came to be what it is."""
    return whys(session, [view])[view.document.id]


def whys(session: Session, views: Sequence[DocumentView], *, is_lasting: bool = False) -> dict[UUID, Why]:
    """How each of these documents came to be what it is.

    With `is_lasting`, what no change of the document tells is left out, for a page that is written once: other series,
    and the new names of other types.
    """
    ids = [view.document.id for view in views]
    answers: dict[UUID, dict[str, explanations.StageAnswer]] = defaultdict(dict)
    for answer in explanations.answers(session, ids):
        answers[answer.document_id][answer.stage] = answer
    words: dict[UUID, dict[str, Said]] = defaultdict(dict)
    for word in explanations.words(session, ids):
        words[word.document_id][word.field] = Said(word.kind, word.person, word.at, word.found)
    titles = {} if is_lasting else series.titles(session, list(_near(answers.values())))
    present = {} if is_lasting else {rules: name for name, rules in types.first_names(session).items()}
    return {
        id: _why(view, _Facts(answers[id], words[id], titles, present)) for id, view in zip(ids, views, strict=True)
    }


def _near(answers: Iterable[Mapping[str, explanations.StageAnswer]]) -> Iterator[int]:
    for stages in answers:
        yield from (_filing(stages) or {}).get("near", ())


def _filing(stages: Mapping[str, explanations.StageAnswer]) -> dict[str, Any] | None:
    return stages["file"].filing if "file" in stages else None


def _why(view: DocumentView, facts: _Facts) -> Why:
    document, stages = view.document, list(view.stages)
    grounds = _Grounds(view, facts)
    return Why(
        document.id,
        view.called.title or view.called.name or str(document.id),
        document.status,
        [grounds.of(value) for value in _values(view)],
        _series(view, facts) if document.status == "filed" else None,
        stages,
        sum(max(stage.attempts - 1, 0) for stage in stages),
        sum(stage.waits for stage in stages),
        view.usd,
    )


def _values(view: DocumentView) -> Iterator[Value]:
    """The type, the heads with the currency, and the fields that are not blank."""
    document = view.document
    for value in view.values:
        if value.name != "currency" and (value.content is not None or not value.name.startswith("field.")):
            yield value
        if value.name == "total":
            yield Value(
                "currency",
                document.currency,
                document.words_of.get("currency"),
                (document.confidences or {}).get("currency"),
                "currency" in document.uncertain,
                _page(document.places, "currency"),
                (),
                (document.evidence or {}).get("currency"),
            )


def _page(places: Mapping[str, Any] | None, name: str) -> int | None:
    place = (places or {}).get(name)
    return place and place["page"]


class _Grounds:
    """The grounds of the values of one document."""

    def __init__(self, view: DocumentView, facts: _Facts) -> None:
        self._facts = facts
        self._pages = view.pages
        self._stages = {stage.name: stage for stage in view.stages if stage.status == "completed"}
        self._memory = {use.name: use for use in view.recalled}

    def of(self, value: Value) -> Ground:
        stage = self._stages.get(self._source(value.name))
        entry, said = self._entry(value.name), self._facts.words.get(value.name)
        return Ground(
            value.name,
            value.content,
            value.whose,
            value.confidence,
            value.is_uncertain,
            list(self._words(value, entry)),
            "invoice" if value.whose == "invoice" else _reader(stage),
            stage and stage.model,
            stage and stage.prompt,
            stage and stage.prompt_version,
            entry.get("score"),
            entry.get("blank"),
            entry.get("doubts", []),
            [self._rival(value.name, each, entry.get("score")) for each in entry.get("rivals", ())],
            self._memory.get(value.name),
            said,
        )

    def _source(self, name: str) -> str:
        """The stage that found a value."""
        if name == "type":
            return "classify"
        return "extract_series" if "extract_series" in self._facts.answers else "summarize"

    def _entry(self, name: str) -> Mapping[str, Any]:
        """What was considered for a value."""
        answer = self._facts.answers.get(self._source(name))
        entry: Mapping[str, Any] = ((answer and answer.considered) or {}).get(name, {})
        return entry

    def _words(self, value: Value, entry: Mapping[str, Any]) -> Iterator[Words]:
        """The evidence: the phrases of a type, or the quoted words of a value."""
        if value.name == "type":
            yield from (Words(phrase, self._page_of(phrase)) for phrase in entry.get("words", ()))
        elif value.evidence and value.whose != "invoice":
            yield Words(value.evidence, value.page)

    def _rival(self, name: str, rival: Mapping[str, Any], best: float | None) -> Rival:
        score, page = rival["score"], rival["page"]
        behind = None if best is None or score is None else round(best - score, 1)
        words = [Words(each, page or self._page_of(each)) for each in rival["words"]]
        return Rival(self._content(name, rival["value"]), words, score, behind, list(rival["reasons"]))

    def _content(self, name: str, value: Any) -> Any:
        if name == "type":
            return self._facts.types.get(value, value)
        if name == "date":
            return date.fromisoformat(value)
        return Decimal(f"{value:.2f}") if name == "total" else value

    def _page_of(self, words: str) -> int | None:
        """The first page on which words stand, however they are spaced."""
        wanted = fold(words)
        return next((number for number, text in self._folded if wanted and occurs(wanted, text)), None)

    @cached_property
    def _folded(self) -> list[tuple[int, str]]:
        return [(page.number, fold(page.text)) for page in self._pages]


def _reader(stage: Stage | None) -> Reader | None:
    return None if stage is None or stage.engine is None else _READERS.get(stage.engine, "model")


def _series(view: DocumentView, facts: _Facts) -> SeriesGround:
    row, filing = view.document.series or {}, _filing(facts.answers) or {}
    said = facts.words.get("series")
    near = [Near(id, facts.titles[id]) for id in filing.get("near", ()) if id in facts.titles and id != row.get("id")]
    return SeriesGround(
        row.get("id"),
        row.get("title"),
        row.get("entity"),
        row.get("series_type"),
        filing.get("account") or None,
        "person" if said else filing.get("how"),
        near,
        said,
    )
