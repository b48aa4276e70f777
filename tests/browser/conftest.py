"""A real Chromium, and what the tests of the pages share.

`scripts/test` leaves these tests out, and says so, where there is no Chromium; `.ci/run` installs it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from support import chromium
from support.browsing import Visitor


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    path = chromium.path()
    assert path, "tests/browser needs Chromium on the PATH: install Debian's package chromium"
    with sync_playwright() as playwright:
        # Root needs --no-sandbox. The pages are ours, and what is planted in them must not run.
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Opens pages. A console error, a request to elsewhere or a violation of the policy fails the test."""
    made = Visitor(browser)
    yield made
    made.close()
    assert made.troubles == []
