"""Measures the desk: its start, the first paint of its pages, and a review of documents in a browser.

    python benchmarks/desk.py [--documents 20] [--mistakes 4]

It reviews the archive of the settings (ALFRD_DATA_DIR), whose filed documents become uncertain for this, and some of
them wrong: use a copy. The first mistake is corrected by typing, the others by pointing at the right words. The person
is modelled (reviewer.py). The machine's share is the time from Enter until the next document is painted with the
picture of its page.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.request import Request, urlopen
from uuid import UUID

import click
import mistakes as wrongs
from mistakes import Mistake
from playwright.sync_api import Page, sync_playwright
from reviewer import Reviewer

from alfrd_luigi.database import document_details
from alfrd_luigi.database.connection import database
from alfrd_luigi.views import review

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


class _Start(NamedTuple):
    """Seconds of a start: until the address was printed, and then until the first page; wall and CPU."""

    address: float
    address_cpu: float
    page: float
    page_cpu: float


@click.command(help=__doc__)
@click.option("--documents", default=20)
@click.option("--mistakes", default=4)
def main(documents: int, mistakes: int) -> None:
    """Print the figures."""
    session = database().session()
    wrongs.doubt(session)
    made = wrongs.make(session, mistakes, documents)
    _starts()
    with sync_playwright() as playwright, _desk() as (address, _):
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        # Playwright waits by evaluating texts, which the policy of the pages forbids.
        page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        page.add_init_script(_WATCH)
        page.goto(address)
        page.wait_for_selector("h1")
        _paints(page, address.split("/open")[0])
        _review(page, address.split("/open")[0], documents, made)
        browser.close()


def _starts() -> None:
    """Print the median of some starts, each in a process of its own, whose first page is asked for at once."""
    found = [_start() for _ in range(_REPEAT)]
    address, address_cpu, page, page_cpu = (median(each) for each in zip(*found, strict=True))
    click.echo(f"`alfrd desk` printed its address after {address:.2f} s; {address_cpu:.2f} s of CPU")
    click.echo(f"the first page came {page:.2f} s after that; {page_cpu:.2f} s of CPU since the start")


def _start() -> _Start:
    started = time.monotonic()
    with _desk() as (address, process):
        printed, cpu = time.monotonic(), _cpu(process.pid)
        with urlopen(address) as opened:
            cookie = opened.headers["Set-Cookie"].split(";")[0]
        with urlopen(Request(f"{address.split('/open')[0]}/", headers={"Cookie": cookie})) as page:
            page.read()
        return _Start(printed - started, cpu, time.monotonic() - printed, _cpu(process.pid))


@contextmanager
def _desk() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A desk in a process of its own, with the address that it printed."""
    command = [sys.executable, "-m", "alfrd_luigi.cli", "desk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
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


def _review(page: Page, url: str, documents: int, made: Mapping[UUID, Mistake]) -> None:
    """Review documents as the person does, and print how long it took."""
    page.goto(f"{url}/review")
    reviewer = Reviewer(page, made)
    took = reviewer.review(documents)
    waits = sorted(page.evaluate("window.waits"))
    typed, pointed = len(reviewer.typed), len(reviewer.pointed)
    click.echo(f"{documents} documents: {took.whole:.1f} s, of which the person took {took.person:.1f} s;")
    click.echo(f"in them, {took.correcting:.1f} s for {typed} correction by typing and {pointed} by pointing")
    click.echo(
        f"from Enter to the next page: median {median(waits):.0f} ms, worst {waits[-1]:.0f} ms ({len(waits)} pages)"
    )
    stored = [_is_right(id, made[id]) for id in (*reviewer.typed, *reviewer.pointed)]
    click.echo(f"{sum(stored)} of {len(stored)} corrections are stored as they should be")


def _is_right(id: UUID, mistake: Mistake) -> bool:
    """Whether the archive has the right value of a document as a person's word."""
    session = database().session()
    texts = {field.name: field.text for field in review.item(session, id).fields}
    is_said = document_details.document(session, id).words_of[mistake.field] == "person"
    return is_said and texts[mistake.field] == mistake.right


if __name__ == "__main__":
    main()
