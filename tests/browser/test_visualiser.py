"""luigid's visualiser after a run in which documents failed, with markup in every name and reason."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from support import luigid, refusing_server
from support.archives import Archive

_MARKUP = "<img src=x onerror=document.body.dataset.ran=1>"


def _number(page: Page, category: str) -> int:
    return int(page.locator(f"#{category}_info .info-box-number").inner_text())


def _row(page: Page, name: str) -> str:
    """The selector of the failed task of the document with this name."""
    return f"#taskTable tbody tr:has-text('ProcessDocument'):has-text('FAILED'):has-text('{name}')"


def _filter(page: Page, text: str) -> None:
    """List the tasks with this text only. The table has ten on a page, in the order of luigid's answers."""
    page.locator("#taskTable_filter input").fill(text)


def _assert_says(page: Page, place: str, beginning: str) -> None:
    shown = page.locator(place).first
    shown.wait_for()
    assert shown.inner_text().startswith(beginning)


def test_what_failed_is_seen_and_no_markup_is_inserted(archive: Archive, browser: Browser, tmp_path: Path) -> None:
    archive.inbox.mkdir(parents=True)
    names = [f"{_MARKUP}{number}.txt" for number in (1, 2)]
    for number, name in enumerate(names):
        (archive.inbox / name).write_text(f"{_MARKUP}\nCorner Shop\nReceipt {number}\nTotal $1{number}.00\n")
    archive.configure(settle_seconds=0, language_engine="openai_compatible", openai_model="m")
    with refusing_server.serving(["the prompt is too long", _MARKUP]) as service, luigid.serving(tmp_path) as scheduler:
        archive.configure(openai_url=f"http://127.0.0.1:{service.port}/v1")
        done = scheduler.run("ProcessAllPending")
        assert done.returncode == 30, done.stderr

        page = browser.new_page()
        page.goto(f"{scheduler.url}static/visualiser/index.html")
        _filter(page, "ProcessDocument")
        page.locator(_row(page, names[0])).wait_for()
        assert _number(page, "FAILED") == len([*names, "ProcessAllPending"])
        for name in names:
            assert page.locator(_row(page, name)).count() == 1

        page.locator(f"{_row(page, names[0])} .showError").click()
        _assert_says(page, "#errorModal pre", "failed at classify; for the reason: alfrd why ")
        page.reload()
        _filter(page, "ClassifyDocument")
        # The page shows a message as text, and then asks for it again and inserts it as HTML.
        with page.expect_response("**/api/get_task_status_message*"):
            page.locator("#taskTable .statusMessage").first.click()
        _assert_says(page, "#statusMessageModal pre", "failed; for the reason: alfrd why ")

        graph = page.locator("#taskTable a[title='View graph'], #taskTable a[data-original-title='View graph']").first
        page.goto(f"{scheduler.url}static/visualiser/index.html{graph.get_attribute('href')}&visType=svg")
        page.reload()
        page.locator(".graph-node-a text").first.hover()
        page.locator(".popover", has_text=_MARKUP).wait_for()
        assert page.evaluate("document.body.dataset.ran") is None
        page.close()
