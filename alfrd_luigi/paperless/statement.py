"""What a person said of a document in paperless-ngx, in our words: values, tags, and a note for the rest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from alfrd_luigi.corrections import fields
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.labels import MAX_LENGTH as LONGEST_TAG
from alfrd_luigi.intake.labels import clean_note, clean_tags, has_controls
from alfrd_luigi.intake.manifest import FIRST_YEAR, LAST_YEAR
from alfrd_luigi.paperless import export, names
from alfrd_luigi.paperless.export import Export, Row

_MOST_TAGS = 1_000
_LONGEST_LINE = 200
LONGEST_NOTE = 10_000
_SHOWN = 60
_DIGITS = 16
_SERIES = "series:"
_MONEY = re.compile(r"([A-Z]{3})?(-?\d{1,13}(?:\.\d{1,2})?)")
_NUMBER = {"type": ["integer", "null"]}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"type": ["string", "null"]},
        "content": {"type": ["string", "null"]},
        "created": {"type": ["string", "null"]},
        "added": {"type": ["string", "null"]},
        "checksum": {"type": ["string", "null"]},
        "archive_checksum": {"type": ["string", "null"]},
        "storage_type": {"type": ["string", "null"]},
        "correspondent": _NUMBER,
        "document_type": _NUMBER,
        "archive_serial_number": _NUMBER,
        "tags": {"type": "array", "items": {"type": "integer"}, "maxItems": _MOST_TAGS},
    },
}


class Statement(NamedTuple):
    """`values` are JSON values by the names that commands use. `came_at` is when paperless-ngx took the document in.

    `digest` is that of all that was said there, whatever becomes of it here.
    """

    values: dict[str, Any]
    tags: tuple[str, ...]
    came_at: datetime
    digest: str


class Types(NamedTuple):
    """The types of the archive, with the JSON Schema of their fields."""

    schemas: Mapping[str, Mapping[str, Any]]


class _CustomField(NamedTuple):
    """A custom field with the value as text."""

    name: str
    kind: str
    text: str
    currency: str


def check(row: Row) -> None:
    """Raise InvalidInputError if the row of a document does not have the form that paperless-ngx gives it."""
    from jsonschema import Draft202012Validator

    error = next(Draft202012Validator(SCHEMA).iter_errors(row.fields), None)
    if error is not None:
        raise InvalidInputError(f"its row in the manifest does not fit at {error.json_path}", "Export it again")
    if row.fields.get("storage_type") == "gpg":
        raise InvalidInputError("it is encrypted", "Decrypt the archive of paperless-ngx, and export again")


def shown(row: Row) -> str:
    """The name of a document in a report: its title and number."""
    title = row.fields.get("title")
    return f"document {row.number}" + (f" ({_line(title)[:_SHOWN]})" if isinstance(title, str) and title else "")


def statement(row: Row, of: Export, types: Types) -> Statement:
    """What was said of a document whose row was checked. Raises InvalidInputError for a date that is none."""
    said = row.fields
    theirs = _line(of.name_of(export.TYPE, said.get("document_type")))
    ours = names.type_named(theirs, types.schemas) if theirs else None
    heads = {
        "type": ours,
        "entity": _line(of.name_of(export.CORRESPONDENT, said.get("correspondent"))) or None,
        "date": _created(said.get("created")),
        "title": _line(said.get("title") or "") or None,
    }
    given = list(_custom_fields(row, of))
    mapped, rest = _mapped(given, ours, types)
    note = _note(row, of, rest)
    values = {name: value for name, value in {**heads, **mapped, "note": note}.items() if value is not None}
    tags = [of.name_of(export.TAG, number) for number in said.get("tags", ())]
    whole = [theirs, heads["entity"], said.get("created"), heads["title"], given, _note(row, of, given), tags]
    digest = hashlib.sha256(json.dumps(whole).encode("utf-8")).hexdigest()[:_DIGITS]
    return Statement(values, _tags([*tags, *([theirs] if not ours else [])]), _came_at(said), digest)


def _mapped(
    given: Sequence[_CustomField], document_type: str | None, types: Types
) -> tuple[dict[str, Any], list[_CustomField]]:
    """The values that custom fields are, and the fields that are none of ours.

    A value for which several fields are meant belongs to none of them.
    """
    schema = types.schemas.get(document_type or "", {})
    meant = {each: _value_of(each, document_type, schema) for each in given}
    taken = [name for values in meant.values() for name in values if name != "currency"]
    clear = {each: values for each, values in meant.items() if all(taken.count(name) <= 1 for name in values)}
    mapped = {name: value for values in clear.values() for name, value in values.items()}
    return mapped, [each for each in given if not clear.get(each)]


def _value_of(given: _CustomField, document_type: str | None, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a custom field is: none, a field of the type, or a total with its currency."""
    money = _MONEY.fullmatch(given.text) if given.kind == "monetary" else None
    text = money[2] if money else given.text
    own = names.field_named(given.name, schema.get("properties", {}))
    if own is not None:
        return _fitting({f"field.{own}": text}, document_type, schema)
    if money is None or not names.is_total(given.name):
        return {}
    currency = money[1] or given.currency
    return _fitting({"total": text, **({"currency": currency} if currency else {})}, document_type, schema)


def _fitting(texts: Mapping[str, str], document_type: str | None, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The values, or none if one of them does not fit."""
    try:
        return {name: fields.read(fields.find(name, document_type, schema), text) for name, text in texts.items()}
    except InvalidInputError:
        return {}


def _custom_fields(row: Row, of: Export) -> Iterator[_CustomField]:
    for each in of.attached[export.VALUE].get(row.number, []):
        number = each.fields.get("field")
        name = _line(of.name_of(export.FIELD, number))
        if not name or not isinstance(number, int):
            continue
        about = of.named[export.FIELD][number].fields
        kind, extra = about.get("data_type"), about.get("extra_data")
        extra = extra if isinstance(extra, dict) else {}
        value = _VALUES[kind](each.fields, extra) if isinstance(kind, str) and kind in _VALUES else None
        text = clean_note(str(value)) if value is not None else ""
        if text:
            currency = extra.get("default_currency")
            yield _CustomField(name, str(kind), text, currency if isinstance(currency, str) else "")


def _plain(column: str) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Any]:
    def read(given: Mapping[str, Any], _: Mapping[str, Any]) -> Any:
        value = given.get(column)
        return value if isinstance(value, str | int | float) else None

    return read


def _yes_or_no(given: Mapping[str, Any], _: Mapping[str, Any]) -> str | None:
    value = given.get("value_bool")
    return ("true" if value else "false") if isinstance(value, bool) else None


def _selected(given: Mapping[str, Any], extra: Mapping[str, Any]) -> str | None:
    """The label of the chosen option. Options had no ids at first, and were named by their place."""
    chosen, options = given.get("value_select"), extra.get("select_options")
    for place, option in enumerate(options if isinstance(options, list) else []):
        id, label = (option.get("id"), option.get("label")) if isinstance(option, dict) else (place, option)
        if chosen is not None and str(chosen) == str(id) and isinstance(label, str):
            return label
    return None


def _linked(given: Mapping[str, Any], _: Mapping[str, Any]) -> str | None:
    numbers = given.get("value_document_ids")
    linked = [f"document {each}" for each in numbers if isinstance(each, int)] if isinstance(numbers, list) else []
    return ", ".join(linked[:_MOST_TAGS]) or None


_VALUES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Any]] = {
    "string": _plain("value_text"),
    "longtext": _plain("value_long_text"),
    "url": _plain("value_url"),
    "date": _plain("value_date"),
    "integer": _plain("value_int"),
    "float": _plain("value_float"),
    "monetary": _plain("value_monetary"),
    "boolean": _yes_or_no,
    "select": _selected,
    "documentlink": _linked,
}


def _note(row: Row, of: Export, rest: Sequence[_CustomField]) -> str | None:
    """The notes, and what has no place of its own in our archive."""
    notes = sorted(of.attached[export.NOTE].get(row.number, []), key=lambda each: each.number)
    parts = [clean_note(text) for each in notes if isinstance(text := each.fields.get("note"), str)]
    lines = [f"{each.name}: {each.text}" for each in rest]
    if (serial := row.fields.get("archive_serial_number")) is not None:
        lines.append(f"Archive serial number: {serial}")
    text = "\n\n".join(part for part in (*parts, "\n".join(lines)) if part)
    return text[:LONGEST_NOTE].strip() or None


def _tags(given: Sequence[str]) -> tuple[str, ...]:
    """The tags. Those with a colon after "series" are our own program's."""
    return tuple(tag for tag in clean_tags(_line(tag)[:LONGEST_TAG] for tag in given) if not tag.startswith(_SERIES))


def clean_text(text: str) -> str:
    """The text without characters that cannot be stored."""
    return "".join(each for each in text if each.isspace() or not has_controls(each))


def _line(text: str) -> str:
    """The text on one line, cut to the length of a name."""
    return " ".join(clean_text(text[: 5 * _LONGEST_LINE]).split())[:_LONGEST_LINE].strip()


def _created(text: str | None) -> str | None:
    """The day on which a document was written. Earlier versions wrote the moment at which it began there, in UTC."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) <= len("2024-03-01") else _local_day(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(
            "its date of creation is none", "Correct it in paperless-ngx, and export again"
        ) from error
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _local_day(moment: datetime) -> date:
    midnight = time()
    local = moment.astimezone() if moment.tzinfo else moment
    if moment.time() == midnight:
        return moment.date()
    if local.time() == midnight or moment.minute % 15 or moment.second:
        return local.date()
    return (moment + timedelta(hours=12)).date()  # midnight where paperless-ngx ran, seen from UTC


def _came_at(said: Mapping[str, Any]) -> datetime:
    for text in (said.get("added"), said.get("created")):
        try:
            moment = datetime.fromisoformat(text or "")
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        if FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment
    return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
