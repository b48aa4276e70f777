"""A modelled person who reviews documents at the desk.

The person is a keystroke-level model (Card, Moran and Newell 1983): 1.35 s to look at each marked value, 0.3 s for a
glance at each other value, 0.2 s for a key. A value that is wrong takes another 1.35 s to find what is right. It is
corrected by typing (a key for each character), or by pointing: 0.4 s for the hand to the mouse, 1.1 s to the word,
0.2 s for a click, 0.4 s more for a drag over several words, 0.5 s for a turn of the wheel if the word is out of view,
and 0.4 s for the hand back to the keyboard.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from mistakes import Mistake
from playwright.sync_api import Page

_LOOK, _GLANCE, _KEY = 1.35, 0.3, 0.2  # seconds
_HAND, _POINT, _CLICK, _DRAG, _WHEEL = 0.4, 1.1, 0.2, 0.4, 0.5
# Where a box of a page is in the window; the page is scrolled to it if it is not in view.
_FIND = """([number, [left, top, right, bottom]]) => {
  const layer = papers.find((paper) => paper.number === number).layer, seen = pages.getBoundingClientRect();
  const frame = () => layer.getBoundingClientRect(), middle = () => frame().top + frame().height * (top + bottom) / 2;
  const away = middle() < seen.top || middle() > Math.min(seen.bottom, innerHeight);
  if (away) pages.scrollTop += middle() - seen.top - seen.height / 2;
  const inset = Math.min(0.004, (right - left) / 4), across = (part) => frame().left + frame().width * part;
  return { away, x: across(left + inset), end: across(right - inset), y: middle() };
}"""
_IS_ONE_WORD = """([number, [left, top, right, bottom]]) =>
  papers.find((paper) => paper.number === number).within([left + 0.002, top, right - 0.002, bottom])
    .filter((word) => word[2] < (top + bottom) / 2 && word[4] > (top + bottom) / 2).length < 2"""


class Seconds(NamedTuple):
    """What a review took: in all, the person's part, and the person's part for the corrections."""

    whole: float
    person: float
    correcting: float


class Reviewer:
    """Reviews documents in a page with the review, and takes the time that a person takes."""

    def __init__(self, page: Page, mistakes: Mapping[UUID, Mistake]) -> None:
        self._page = page
        self._mistakes = mistakes
        self._correcting = 0.0
        self.typed: list[UUID] = []
        self.pointed: list[UUID] = []

    def review(self, documents: int) -> Seconds:
        """Review so many documents, each with the Enter key."""
        self._page.wait_for_selector("#review[data-shown]")
        started, person = time.monotonic(), 0.0
        for _ in range(documents):
            self._page.wait_for_selector("#review[data-shown]")
            person += self._accept(str(self._page.get_attribute("#review", "data-shown")))
            if self._page.locator("#review-done").is_visible():
                break
        self._page.wait_for_selector("#review[data-shown], #review-done:not([hidden])")
        took = time.monotonic() - started
        self._page.evaluate("acts")
        return Seconds(took, person, self._correcting)

    def _accept(self, shown: str) -> float:
        """Look at a document, correct it if it is wrong, and accept it. Returns the seconds of the person."""
        seconds = self._spend(self._looking())
        mistake = self._mistakes.get(UUID(shown))
        if mistake is not None:
            corrected = self._point(mistake) if self.typed else self._type(mistake)
            (self.pointed if self.typed else self.typed).append(UUID(shown))
            self._correcting += corrected
            seconds += corrected
        seconds += self._spend(_KEY)
        self._page.keyboard.press("Enter")
        self._page.wait_for_function("was => document.getElementById('review').dataset.shown !== was", arg=shown)
        return seconds

    def _looking(self) -> float:
        marked = self._page.locator(".value.doubtful").count()
        filled: int = self._page.evaluate(
            "[...document.querySelectorAll('.value :is(input, select)')].filter((e) => e.value).length"
        )
        return marked * _LOOK + max(0, filled - marked) * _GLANCE

    def _type(self, mistake: Mistake) -> float:
        """Type the right value over the wrong one, which has the focus."""
        self._page.keyboard.type(mistake.right)
        return self._spend(_LOOK + _KEY * len(mistake.right))

    def _point(self, mistake: Mistake) -> float:
        """Point at the right words on the page."""
        place = [mistake.page, list(mistake.box)]
        found: Any = self._page.evaluate(_FIND, place)
        is_word: bool = self._page.evaluate(_IS_ONE_WORD, place)
        seconds = self._spend(_LOOK + 2 * _HAND + _POINT + _CLICK + _DRAG * (not is_word) + _WHEEL * found["away"])
        self._page.mouse.move(found["x"], found["y"])
        self._page.mouse.down()
        self._page.mouse.move(found["end"] if not is_word else found["x"], found["y"])
        self._page.mouse.up()
        self._page.wait_for_function(
            "([name, wrong]) => document.getElementById(`field-${name}`).value !== wrong",
            arg=[mistake.field, self._page.evaluate("(name) => form.fields.get(name).text", mistake.field)],
        )
        return seconds

    def _spend(self, seconds: float) -> float:
        time.sleep(seconds)
        return seconds
