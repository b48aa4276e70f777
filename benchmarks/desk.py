"""Measures the desk in a browser: its start, the first paint of its pages, and a review of documents by keyboard.

    python benchmarks/desk.py [--documents 20]

It reviews the archive of the settings (ALFRD_DATA_DIR), whose filed documents become uncertain for this: use a copy.

The person is a keystroke-level model (Card, Moran and Newell 1983): 1.35 s to look at each marked value, 0.3 s for a
glance at each other value, 0.2 s for a key. In every fifth document, the marked value is typed anew.
The machine's share is the time from Enter until the next document is painted with the picture of its page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Page, sync_playwright

from alfrd_luigi.database.connection import database

_LOOK, _GLANCE, _KEY = 1.35, 0.3, 0.2  # seconds
_RETYPED = 5
_REPEAT = 5
_TICKS = os.sysconf("SC_CLK_TCK")
_WATCH = """
addEventListener("keydown", (event) => { if (event.key === "Enter") window.asked = performance.now(); }, true);
window.waits = [];
document.addEventListener("DOMContentLoaded", () => {
  const review = document.getElementById("review");
  if (review) new MutationObserver(() => {
    if (review.dataset.shown && window.asked) window.waits.push(performance.now() - window.asked);
    if (review.dataset.shown) window.asked = 0;
  }).observe(review, { attributeFilter: ["data-shown"] });
});
"""


@click.command(help=__doc__)
@click.option("--documents", default=20)
def main(documents: int) -> None:
    """Print the figures."""
    _doubt()
    with sync_playwright() as playwright, _desk() as (address, process):
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        # Playwright waits by evaluating texts, which the policy of the pages forbids.
        page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        page.add_init_script(_WATCH)
        started = time.monotonic()
        page.goto(address)
        page.wait_for_selector("h1")
        click.echo(f"the first page came {time.monotonic() - started:.2f} s after that")
        click.echo(f"CPU of the desk until then: {_cpu(process.pid):.2f} s")
        _paints(page, address.split("/open")[0])
        _review(page, address.split("/open")[0], documents)
        browser.close()


def _doubt() -> None:
    """Make the least sure value of each filed document uncertain."""
    database().session().script("""
        UPDATE documents d SET uncertain = ARRAY[(SELECT key FROM jsonb_each_text(d.confidences)
            WHERE key IN ('entity', 'date', 'total') ORDER BY value::double precision LIMIT 1)]
        WHERE status = 'filed' AND confidences ?| '{entity,date,total}'""")


@contextmanager
def _desk() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A desk in a process of its own, with the address that it printed."""
    started = time.monotonic()
    command = [sys.executable, "-m", "alfrd_luigi.cli", "desk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            click.echo(f"`alfrd desk` printed its address after {time.monotonic() - started:.2f} s", nl=False)
            click.echo(f"; {_cpu(process.pid):.2f} s of CPU")
            yield address, process
        finally:
            process.terminate()


def _cpu(pid: int) -> float:
    """The CPU time of a process, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _paints(page: Page, url: str) -> None:
    """Print the first paint of the pages."""
    page.goto(f"{url}/documents")
    page.wait_for_selector("tbody a")
    one = page.locator("tbody a").first.get_attribute("href")
    for path in ("/", "/documents", one, "/review"):
        painted = []
        for _ in range(_REPEAT):
            page.goto(f"{url}{path}")
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
            painted.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        shown = "/documents/ID" if path == one else path
        click.echo(f"first paint of {shown}: median {median(painted):.0f} ms, worst {max(painted):.0f} ms")


def _review(page: Page, url: str, documents: int) -> None:
    """Review documents as the person does, and print how long it took."""
    page.goto(f"{url}/review")
    page.wait_for_selector("#review[data-shown]")
    started, thought = time.monotonic(), 0.0
    for number in count(1):
        page.wait_for_selector("#review[data-shown]")
        before = page.get_attribute("#review", "data-shown")
        seconds = _looked(page)
        if number % _RETYPED == 0:
            text = page.evaluate("document.activeElement.value")
            seconds += _KEY * (len(text) + 1)
            page.keyboard.type(text)
        time.sleep(seconds + _KEY)
        thought += seconds + _KEY
        page.keyboard.press("Enter")
        page.wait_for_function("before => document.getElementById('review').dataset.shown !== before", arg=before)
        if number == documents or page.locator("#review-done").is_visible():
            break
    page.wait_for_selector("#review[data-shown], #review-done:not([hidden])")
    took, waits = time.monotonic() - started, sorted(page.evaluate("window.waits"))
    click.echo(f"{number} documents: {took:.1f} s, of which the person took {thought:.1f} s")
    click.echo(
        f"from Enter to the next page: median {median(waits):.0f} ms, worst {waits[-1]:.0f} ms ({len(waits)} pages)"
    )
    page.evaluate("acts")


def _looked(page: Page) -> float:
    """The seconds in which the person looks at the values."""
    marked = page.locator(".value.doubtful").count()
    filled: int = page.evaluate(
        "[...document.querySelectorAll('.value :is(input, select)')].filter((e) => e.value).length"
    )
    return marked * _LOOK + max(0, filled - marked) * _GLANCE


if __name__ == "__main__":
    main()
