"""One document, printed for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from rich.console import Console
from rich.text import Text

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.columns import Column, state
from alfrd_luigi.cli.output import one_line, printable
from alfrd_luigi.views.documents import DocumentView, Page, Pair, Recalled
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.line_items import Table
from alfrd_luigi.views.values import Value

_SURENESS = ("confidence", "not sure")
_FIELD = "field."
_BLANK = "not found, though other documents of the series have it"


def print_document(view: DocumentView, usual: Collection[str], *, is_audited: bool) -> None:
    """Print everything that the archive knows about a document: not how sure the values are, if it `is_audited`.

    `usual` are the fields that the documents of its series have: these are printed also if they are blank.
    """
    console = rendering.console()
    facts = (*_findings(view), *_relations(view))
    rendering.print_facts([fact for fact in facts if not (is_audited and fact[0] in _SURENESS)])
    _print_error(console, view)
    _prose("Summary", view.document.summary)
    _print_fields(console, view, usual)
    if view.differences and not is_audited:
        console.print()
        rendering.print_table(_DIFFERENCES, view.differences, "Uncertain: the pages differ")
    if view.stages:
        console.print()
        rendering.print_table(_STAGES, view.stages, "Stages")
    _prose("Note", view.document.note)
    for page in view.pages:
        _section(console, f"Text of page {page.number}", page.text)


def _findings(view: DocumentView) -> list[tuple[str, object]]:
    """The values of the document, and whose word they are."""
    document, values = view.document, {value.name: value for value in view.values}
    return [
        ("id", str(document.id)),
        ("status", rendering.status(document.status)),
        ("title", document.title),
        ("type", document.document_type),
        ("confidence", document.confidence),
        ("because", document.classification_reason),
        ("entity", document.entity),
        ("date", document.document_date),
        ("total", _written(values["total"], document.currency)),
        ("paid", document.paid),
        ("a person's word", ", ".join(view.words_of_persons)),
        ("not sure", _uncertain(view)),
        *(("learnt", _learnt(use)) for use in view.recalled),
    ]


def _relations(view: DocumentView) -> list[tuple[str, object]]:
    """What the document belongs to, where it came from, and which others are like it."""
    document = view.document
    return [
        ("invoice data", _invoice_data(document.embedded)),
        ("series", _series(view)),
        ("tags", ", ".join(document.tags)),
        ("source", document.source),
        ("created", document.created_at),
        ("filed", document.filed_at),
        *(("file", f"{file.name} ({file.media_type}, {file.pages} p.)") for file in view.files),
        ("duplicate of", document.duplicate_of and f"{document.duplicate_of}, which is counted in its place"),
        *(_pair(pair) for pair in view.pairs),
        *(("not read", _unread(page)) for page in view.pages if page.unread),
        *(("came again", f"as {entry.name} at {plain.moment(entry.at)}") for entry in view.repeats),
        ("cost", plain.dollars(view.usd) if view.usd else None),
    ]


def _series(view: DocumentView) -> str | None:
    row = view.document.series
    said = ", as a person says" if view.has_series_of_person else ""
    if row is None:
        return f"none{said}" if said else None
    return f"{row['title']} ({row['entity']}, {row['series_type']}){said}"


def _uncertain(view: DocumentView) -> str:
    """The values that are not sure, with their probability and the page of their evidence."""
    sure = view.document.confidences or {}
    pages = {value.name: f", page {value.page}" for value in view.values if value.page is not None}
    return ", ".join(f"{name} ({plain.percent(sure[name])}{pages.get(name, '')})" for name in view.document.uncertain)


def _learnt(use: Recalled) -> str:
    """What the memory proposed for a value, and from where."""
    lesson = f", {rendering.short(use.lesson)}" if use.lesson else ""
    proposal = one_line(f"{use.name} {use.proposed} (from {use.issuer}{lesson})")
    instead = f", instead of {use.instead}" if use.instead is not None else ""
    return {
        "taken": f"{proposal}{one_line(instead)}",
        "agreed": f"{proposal}, which the page says, too",
        "lost": f"{proposal}, but the page says {one_line(use.instead)}",
    }[use.outcome]


def _invoice_data(embedded: Mapping[str, Any] | None) -> str | None:
    """The file or attachment that holds the invoice as data, and its syntax, or why it cannot be used."""
    if embedded is None:
        return None
    file = one_line(embedded["file"])
    return f"{file} {embedded['problem']}" if "problem" in embedded else f"{file} ({embedded['syntax']})"


def _pair(pair: Pair) -> tuple[str, object]:
    """What is known of the document and another one. Only of those that are alike a person has to decide."""
    label = {"same": "same as", "alike": "looks like", "distinct": "distinct from"}[pair.verdict]
    if pair.is_decided:
        return label, f"{pair.id} (decided by a person)"
    question = "; decide with: alfrd same, or: alfrd distinct" if pair.verdict == "alike" else ""
    return label, f"{pair.id} ({pair.evidence}{question})"


def _print_error(console: Console, view: DocumentView) -> None:
    error = view.document.error
    if error is None:
        return
    console.print(Text(f"\nStopped at {error['stage']}: {one_line(error['message'])}", "red"))
    if error["hint"]:
        console.print(Text(one_line(error["hint"])))
    if view.again_at:
        console.print(Text(f"It is tried again after {plain.moment(view.again_at)}"))


def _section(console: Console, title: str, text: str | None) -> None:
    if text and text.strip():
        console.print(Text(f"\n{title}", "bold"))
        console.print(Text(printable(text.strip("\n"))), soft_wrap=True)


def _prose(title: str, text: str | None) -> None:
    if text and text.strip():
        rendering.print_line(Text(""))
        rendering.print_line(Text(title, "bold"))
        rendering.print_wrapped(printable(text.strip("\n")))


def _unread(page: Page) -> str:
    share = plain.percent(page.unread or 0)
    reason = "the OCR engine does not know their script, or they are not sharp"
    return f"{share} of the lines of page {page.number}: {reason}"


def _print_fields(console: Console, view: DocumentView, usual: Collection[str]) -> None:
    fields = {value.name.removeprefix(_FIELD): _written(value) for value in view.values if _is_field(value)}
    known = {*fields, *(table.name for table in view.tables)}
    shown = {**fields, **{name: _BLANK for name in usual if name not in known}}
    if shown:
        console.print(Text("\nFields", "bold"))
        rendering.print_facts((one_line(name), each) for name, each in shown.items())
    for table in view.tables:
        console.print()
        _print_table(table)


def _is_field(value: Value) -> bool:
    return value.name.startswith(_FIELD) and value.content is not None


def _written(value: Value, currency: str | None = None) -> str | None:
    return None if value.content is None else plain.value(value.content, currency)


def _print_table(table: Table) -> None:
    columns = [
        Column(one_line(name), partial(_cell, table, number), is_right=name in table.numeric, room="wrap")
        for number, name in enumerate(table.columns)
    ]
    rendering.print_table(columns, table.rows, one_line(table.name))


def _cell(table: Table, number: int, row: Sequence[Any]) -> str | None:
    cell = row[number]
    if cell is None:
        return None
    is_amount = table.columns[number] in table.sums and not isinstance(cell, str)
    return plain.money(cell, None) if is_amount else plain.value(cell)


def _left_out(omitted: Mapping[str, Any]) -> Iterator[str]:
    """The parts of the text that were not sent to a language model."""
    for number in omitted.get("pages", ()):
        yield f"page {number}"
    if cut := omitted.get("shortened"):
        yield f"page {cut['page']} after {cut['characters']} characters"


_STAGES = (
    Column("stage", lambda stage: stage.name),
    state(lambda stage: stage.status),
    Column("attempts", lambda stage: stage.attempts, is_right=True, rank=2),
    Column("engine", lambda stage: stage.engine, rank=1),
    Column("prompt", lambda stage: stage.prompt_version, is_right=True, rank=1),
    Column("seconds", lambda stage: stage.seconds, is_right=True),
    Column(
        "USD",
        lambda stage: stage.usd,
        lambda stage: stage.usd if stage.usd is None else plain.cents(stage.usd),
        is_right=True,
    ),
    Column("left out", lambda stage: ", ".join(_left_out(stage.omitted or {})), room="wrap"),
    Column("error", lambda stage: stage.error or stage.reason, room="below"),
)
_DIFFERENCES = (
    Column("value", lambda each: each.name),
    Column("invoice data", lambda each: one_line(each.in_data), room="wrap"),
    Column("pages", lambda each: one_line(each.on_pages), room="wrap"),
)
