"""The text of an HTML page, in lines. Nothing is fetched: links and pictures are ignored."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_NOT_SHOWN = frozenset({"script", "style", "head", "template", "noscript", "title"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LINES = re.compile(
    "address|article|aside|blockquote|br|caption|center|d[dlt]|div|fieldset|figcaption|figure|footer|form|h[1-6r]|header|"
    "li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
_CELLS = frozenset({"td", "th"})
# Elements without an end tag.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def text_of(page: str) -> str:
    """The text that the page shows: a line for each block and row, the cells of a row with tabs between them."""
    parser = _Text()
    parser.feed(page)
    parser.close()
    lines = (line.strip() for line in "".join(parser.pieces).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Text(HTMLParser):
    """Collects text. An element that is not shown is skipped up to its end tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._skipped = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._depth += tag == self._skipped
        elif tag in _NOT_SHOWN or _HIDDEN.search(dict(attrs).get("style") or ""):
            self._skipped, self._depth = ("", 0) if tag in _VOID else (tag, 1)
        else:
            self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._skipped and tag not in _CELLS | _VOID:  # `<br/>` is one line break, as `<br>` is
            self._separate(tag)
        elif tag == self._skipped:
            self._depth -= 1
            self._skipped = self._skipped if self._depth else ""

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _separate(self, tag: str) -> None:
        if _LINES.fullmatch(tag):
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append("\t")
