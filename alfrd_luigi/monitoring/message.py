"""A message about the archive: a title and lines for a person, and its content as JSON for a program."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from alfrd_luigi.monitoring.news import News
from alfrd_luigi.views.formats.json_values import plain_value

_ITEMS = 50


class Message(NamedTuple):
    """`notices` are the news by kind; a test has none."""

    title: str
    text: str
    notices: list[dict[str, Any]]

    @property
    def content(self) -> bytes:
        """The message as a JSON object."""
        told = {"host": socket.gethostname(), "at": datetime.now(UTC), **self._asdict()}
        return json.dumps(told, default=plain_value).encode()


def of(found: Sequence[News]) -> Message:
    """The message about these news."""
    lines = [news.line for news in found]
    title = lines[0].split(". ")[0]
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return Message(f"alfrd: {title}{more}", "\n".join(lines), [_notice(news) for news in found])


def of_test() -> Message:
    """The message of `alfrd notify --test`."""
    return Message("alfrd: a test", "This is a test: messages about the archive reach you.", [])


def _notice(news: News) -> dict[str, Any]:
    items = [dict(item.told) for item in news.items[:_ITEMS]]
    return {"kind": news.kind, "line": news.line, "count": len(news.items), "items": items}
