"""One document, printed for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.output import one_line, printable
from alfrd_luigi.views.documents import Difference, DocumentView, Page, Pair, Recalled, Stage
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.line_items import Table
from alfrd_luigi.views.values import Value

_SURENESS = ("confidence", "not sure")
_FIELD = "field."
_BLANK = "not found, though other documents of the series have it"


def print_document(view: DocumentView, usual: Collection[str] = (), *, is_audited: bool = False) -> None:
    """Print everything that the archive knows about a document: not how sure the values are, if it `is_audited`.

    `usual` are the fields that the documents of its series have: these are printed also if they are blank.
    """
    console = rendering.console()
    facts = (*_findings(view), *_relations(view))
    console.print(rendering.facts([fact for fact in facts if not (is_audited and fact[0] in _SURENESS)]))
    _print_error(console, view)
    _section(console, "Summary", view.document.summary)
    _print_fields(console, view, usual)
    if view.differences and not is_audited:
        console.print()
        console.print(_differences(view.differences))
    if view.stages:
        console.print()
        console.print(_stages(view.stages))
    _section(console, "Note", view.document.note)
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


def _differences(differences: Sequence[Difference]) -> Any:
    rows = [(each.name, one_line(each.in_data), one_line(each.on_pages)) for each in differences]
    return rendering.table("Uncertain: the pages differ", ("value", "invoice data", "pages"), rows)


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


def _unread(page: Page) -> str:
    share = plain.percent(page.unread or 0)
    return f"{share} of the lines of page {page.number}: the OCR engine does not know their script"


def _print_fields(console: Console, view: DocumentView, usual: Collection[str]) -> None:
    fields = {value.name.removeprefix(_FIELD): _written(value) for value in view.values if _is_field(value)}
    known = {*fields, *(table.name for table in view.tables)}
    shown = {**fields, **{name: _BLANK for name in usual if name not in known}}
    if shown:
        console.print(Text("\nFields", "bold"))
        console.print(rendering.facts((one_line(name), each) for name, each in shown.items()))
    for table in view.tables:
        console.print()
        console.print(_table(table))


def _is_field(value: Value) -> bool:
    return value.name.startswith(_FIELD) and value.content is not None


def _written(value: Value, currency: str | None = None) -> str | None:
    return None if value.content is None else plain.value(value.content, currency)


def _table(table: Table) -> Any:
    columns = [f"{one_line(name)}>" if name in table.numeric else one_line(name) for name in table.columns]
    rows = [[_cell(table, name, cell) for name, cell in zip(table.columns, row, strict=True)] for row in table.rows]
    return rendering.table(one_line(table.name), columns, rows)


def _cell(table: Table, column: str, cell: Any) -> str | None:
    if cell is None:
        return None
    is_amount = column in table.sums and not isinstance(cell, str)
    return plain.money(cell, None) if is_amount else plain.value(cell)


def _stages(stages: Sequence[Stage]) -> Any:
    columns = ("stage", "status", "attempts>", "engine", "prompt>", "seconds>", "USD>", "left out", "error")
    rows = [
        (
            stage.name,
            rendering.status(stage.status),
            stage.attempts,
            stage.engine,
            stage.prompt_version,
            stage.seconds,
            None if stage.usd is None else plain.cents(stage.usd),
            ", ".join(_left_out(stage.omitted or {})),
            stage.error or stage.reason,
        )
        for stage in stages
    ]
    return rendering.table("Stages", columns, rows)


def _left_out(omitted: Mapping[str, Any]) -> Iterator[str]:
    """The parts of the text that were not sent to a language model."""
    for number in omitted.get("pages", ()):
        yield f"page {number}"
    if cut := omitted.get("shortened"):
        yield f"page {cut['page']} after {cut['characters']} characters"
