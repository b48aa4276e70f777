"""Opens pages in a real browser, and records everything that a page of ours must not do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, Playwright, Request

# The browser reports a violation of the policy on the console as well, but not one of every kind of directive.
_TELL_VIOLATIONS = """addEventListener('securitypolicyviolation', event =>
    console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI}`))"""


class Visitor:
    """Opens the pages of places, each a folder (`file://…/`) or an origin (`http://127.0.0.1:PORT/`).

    `troubles` are the errors and warnings on the console, uncaught errors of scripts, violations of the
    Content-Security-Policy, dialogs, and requests to anything outside of the places. The fixture `visitor` fails a
    test that leaves one.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts = ExitStack()
        self._places: list[str] = []
        self.troubles: list[str] = []

    def context(
        self,
        place: Path | str,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
        **options: Any,
    ) -> BrowserContext:
        """A window of its own, with its own cookies. Other options are those of Playwright's `new_context`."""
        self._places.append(place.as_uri() + "/" if isinstance(place, Path) else place)
        made = self._browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=javascript, **options
        )
        self._contexts.callback(made.close)
        made.add_init_script(_TELL_VIOLATIONS)
        made.on("console", self._hear)
        made.on("weberror", lambda error: self.troubles.append(f"uncaught: {error.error}"))
        made.on("request", self._see)
        made.on("dialog", self._dismiss)
        return made

    def open(self, place: Path | str, file: str = "index.html", **options: Any) -> Page:
        """A page of a place, loaded, in a window of its own. See `context` for the options."""
        page = self.context(place, **options).new_page()
        page.goto(self._places[-1] + file)
        return page

    def close(self) -> None:
        """Close all windows."""
        self._contexts.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _see(self, request: Request) -> None:
        if not request.url.startswith(tuple(self._places)):
            self.troubles.append(f"requested: {request.url}")


@contextmanager
def launched(playwright: Playwright, path: str | None) -> Iterator[Browser]:
    """The browser with this path, until the block ends."""
    assert path, "tests/browser needs Chromium on the PATH: install Debian's package chromium"
    # Root needs --no-sandbox. The pages are ours, and what is planted in them must not run.
    made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield made
    made.close()


def follow(link: Locator) -> None:
    """Click on a link, and wait for the page that it leads to and for its scripts."""
    with link.page.expect_navigation():
        link.click()


def check_access(page: Page) -> None:
    """Fail for what keeps people from using the page: what axe-core finds, in the scheme and width of the page.

    The best practices of axe-core are included.
    """
    # `preload` would fetch the style sheets, which the policy of the pages does not allow. The default reporter also
    # returns each rule that the page follows, which takes longer to transfer than most pages take to check.
    found = Axe().run(page, options={"reporter": "no-passes", "preload": False})
    assert not found.violations_count, f"{page.url}\n{found.generate_report()}"


def check_width(page: Page) -> None:
    """Fail if the page is wider than its window."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px: {_widest(page, window)}"


def _widest(page: Page, window: int) -> list[str]:
    """The first elements that reach beyond the window."""
    found: list[str] = page.evaluate(
        """window => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > window + 1)
        .slice(0, 5).map(e => e.outerHTML.slice(0, 120))""",
        window,
    )
    return found
