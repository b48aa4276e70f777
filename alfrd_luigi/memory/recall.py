"""Applies the memory to the answer of an engine, rules or model alike, and records each use in it.

The memory is applied after the engine has answered, so that an answer that was paid earlier profits from what was
learnt since, and is not paid again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.assessment.field_names import answer_name
from alfrd_luigi.assessment.printing import is_same
from alfrd_luigi.database import documents, issuers, types
from alfrd_luigi.database.issuers import LessonField
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.classification import OTHER
from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.memory import labels, reading
from alfrd_luigi.memory.identification import read_page
from alfrd_luigi.memory.issuer import KnownIssuer, issuer_of
from alfrd_luigi.memory.reading import Place
from alfrd_luigi.memory.use import DEMOTED, MEMORY, Use, with_value

_LESSONS = 10
"""The newest documents of an issuer count."""
_CLEAR = 0.9
"""The confidence of clear evidence. A value of which the engine is as sure wins, unless it made the mistake before."""
_DOUBTFUL = 0.5
"""The confidence below which a value that a person approved elsewhere is read from its place there."""
# Two papers have the same form if one has this share of the words of the shorter one, or both have this share of all
# their words.
_SAME_FORM, _SAME_WORDS = 0.55, 0.33


class _Proposal(NamedTuple):
    """A value that was learnt, its words on the page, and the kind of evidence for it."""

    value: Any
    words: str | None
    evidence: str


class Recall:
    """What the memory says of one document. Nothing, if its issuer is not known.

    `lessons` are the values learnt from the newest documents of the issuer, without those of a demoted memory.
    """

    def __init__(self, session: Session, document: UUID) -> None:
        self._session, self._document = session, document
        self.pages = tuple(documents.page_texts(session, document))
        self.issuer: KnownIssuer | None = None
        if issuers.is_known(session):
            self.issuer = issuer_of(session, document, read_page(self.pages))
        self.lessons: list[LessonField] = []
        if self.issuer is not None:
            lost = issuers.losses(session, [self.issuer.id], document)
            found = issuers.lessons(session, self.issuer.id, _LESSONS, document)
            self.lessons = [each for each in found if lost.get((self.issuer.id, each.field), 0) < DEMOTED]

    def classified(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to `classify` with the type and tags that persons gave to papers of its issuer."""
        if self.issuer is None:
            return dict(answer)
        given = [
            tag for tag in issuers.tags(self._session, self.issuer.id, self._document) if tag not in answer["tags"]
        ]
        uses = [self._use("tag", None, tag, None, "taken") for tag in given]
        changed = {**answer, "tags": [*answer["tags"], *given]}
        if (use := self._type(answer)) is not None:
            uses.append(use)
            if use.outcome == "taken":
                said = f"A person gave this type to a paper of {self.issuer.name}. {answer['reasoning']}"
                changed |= {"document_type": use.proposed, "confidence": _sure(use), "reasoning": said}
        return changed | _recorded(uses)

    def summarized(self, answer: Mapping[str, Any], exact: Collection[str] = ()) -> dict[str, Any]:
        """The answer to `summarize` with what was learnt. The values named `exact` do not come from the page."""
        if self.issuer is None:
            return dict(answer)
        uses = [use for use in self._values(answer) if use.field == "entity" or answer_name(use.field) not in exact]
        changed = dict(answer)
        for use in uses:
            if use.outcome == "taken":
                sure = None if use.proposed is None else _sure(use)
                changed = with_value(changed, use.field, use.proposed, use.words, sure)
        return changed | _recorded(uses)

    def _type(self, answer: Mapping[str, Any]) -> Use | None:
        """The type of a paper of the same form, if the engine found the same type there, or is unsure."""
        found, sure = answer["document_type"], answer["confidence"]
        known = {each.name for each in types.known(self._session)}
        for lesson in self._of("type"):
            if lesson.value not in known or not self._has_form_of(lesson.document):
                continue
            if lesson.value == found:
                return self._use("type", lesson, lesson.value, found, "agreed")
            is_corrected = lesson.value != lesson.found
            # "other" says that the page is clear about no type.
            is_open = is_corrected or found == OTHER
            if found == lesson.found or sure < (_CLEAR if is_open else _DOUBTFUL):
                use = self._use("type", lesson, lesson.value, found, "taken", confidence=sure)
                return use._replace(evidence="form", instead_words=answer["reasoning"])
            return self._use("type", lesson, lesson.value, found, "lost") if is_corrected else None
        return None

    def _has_form_of(self, lesson: UUID) -> bool:
        """Whether the document has many words of a lesson. A bill and a letter share only the letterhead."""
        own, other = _words(self.pages), _words(documents.page_texts(self._session, lesson))
        common = len(own & other)
        return common >= _SAME_FORM * min(len(own), len(other)) or common >= _SAME_WORDS * len(own | other)

    def _values(self, answer: Mapping[str, Any]) -> Iterator[Use]:
        yield from self._entity(answer)
        total = answer["total_amount"]
        # The total comes before the currency, which a paper without a total need not have.
        for field in sorted({lesson.field for lesson in self.lessons}, key=lambda name: (name != "total", name)):
            if field == "currency" and total is None and answer["currency"] is None:
                continue
            is_of_type = not field.startswith("field.") or field[6:] in (answer["structured_data"] or {})
            if field not in ("type", "entity") and is_of_type and (use := self._value(answer, field)):
                total = use.proposed if (field, use.outcome) == ("total", "taken") else total
                yield use

    def _entity(self, answer: Mapping[str, Any]) -> Iterator[Use]:
        """The person's name for the issuer, if a lesson has one."""
        lesson = next(self._of("entity"), None)
        if lesson is None or self.issuer is None or self.issuer.name is None:
            return
        by = "name" if self.issuer.printed else "marks"
        known = _Proposal(self.issuer.name, answer["evidence"].get("entity"), by)
        yield self._proposed(answer, lesson, known, "agreed" if answer["entity"] == self.issuer.name else "taken")

    def _value(self, answer: Mapping[str, Any], field: str) -> Use | None:
        newer: list[LessonField] = []
        for lesson in self._of(field):
            found = self._constant(answer, lesson) if not lesson.places else self._read(lesson, newer)
            if found is not None:
                outcome = _outcome(lesson, found.value, *labels.found(answer, field))
                if outcome == "lost" and self._has_left_its_label(lesson, answer, found.words):
                    outcome = "taken"
                return self._proposed(answer, lesson, found, outcome) if outcome else None
            newer.append(lesson)
        return None

    def _has_left_its_label(self, lesson: LessonField, answer: Mapping[str, Any], words: str | None) -> bool:
        """Whether the engine, unsure, reads beside a label that did not have the value on a paper of the same form.

        A person approved what it read there, and a label that had the value is on this paper, too, in the `words` of
        the memory.
        """
        _, label, sure = labels.found(answer, lesson.field)
        if lesson.value != lesson.found or not lesson.places or (sure or 0.0) >= _CLEAR:
            return False
        if label is None or words is None:
            return False
        known = [*(place["label"] for place in lesson.places), *([lesson.found_label] if lesson.found_label else [])]
        is_there = any(labels.is_same_label(labels.label_of(words), each) for each in known)
        has_left = not any(labels.is_same_label(label, each) for each in known)
        return is_there and has_left and self._has_form_of(lesson.document)

    def _read(self, lesson: LessonField, newer: Sequence[LessonField]) -> _Proposal | None:
        """The value at a place of a lesson, if the place gives the right values in the newer lessons."""
        places = self._common([Place(**place) for place in lesson.places], lesson.field)
        found = reading.read_any(places, lesson.value, self.pages)
        if found is None:
            return None
        for each in newer:
            there = reading.read(found[0], lesson.value, documents.page_texts(self._session, each.document))
            if there is not None and not is_same(there.value, each.value):
                return None
        return _Proposal(found[1].value, found[1].words, found[1].by)

    def _common(self, places: Sequence[Place], field: str) -> Sequence[Place]:
        """The places that several lessons have in common, if there are some: an equal amount beside it is chance."""
        known = Counter((each["side"], each["label"]) for lesson in self._of(field) for each in lesson.places)
        common = [place for place in places if known[place.side, place.label] > 1]
        return common or places

    def _constant(self, answer: Mapping[str, Any], lesson: LessonField) -> _Proposal | None:
        """The value of a lesson that its pages do not print, where the engine found what it had found there.

        Numbers and dates differ from paper to paper, so only what is printed at the same place is known of them.
        """
        value, label, _ = labels.found(answer, lesson.field)
        is_alike = value == lesson.found and label == lesson.found_label
        if lesson.field == "currency":
            return _Proposal(lesson.value, None, "constant")
        is_number = isinstance(lesson.value, int | float) or (
            isinstance(lesson.value, str) and any(map(str.isdigit, lesson.value))
        )
        if lesson.value is None:
            is_alike = value is not None and lesson.found is not None and _is_same_mistake(lesson, label)
        is_learnt = is_alike and not is_number and lesson.value != lesson.found
        return _Proposal(lesson.value, None, "constant") if is_learnt else None

    def _of(self, field: str) -> Iterator[LessonField]:
        return (lesson for lesson in self.lessons if lesson.field == field)

    def _proposed(self, answer: Mapping[str, Any], lesson: LessonField, proposal: _Proposal, outcome: Any) -> Use:
        name, field = answer_name(lesson.field), lesson.field
        instead, _, confidence = labels.found(answer, field)
        use = self._use(field, lesson, proposal.value, instead, outcome, confidence=confidence)
        evidence, words = proposal.evidence, proposal.words
        return use._replace(evidence=evidence, words=words, instead_words=answer["evidence"].get(name))

    def _use(
        self,
        field: str,
        lesson: LessonField | None,
        proposed: Any,
        instead: Any,
        outcome: Any,
        confidence: float | None = None,
    ) -> Use:
        assert self.issuer is not None
        from_document = lesson.document if lesson is not None else None
        issuer = self.issuer
        return Use(
            issuer.id, from_document, field, proposed, instead, outcome, issuer.by, instead_confidence=confidence
        )


def _sure(use: Use) -> float:
    """How sure a value of the memory is, by the kind of evidence for it."""
    return round(probability("memory", {use.evidence: 1.0} if use.evidence else {}), 3)


def _outcome(lesson: LessonField, value: Any, found: Any, label: str | None, sure: float | None) -> str | None:
    """What becomes of a value that a lesson proposes; None if it says nothing against what was found."""
    if found is None:
        return None if value is None else "taken"
    if is_same(found, value):
        return "agreed"
    if lesson.value == lesson.found:
        return "taken" if (sure or 0.0) < _DOUBTFUL else "lost"
    was_as_sure = sure is not None and lesson.confidence is not None and sure <= lesson.confidence
    if _is_same_mistake(lesson, label) or was_as_sure or (sure or 0.0) < _CLEAR:
        return "taken"
    return "lost"


def _is_same_mistake(lesson: LessonField, label: str | None) -> bool:
    """Whether the engine read its value beside the label beside which it read a wrong one in the lesson."""
    if label is None or lesson.found_label is None or lesson.found is None:
        return False
    return labels.is_same_label(label, lesson.found_label)


def _words(pages: Sequence[str]) -> set[str]:
    return {word for page in pages for word in fold(page).split() if len(word) > 2 and word.isalpha()}


def _recorded(uses: Sequence[Use]) -> dict[str, Any]:
    return {MEMORY: [use.stored() for use in uses]} if uses else {}
