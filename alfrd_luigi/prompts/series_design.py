"""The design of a series' prompt: asked for once, when the series has enough documents, and checked before it is used.

A design adds fields to those of the type, and instructions to the type's prompt. It cannot take anything away from
either. A design that cannot be used is recorded, and asked for again when the series has grown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from alfrd_luigi.database import corrections, documents, events, prompts, regenerations, series_prompts, types
from alfrd_luigi.database.series_prompts import KIND, Member, SeriesPrompt
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidAnswerError, PermanentError
from alfrd_luigi.language import engines, questions
from alfrd_luigi.language.inquiry import ask
from alfrd_luigi.language.quotation import quotes
from alfrd_luigi.prompts import series_schema
from alfrd_luigi.services.books import Books
from alfrd_luigi.settings import settings
from alfrd_luigi.triggers import Point, reached

MEMBERS = 3
"""A series with so many counted documents gets a prompt. As many of the newest are shown to the model."""
GROWTH = 3
"""By so many documents a series has grown when it is asked again for a design that could be used."""
_NOT_TOLD = ("type", "summary", "title", "note", "paid")


class _Design(NamedTuple):
    """The text and the fields of a prompt."""

    text: str
    fields_schema: dict[str, Any]


class _Ground(NamedTuple):
    """What a design is made from: the newest members with their texts, their type, and its prompt."""

    members: list[Member]
    pages: tuple[str, ...]
    of: types.DocumentType
    type_prompt: str

    @property
    def most_words(self) -> int:
        """The words that are left for the instructions of a design."""
        return max(settings().prompt_max_words - len(self.type_prompt.split()), 0)


def prompt_of(session: Session, series_id: int, books: Books) -> SeriesPrompt | None:
    """The prompt of a series, designed now if it is due. None if the series has none.

    The caller holds the series' lock, so that no other process designs it. Raises the errors of `ask` but for those
    that the answer causes.
    """
    active = series_prompts.active(session, series_id)
    if active is not None:
        return active
    members = series_prompts.members(session, series_id)
    refused_at = series_prompts.refused_at(session, series_id)
    if members < max(MEMBERS, 0 if refused_at is None else refused_at + GROWTH):
        return None
    _design(session, series_id, members, books)
    return series_prompts.active(session, series_id)


def _design(session: Session, series_id: int, members: int, books: Books) -> None:
    """Ask for a design, and store the prompt, or the fault of the answer."""
    ground = _ground(session, series_id)
    try:
        made: _Design | str = _asked(session, ground, books)
    except (PermanentError, InvalidAnswerError) as error:
        made = error.message
    with session.transaction():
        _store(session, series_id, members, made)
        reached(Point.PROMPT_WRITTEN)
    reached(Point.PROMPT_COMMITTED)


def _ground(session: Session, series_id: int) -> _Ground:
    members = series_prompts.newest(session, series_id, MEMBERS)
    pages = tuple("\f".join(documents.page_texts(session, member.id)) for member in members)
    of = types.of_document(session, members[0].id)
    return _Ground(members, pages, of, prompts.active(session, "summarizer", of.name).text.strip())


def _asked(session: Session, ground: _Ground, books: Books) -> _Design:
    designer = prompts.active(session, "series_designer", None)
    answers = [_told(corrections.values(session, member.id)) for member in ground.members]
    of, words = ground.of, ground.most_words
    question = questions.design_series(designer.text, ground.pages, of.name, of.fields_schema, answers, words)
    return _checked(ask(engines.selected(), question, books).answer, ground)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _NOT_TOLD}


def _checked(answer: Mapping[str, Any], ground: _Ground) -> _Design:
    """The design of an answer. Raises InvalidAnswerError if it cannot be used."""
    fields = [{**field, "label": _label(field["label"], ground.pages)} for field in answer["fields"]]
    schema = series_schema.designed(ground.of.fields_schema, fields)
    own = "\n".join(filter(None, (answer["prompt"].strip(), answer["notes"].strip())))
    if len(own.split()) > ground.most_words:
        raise InvalidAnswerError(f"its prompt has more than {ground.most_words} words")
    if quotes(own, ground.pages):
        raise InvalidAnswerError("it quotes a document")
    return _Design(f"{ground.type_prompt}\n\n{own}", schema)


def _label(printed: str | None, pages: Sequence[str]) -> str | None:
    """The label as printed. None if it is so long, or holds such a number, that it is a quotation and no label."""
    return None if printed is None or quotes(printed, pages) else printed


def _store(session: Session, series_id: int, members: int, made: _Design | str) -> None:
    key = prompts.key_of(KIND, None, series_id)
    if isinstance(made, str):
        series_prompts.record_design(session, series_id, members, None, made)
        events.record(session, None, "prompt", key, "design refused", members=members, reason=made)
        return
    id = series_prompts.insert(session, series_id, made.text, made.fields_schema)
    if id is not None:  # None: another process was quicker, after this one had lost the lock
        series_prompts.record_design(session, series_id, members, id, None)
        events.record(session, None, "prompt", key, "derived", version=1, fields=len(made.fields_schema["properties"]))
        regenerations.request(session, series_id, id, "derived")
