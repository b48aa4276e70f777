"""The time of the lists of a report in Chromium: to open them, to search and to sort.

    python benchmarks/report_lists.py REPORT [--repeat 3] [--chromium /usr/bin/chromium]

REPORT is the folder of a report. `open` is from the request to the frame with the first rows; an act is from the event
to the frame that shows its result. Each figure is the median of the repeats, and the first one, in milliseconds: the
first search of a list makes the texts that it searches.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Browser, Page, sync_playwright

_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_ACT = f"async act => {{ const began = performance.now(); act(); await {_FRAME}; return performance.now() - began; }}"


def _typed(field: str, words: str) -> str:
    return (
        f"() => {{ const field = document.querySelector('{field}'); field.value = '{words}';"
        " field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )


def _pressed(buttons: str, number: int) -> str:
    return f"() => document.querySelectorAll('{buttons}')[{number}].click()"


def _opened(browser: Browser, address: str, repeat: int) -> Page:
    """The page. Says how long it took to open."""
    took = []
    for _ in range(repeat):
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_function("(document.querySelector('#older') ?? { hidden: true }).hidden || !location.search")
        page.wait_for_selector("tbody tr")
        page.evaluate(_FRAME)
        took.append((time.perf_counter() - began) * 1000)
    click.echo(f"{address.rpartition('/')[2]:24} open {median(took):22.0f}, first {took[0]:6.0f}")
    return page


def _acted(page: Page, what: str, repeat: int, *acts: str) -> None:
    """Say how long each round of acts took."""
    took = [sum(page.evaluate(_ACT.replace("act()", f"({act})()"), None) for act in acts) for _ in range(repeat)]
    click.echo(f"{'':24} {what:20} {median(took):6.0f}, first {took[0]:6.0f}")


@click.command(help=__doc__)
@click.argument("report", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path))
@click.option("--repeat", default=3, show_default=True)
@click.option("--chromium", default="/usr/bin/chromium", show_default=True)
def main(report: Path, repeat: int, chromium: str) -> None:
    """Measure."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for file in ("documents.html", "documents.html?all=1", "series.html", "files.html"):
            page = _opened(browser, f"{report.as_uri()}/{file}", repeat)
            field = "input[type=search]"
            _acted(page, "a letter, and back", repeat, _typed(field, "s"), _typed(field, ""))
            _acted(page, "a word, and back", repeat, _typed(field, "sender 77"), _typed(field, ""))
            for number in (1, 3):
                _acted(page, f"sort by column {number + 1}", repeat, _pressed("th button", number))
        browser.close()


if __name__ == "__main__":
    main()
