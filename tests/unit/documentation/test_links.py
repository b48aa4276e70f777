"""Each link in the documentation leads somewhere, and docs/README.md names every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from support.source_messages import ROOT

_DOCS = ROOT / "docs"
_INDEX = _DOCS / "README.md"
_FENCED = re.compile(r"^( *)```.*?^\1```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_MARKED = re.compile(r"\[([^]]*)\]\([^)]*\)")
# Texts that a page shows or reads as data, and no pages.
_DATA = (_DOCS / "prompts" / "life",)


def _pages() -> list[Path]:
    found = [page for page in sorted(_DOCS.rglob("*.md")) if not any(page.is_relative_to(data) for data in _DATA)]
    return [*(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")), *found]


def _links(page: Path) -> Iterator[tuple[Path, str]]:
    """The files and anchors to which a page links, those of other sites apart."""
    text = _CODE.sub("", _FENCED.sub("", page.read_text("utf-8")))
    for target in _LINK.findall(text):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = unquote(target).partition("#")
            yield (page.parent / path).resolve() if path else page, anchor


@cache
def _anchors(page: Path) -> frozenset[str]:
    """The anchors of the headings of a page, as GitHub makes them."""
    made = set[str]()
    for heading in _HEADING.findall(_FENCED.sub("", page.read_text("utf-8"))):
        words = re.sub(r"[^\w\- ]", "", _MARKED.sub(r"\1", heading).lower()).replace(" ", "-")
        numbered = (words if number == 0 else f"{words}-{number}" for number in count())
        made.add(next(anchor for anchor in numbered if anchor not in made))
    return frozenset(made)


def test_each_link_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target.relative_to(ROOT)}{'#' + anchor if anchor else ''}"
        for page in _pages()
        for target, anchor in _links(page)
        if not target.exists() or (anchor and anchor not in _anchors(target))
    ]
    assert not broken, "these links lead nowhere:\n" + "\n".join(broken)


def test_the_index_names_every_page() -> None:
    named = {target for target, _ in _links(_INDEX)}
    left_out = [str(page.relative_to(ROOT)) for page in _pages() if page != _INDEX and page not in named]
    assert not left_out, "link these from docs/README.md:\n" + "\n".join(left_out)


def test_the_session_in_the_readme_is_that_of_the_tutorial() -> None:
    session = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[0]
    shown = _lines(session)
    played = iter(_lines((_DOCS / "tutorial.md").read_text("utf-8")))
    other = [line for line in shown if line != "…" and line not in played]
    assert not other, "copy these from docs/tutorial.md:\n" + "\n".join(other)


def _lines(text: str) -> list[str]:
    """The lines without how long a run took."""
    return [re.sub(r"( in \d+ s)? *$", "", line) for line in text.splitlines()]
