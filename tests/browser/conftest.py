"""A real Chromium, and what the tests of the pages share.

`scripts/test` leaves these tests out, and says so, where there is no Chromium; `.ci/run` installs it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from support import chromium
from support.browsing import Visitor, launched


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of this process."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of this process that need no viewer of PDF files."""
    with launched(playwright, chromium.headless_path()) as made:
        yield made


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Opens pages. A console error, a request to elsewhere or a violation of the policy fails the test."""
    made = Visitor(browser)
    yield made
    made.close()
    assert made.troubles == []
