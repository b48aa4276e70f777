"""Drafts of better versions of a prompt: what a scorer suggested, or what a model makes of misses with one cause."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, prompt_answers, prompts, trials, types
from alfrd_luigi.database.prompts import ActivePrompt, Key, Origin
from alfrd_luigi.database.session import Session
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.text_limit import fitted_pages
from alfrd_luigi.prompts import contract, gold, refusal
from alfrd_luigi.prompts.clinic import Cause, Miss, Wrong
from alfrd_luigi.prompts.refusal import Rules, Shown
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings

SHOWN = 3
"""The most misses that are shown at once."""
_PROPOSER = Key("prompt_proposer")
# Of the text of a document, as of three full pages. The texts together leave room for the rest of the question.
_CHARACTERS = 9_000
_SHARE_OF_TEXT = 4
_VALUE_CHARACTERS = 1_000
_EARLIER = 5


class Draft(NamedTuple):
    """A text that may be the next version, what it is to mend, and why it is refused; None if it is not."""

    cause: str
    text: str
    origin: Origin
    documents: Sequence[UUID]
    refusal: str | None


def rules_of(session: Session, active: ActivePrompt) -> Rules:
    """What drafts for the place of the active version are checked against."""
    versions, asked = prompts.of_key(session, active.key), json.dumps(_asked(session, active), ensure_ascii=False)
    return Rules(active.kind, active.text, versions, settings().prompt_max_words, asked)


def suggested(session: Session, active: ActivePrompt, rules: Rules) -> Iterator[Draft]:
    """What the scorers of clinic documents suggested in place of the active version, for the worst result first."""
    for document, text in prompts.suggestions(session, active.id):
        answer = prompt_answers.of(session, document, active.id)
        values = [] if answer is None else [gold.values(active.kind, answer.answer)]
        shown = Shown(documents.page_texts(session, document), values)
        cause = f"suggestion {sha256(text.encode()).hexdigest()[:12]}"
        yield Draft(cause, text, "suggested", [document], refusal.reason(text, rules, [shown]))


def proposed(session: Session, active: ActivePrompt, cause: Cause, rules: Rules, books: Books) -> Draft:
    """What a model proposes that sees up to three misses of the cause. Raises the errors of `ask`."""
    misses = cause.misses[:SHOWN]
    pages = [documents.page_texts(session, miss.document) for miss in misses]
    told = [_told(active.kind, miss, text) for miss, text in zip(misses, _fitted(pages), strict=True)]
    question = questions.propose_prompt(
        prompts.active(session, _PROPOSER).text, _present(session, active), cause.name, told, _earlier(session, active)
    )
    said: str | None = ask(engines.selected(), question, books).answer["prompt"]
    text, shown = (said or "").strip(), [_shown(active.kind, *each) for each in zip(misses, pages, strict=True)]
    reason = "no flaw was found that instructions can mend" if said is None else refusal.reason(text, rules, shown)
    return Draft(cause.name, text, "proposed", [miss.document for miss in misses], reason)


def _present(session: Session, active: ActivePrompt) -> dict[str, Any]:
    return {
        "kind": active.kind,
        **_asked(session, active),
        "instructions": active.text,
        "contract": contract.clauses(active.kind),
        "most_words": settings().prompt_max_words,
    }


def _asked(session: Session, active: ActivePrompt) -> dict[str, Any]:
    """What the instructions are for: the types that there are, or the fields of a type or series."""
    if active.kind == "classifier":
        return {"types": [each._asdict() for each in types.known(session)]}
    if active.document_type is None:
        return {"fields_schema": active.fields_schema or {}}
    of = types.get(session, active.document_type)
    return {"document_type": of.name, "description": of.description, "fields_schema": of.fields_schema}


def _told(kind: str, miss: Miss, pages: Sequence[str]) -> dict[str, Any]:
    return {
        "text": "\n\n".join(filter(None, pages)),
        "answer": {name: _short(value) for name, value in gold.values(kind, miss.answer).items()},
        "wrong": {name: _short_of(each) for name, each in miss.wrong.items()},
        "remark": miss.remark,
    }


def _fitted(texts: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    most = engines.selected().characters
    characters = _CHARACTERS if most is None else min(_CHARACTERS, most // _SHARE_OF_TEXT)
    return (fitted_pages(pages, characters) for pages in texts)


def _shown(kind: str, miss: Miss, pages: Sequence[str]) -> Shown:
    return Shown(pages, [gold.values(kind, miss.answer), miss.words])


def _short_of(wrong: Wrong) -> dict[str, Any]:
    return {name: _short(value) for name, value in wrong._asdict().items()}


def _short(value: Any) -> Any:
    written = json.dumps(value, ensure_ascii=False)
    return value if len(written) <= _VALUE_CHARACTERS else f"{written[:_VALUE_CHARACTERS]}…"


def _earlier(session: Session, active: ActivePrompt) -> list[dict[str, Any]]:
    """The newest candidates of the key that did not become active, without any figure of the court."""
    ended = (each for each in trials.of_key(session, active.key) if each.state in ("given_up", "refused"))
    challenges = [trial for trial in ended if trial.purpose == "challenge"]
    return [
        {"instructions": prompts.wording(session, each.candidate_id).text, "state": each.state.replace("_", " ")}
        for each in challenges[:_EARLIER]
    ]
