"""The document types and prompts that ship with the application, read from their data files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_PROMPTS = files(__package__) / "prompts"
# The kinds of prompts. Each is a file of prompts/.
KINDS = tuple(sorted(file.name.removesuffix(".md") for file in _PROMPTS.iterdir() if file.name.endswith(".md")))


@dataclass(frozen=True)
class DocumentType:
    """A type of document: its description, its fields, and the prompt of its summaries.

    `fields_schema` is a JSON Schema object (draft 2020-12). Its `required` names the fields that a good record has.
    """

    name: str
    description: str
    fields_schema: dict[str, Any]
    summarizer_prompt: str


@dataclass(frozen=True)
class ShippedPrompt:
    """The first version of a prompt. `document_type` is None if the prompt applies to every type."""

    kind: str
    document_type: str | None
    text: str


def shipped_types() -> list[DocumentType]:
    """The shipped types, by name."""
    folders = sorted(files("alfrd_luigi.document_types").iterdir(), key=lambda folder: folder.name)
    declared = (folder / "type.toml" for folder in folders)
    return [_document_type(file.read_text("utf-8")) for file in declared if file.is_file()]


def shipped_prompts() -> list[ShippedPrompt]:
    """The shipped prompts: one of each kind, and a summariser for each shipped type."""
    return list(_prompts())


def _document_type(text: str) -> DocumentType:
    entry = tomllib.loads(text)
    prompt = f"{_prompt_text('summarizer')}\n{entry['guidance']}"
    return DocumentType(entry["name"], entry["description"], entry["fields"], prompt)


def _prompts() -> Iterator[ShippedPrompt]:
    for kind in KINDS:
        yield ShippedPrompt(kind, None, _prompt_text(kind))
    for document_type in shipped_types():
        yield ShippedPrompt("summarizer", document_type.name, document_type.summarizer_prompt)


def _prompt_text(name: str) -> str:
    return (_PROMPTS / f"{name}.md").read_text("utf-8")
