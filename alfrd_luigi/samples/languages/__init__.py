"""The papers of other languages: a data file for each, named by its ISO 639-1 code.

A file has the forms of dates and numbers, the household (`holder`, `street`, `city`), and `papers`. A paper has:

- `name`, `document_type`, `entity`, and optionally `series`, `till` (a till receipt) and the name of its `total`;
- `months` of the year with one paper each, and the range of `days` in them;
- `counts`: whole numbers, drawn from a range;
- `amounts` in order: a range in whole units of money ("120..180"), or a sum of products ("0.21 * base + fee");
- `codes`: numbers of contracts and the like, a random digit for each #, the same in all papers of a series;
- `later`: dates as days after the paper's own;
- `text.page`: the page, a line for each row. `#` begins a title, `##` a heading, `*` bold print, `~` small print; `|`
  separates cells, `---` is a rule. Besides the names above it can use {date}, {first} and {last} of the month before,
  {month_first}, {month_last}; {date:long} and {date:month} are other forms of a date.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def codes() -> list[str]:
    """The codes of the languages, in alphabetical order."""
    return sorted(
        file.name.removesuffix(".toml") for file in files(__package__).iterdir() if file.name.endswith(".toml")
    )


def read(code: str) -> dict[str, Any]:
    """The content of a language's file."""
    return tomllib.loads((files(__package__) / f"{code}.toml").read_text("utf-8"))
