"""One document, printed for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.output import one_line, printable
from alfrd_luigi.database.document_details import DocumentDetails

_PAGE_BREAK = "\f"
_SURENESS = ("confidence", "not sure")


def print_document(document: DocumentDetails, *, is_audited: bool = False) -> None:
    """Print everything that the archive knows about a document: not how sure the values are, if it `is_audited`."""
    console = rendering.console()
    facts = _facts(document)
    console.print(rendering.facts([fact for fact in facts if not (is_audited and fact[0] in _SURENESS)]))
    _print_error(console, document.error)
    _section(console, "Summary", document.summary)
    if document.structured_data:
        console.print(Text("\nFields", "bold"))
        console.print(rendering.facts(_fields(document.structured_data)))
    if document.embedded and document.embedded.get("page") and not is_audited:
        console.print()
        console.print(_differences(document.embedded))
    if document.stages:
        console.print()
        console.print(_stages(document.stages))
    _section(console, "Note", document.note)
    for number, page in enumerate((document.text or "").split(_PAGE_BREAK), start=1):
        _section(console, f"Text of page {number}", page)


def _facts(document: DocumentDetails) -> list[tuple[str, object]]:
    total, confidence = document.total_amount, document.confidence
    return [
        ("id", str(document.id)),
        ("status", rendering.status(document.status)),
        ("title", document.title),
        ("type", document.document_type),
        ("confidence", confidence),
        ("because", document.classification_reason),
        ("entity", document.entity),
        ("date", document.document_date),
        ("total", f"{total} {document.currency or ''}" if total is not None else None),
        ("a person's word", _words_of_persons(document)),
        ("not sure", _uncertain(document)),
        *(("learnt", _learnt(use)) for use in document.memory),
        ("invoice data", _invoice_data(document.embedded)),
        ("series", _series(document)),
        ("tags", ", ".join(document.tags)),
        ("source", document.source),
        ("created", document.created_at),
        *(("file", f"{file['name']} ({file['media_type']}, {file['pages']} p.)") for file in document.source_files),
        ("duplicate of", document.duplicate_of and f"{document.duplicate_of}, which is counted in its place"),
        *(_pair(pair) for pair in document.pairs),
        *(("not read", _unread(page)) for page in document.unread_pages),
        *(("came again", f"as {entry['name']} at {entry['at']}") for entry in document.duplicates),
    ]


def _words_of_persons(document: DocumentDetails) -> str:
    """The values that are the word of a person, also those that a person says are blank."""
    return ", ".join(name for name, whose in sorted(document.words_of.items()) if whose == "person")


def _series(document: DocumentDetails) -> str | None:
    row = document.series
    said = ", as a person says" if document.words_of.get("series") == "person" else ""
    if row is None:
        return f"none{said}" if said else None
    return f"{row['title']} ({row['entity']}, {row['series_type']}){said}"


def _uncertain(document: DocumentDetails) -> str:
    """The values that are not sure, with their probability and the page of their evidence."""
    sure = document.confidences or {}
    pages = {name: f", page {place['page']}" for name, place in (document.places or {}).items()}
    return ", ".join(f"{name} ({sure[name]:.0%}{pages.get(name, '')})" for name in document.uncertain)


def _learnt(use: Mapping[str, Any]) -> str:
    """What the memory proposed for a value, and from where."""
    lesson = f", {use['lesson'][:8]}" if use["lesson"] else ""
    proposal = one_line(f"{use['field']} {use['proposed']} (from {use['issuer']}{lesson})")
    instead = f", instead of {use['instead']}" if use["instead"] is not None else ""
    return {
        "taken": f"{proposal}{one_line(instead)}",
        "agreed": f"{proposal}, which the page says, too",
        "lost": f"{proposal}, but the page says {one_line(str(use['instead']))}",
    }[use["outcome"]]


def _invoice_data(embedded: Mapping[str, Any] | None) -> str | None:
    """The file or attachment that holds the invoice as data, and its syntax, or why it cannot be used."""
    if embedded is None:
        return None
    file = one_line(embedded["file"])
    return f"{file} {embedded['problem']}" if "problem" in embedded else f"{file} ({embedded['syntax']})"


def _differences(embedded: Mapping[str, Any]) -> Any:
    """The uncertain values: those that differ between the invoice's data, which are stored, and the pages."""
    values, page = embedded["values"], embedded["page"]
    rows = [(name, one_line(str(values[name])), one_line(str(read))) for name, read in page.items()]
    return rendering.table("Uncertain: the pages differ", ("value", "invoice data", "pages"), rows)


def _pair(pair: Mapping[str, Any]) -> tuple[str, object]:
    """What is known of the document and another one. Only of those that are alike a person has to decide."""
    label = {"same": "same as", "alike": "looks like", "distinct": "distinct from"}[pair["verdict"]]
    if pair["by"] == "person":
        return label, f"{pair['document']} (decided by a person)"
    question = "; decide with: alfrd same, or: alfrd distinct" if pair["verdict"] == "alike" else ""
    return label, f"{pair['document']} ({pair['evidence']}{question})"


def _print_error(console: Console, error: Mapping[str, Any] | None) -> None:
    if error is None:
        return
    console.print(Text(f"\nStopped at {error['stage']}: {one_line(error['message'])}", "red"))
    if error["hint"]:
        console.print(Text(one_line(error["hint"])))
    if error["next_attempt_at"]:
        console.print(Text(f"It is tried again after {error['next_attempt_at']}"))


def _section(console: Console, title: str, text: str | None) -> None:
    if text and text.strip():
        console.print(Text(f"\n{title}", "bold"))
        console.print(Text(printable(text.strip("\n"))), soft_wrap=True)


def _unread(page: Mapping[str, Any]) -> str:
    return f"{page['share']:.0%} of the lines of page {page['page']}: the OCR engine does not know their script"


def _left_out(omitted: Mapping[str, Any] | None) -> str | None:
    """The parts of the text that were not sent to a language model, or None."""
    if not omitted:
        return None
    said = [f"page {number}" for number in omitted.get("pages", [])]
    if cut := omitted.get("shortened"):
        said.append(f"page {cut['page']} after {cut['characters']} characters")
    return ", ".join(said)


def _fields(fields: Mapping[str, Any]) -> list[tuple[str, object]]:
    return [(one_line(name), _shown(value)) for name, value in fields.items()]


def _shown(value: Any) -> object:
    if isinstance(value, list):
        return "; ".join(str(_shown(item)) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(item)}" for name, item in value.items() if item is not None)
    return value


def _stages(stages: Sequence[Mapping[str, Any]]) -> Any:
    columns = ("stage", "status", "attempts>", "engine", "prompt>", "seconds>", "left out", "error")
    rows = [
        (
            stage["stage"],
            rendering.status(stage["status"]),
            stage["attempts"],
            stage["engine"],
            stage["prompt_version"],
            stage["seconds"],
            _left_out(stage["omitted"]),
            stage["error"],
        )
        for stage in stages
    ]
    return rendering.table("Stages", columns, rows)
