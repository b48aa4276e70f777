"""The words of each language: a folder a language, named by its ISO 639-1 code, with up to eight data files.

- `amounts.toml`, `dates.toml`: the labels by kind of amounts (amounts/labels.py) and of dates (dates/vocabulary.py).
- `entities.toml`: the words of letterheads, by kind (see entities/vocabulary.py).
- `fields.toml`: the labels of fields, by name. The English ones stand in ../fields.toml, with how the field is read.
- `types.toml`: the words of document types. The English ones stand in the rules.toml of the type.
- `language.toml`: the name of the language, and its most common words, by which a document's language is found.
- `terms.toml`: how bills say within which time they are to be paid (see term_phrases.py).
- `summaries.toml`: the sentences of summaries, and the forms of dates and money (see formatting.py and summaries.py).

Phrases are lower case without accents. A language without a file has no words of that sort.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

ENGLISH = "en"


def words(sort: str) -> tuple[dict[str, Any], ...]:
    """The content of the file of this sort, such as "amounts", of each language that has it."""
    return tuple(by_code(sort).values())


@cache
def by_code(sort: str) -> dict[str, dict[str, Any]]:
    """The same by the code of the language, in alphabetical order."""
    folders = sorted((folder for folder in files(__package__).iterdir() if folder.is_dir()), key=lambda each: each.name)
    found = ((folder.name, folder / f"{sort}.toml") for folder in folders)
    return {code: tomllib.loads(file.read_text("utf-8")) for code, file in found if file.is_file()}


def phrases(sort: str, kind: str, only: str | None = None) -> Iterator[str]:
    """The labels of this kind in all languages, or in one (`only`, its code)."""
    for language in words(sort) if only is None else (by_code(sort)[only],):
        yield from (phrase.strip() for phrase in language.get(kind, "").split(",") if phrase.strip())
