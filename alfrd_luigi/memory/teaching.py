"""What the words of persons on a document teach: who its issuer is, its marks, and how each value is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from alfrd_luigi.database import issuers
from alfrd_luigi.database.issuers import LessonField, Said
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.entity_names import same_entity
from alfrd_luigi.memory import labels, reading
from alfrd_luigi.memory.identification import Page, prints_name, read_page
from alfrd_luigi.memory.issuer import issuer_of
from alfrd_luigi.memory.mark import Mark, name_key, name_mark
from alfrd_luigi.memory.marks import account_mark
from alfrd_luigi.memory.use import own_answer

# A title, a note, a summary, a payment or a series of a document says nothing of the next one.
_NOT_LEARNT = ("title", "note", "summary", "paid", "series")
_TOP_LINES = 2
_ACCOUNTS = ("field.account_number", "field.customer_number", "field.policy_number", "field.contract_number")


def teach(session: Session, document: UUID, said: Said, pages: tuple[str, ...]) -> None:
    """Add a lesson: what was said (`said.at`) of a document with these pages."""
    assert said.at is not None
    page = read_page(pages)
    entity = said.words.get("entity", {}).get("value")
    issuer = _issuer(session, document, entity, page)
    issuers.insert(session, issuer)
    issuers.insert_lesson(session, document, issuer, said.at)
    fields = list(_fields(document, said, page))
    for mark in dict.fromkeys([*_names(entity, page), *page.marks, *_accounts(fields)]):
        if mark.value:
            issuers.insert_mark(session, issuer, document, *mark)
    for field in fields:
        issuers.insert_field(session, field)


def _issuer(session: Session, document: UUID, entity: str | None, page: Page) -> UUID:
    """The issuer of a lesson: the one with the name that the person says, or the identified one, or a new one.

    A person who gives an identified issuer another name renames it, if its own name was read on the page. If only
    numbers were, the person says that they are not telling.
    """
    if entity is not None and (same := issuers.named(session, entity)) is not None:
        return same
    known = issuer_of(session, document, page)
    if known is not None and (entity is None or known.printed or same_entity(entity, known.name or "")):
        return known.id
    id = document
    while issuers.is_taken(session, id):
        id = uuid5(id, "issuer")
    return id


def _names(entity: str | None, page: Page) -> Iterator[Mark]:
    """The names by which the issuer is known on paper.

    Where the page prints the name that the person says by itself, the name that the rules read instead is a mistake,
    such as the customer's, unless it is at the top. Where it does not, the person has a name of their own for what the
    rules read.
    """
    is_printed = entity is not None and page.line >= _TOP_LINES and prints_name(page, entity)
    if entity is not None:
        yield name_mark("name", entity)
    if page.name is not None and name_key(page.name) != name_key(entity or ""):
        is_mistaken = is_printed and not same_entity(page.name, entity or "")
        yield name_mark("mistaken name" if is_mistaken else "name", page.name)


def _accounts(fields: list[LessonField]) -> Iterator[Mark]:
    for field in fields:
        if field.field in _ACCOUNTS and isinstance(field.value, str) and (mark := account_mark(field.value)):
            yield mark


def _fields(document: UUID, said: Said, page: Page) -> Iterator[LessonField]:
    assert said.at is not None
    classification, record = own_answer(said.classification or {}), own_answer(said.record or {})
    for name, word in sorted(said.words.items()):
        if name in _NOT_LEARNT:
            continue
        found, label, confidence = _found(name, classification, record)
        places = [] if name in ("type", "entity") else reading.places_of(word["value"], page.pages)
        yield LessonField(
            document,
            said.at,
            name,
            word["kind"],
            found,
            label,
            confidence,
            word["value"],
            [place._asdict() for place in places],
        )


def _found(
    name: str, classification: Mapping[str, Any], record: Mapping[str, Any]
) -> tuple[Any, str | None, float | None]:
    """What the engine found by itself, the label beside it, and its confidence."""
    if name == "type":
        return classification.get("document_type"), None, classification.get("confidence")
    return labels.found(record, name)
