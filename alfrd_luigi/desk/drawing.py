"""Draws the desk's pages, and its answers to scripts."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from alfrd_luigi.desk.answers import wants_json
from alfrd_luigi.desk.guard import POLICY
from alfrd_luigi.desk.links import DeskLinks
from alfrd_luigi.views.formats import Formats
from alfrd_luigi.web.environment import Pages


class Drawing:
    """What all pages of the desk share."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    @property
    def formats(self) -> Formats:
        """How the pages write values."""
        return self._pages.formats

    def draw(self, template: str, section: str, status: int = 200, **values: Any) -> Response:
        """The page that a template makes of these values. The navigation marks the section."""
        shared = {"links": DeskLinks(), "policy": POLICY_OF_PAGES, "section": section, "is_desk": True}
        return Response(self._pages.draw(f"{template}.html", **shared, **values), status, mimetype="text/html")

    def problem(self, message: str, hint: str, status: int) -> Response:
        """An error: as JSON for a script, otherwise as a page."""
        if wants_json():
            answer = jsonify(message=message, hint=hint)
            answer.status_code = status
            return answer
        return self.draw("problem", "", status, message=message, hint=hint)


# Browsers ignore frame-ancestors in a page, and say so.
POLICY_OF_PAGES = POLICY.removesuffix("; frame-ancestors 'none'")
