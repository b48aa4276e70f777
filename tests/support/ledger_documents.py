"""Documents of ledgers: all samples as texts, and documents with hostile texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from alfrd_luigi.database.connection import database
from alfrd_luigi.samples.collection import collect
from alfrd_luigi.samples.layout import place
from support import document_rows
from support.archives import Archive
from support.connections import connected
from support.pipeline import take_in, work_on

RUN = "20240401T000000-samples"
HOSTILE = (
    "quote \" and '",
    "back\\slash \\n \\",
    "line\nbreak\r\nand\ttab\x0b\x0c\x85\u2028\u2029",
    "; comment",
    "semi; date:2024-99-99, [2024-13-45] [1]",
    "a | b || c",
    "* starred",
    "! urgent",
    "(code) text",
    "(unclosed",
    "^link #tag @ price {cost} = 5",
    "~ monthly",
    "= automated",
    "include /etc/passwd",
    'option "title" "x"',
    "date: nonsense",
    "=1+1",
    "\u202eoverridden\u2066 \u200f\ufeff",
    "\U0001f469\u200d\U0001f467 emoji \U0001f4dc",
    "\u05d0\u05d1 \u4e2d\u6587",
    "Z" + "\u0301" * 40,
    "  two  blanks  ",
    "x" * 10_000,
    "-5.00 EUR",
    "2024-01-01 open Assets:X",
    '"',
    "\\",
    ";",
    "%",
)


def filed_samples(archive: Archive) -> list[UUID]:
    """Every sample, as a text of its own, filed by a run. Returns their ids."""
    papers = {
        sample.name.replace(".", "-"): "\f".join(page.text for page in place(sample.pages, sample.paper.sheet))
        for sample in collect(2024, "all")
    }
    documents = take_in(archive, RUN, **papers)
    work_on(documents, RUN)
    return documents


def mapping(archive: Archive, *lines: str) -> Path:
    """Write a mapping file for the archive."""
    archive.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = archive.data_dir / "ledger.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def paper(
    document_type: str = "invoice", fields: dict[str, Any] | None = None, uncertain: tuple[str, ...] = (), **found: Any
) -> UUID:
    """A filed document. It has the values of a bill, unless others are given."""
    values: dict[str, Any] = {"entity": "Northwind", "currency": "EUR", "uncertain": list(uncertain)}
    fields = fields or {}
    return document_rows.filed(
        database().session(), document_type=document_type, structured_data=fields, **{**values, **found}
    )


def hostile(archive: Archive) -> list[UUID]:
    """Invoices and payslips with hostile issuers, titles, numbers and items."""
    made = [_hostile(text, HOSTILE[place - 7]) for place, text in enumerate(HOSTILE)]
    with connected(archive.database_url) as own:
        for id, text in zip(made, HOSTILE, strict=True):
            own.execute("UPDATE documents SET title = %s WHERE id = %s", (text, str(id)))
    paper(entity='Lacks a total; "\n* ! (', total_amount=None)
    return made


def _hostile(text: str, other: str) -> UUID:
    items = [
        {"description": text, "amount": 10.1},
        {"description": other, "amount": -0.1},
        {"description": None, "amount": 0.1},
    ]
    fields = {"invoice_number": other, "line_items": items, "due_date": text, "tax": 1.9, "subtotal": text}
    return paper(fields=json.loads(json.dumps(fields)), entity=text, total_amount="12.00", document_date="2024-02-29")
