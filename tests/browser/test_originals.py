"""Original files at the desk, in a browser: a PDF is shown by the browser's own viewer, and nothing in it acts.

The viewer runs the scripts of a PDF in a sandbox of its own: they may show a message.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright

from alfrd_luigi.corrections.correction import approve
from alfrd_luigi.corrections.history import history
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support import chromium, drawn_pdfs
from support.archives import Archive
from support.browsing import Visitor, launched
from support.desk import wait_for
from support.desks import ServedDesk, served
from support.pipeline import work_on

RUN = "20240401T000000-past"
ELSEWHERE = "http://127.0.0.1:9"
# What a viewer could do by itself when it opens the file: ask, send a form, and go to another address.
ACTS = (
    f"app.alert\\('hello'\\); this.submitForm\\('{ELSEWHERE}/form'\\); app.launchURL\\('{ELSEWHERE}/script'\\); "
    f"this.getURL\\('{ELSEWHERE}/url'\\);"
)
WIDTH, HEIGHT = 480, 360
VIEWER = ("requested: chrome-extension://", "requested: chrome://")
OPENING = {
    "nothing": b"",
    "a script": f"/OpenAction << /S /JavaScript /JS ({ACTS}) >>".encode(),
    "an address": f"/OpenAction << /S /URI /URI ({ELSEWHERE}/opened) >>".encode(),
    "a form": f"/OpenAction << /S /SubmitForm /F << /FS /URL /F ({ELSEWHERE}/sent) >> >>".encode(),
}


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that shows PDF files."""
    with launched(playwright, chromium.path()) as made:
        yield made


@pytest.fixture(scope="module")
def desk() -> Iterator[ServedDesk]:
    with served() as made:
        yield made


def registered(archive: Archive, catalog: bytes = b"", page: bytes = b"", name: str = "bill") -> UUID:
    """A PDF with these entries in its catalog and its page."""
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = drawn_pdfs.text(drawn_pdfs.BILL)
    (archive.inbox / f"{name}.pdf").write_bytes(drawn_pdfs.pdf(content, catalog=catalog, page=page))
    runs.hold(database(), RUN)
    (id,) = scan_inbox(RUN).registered
    work_on([id], RUN)
    return id


def window(visitor: Visitor, desk: ServedDesk) -> Page:
    """A window at the desk. It is small, because the pictures of it take time."""
    page = visitor.context(desk.place.url + "/", width=WIDTH, height=HEIGHT).new_page()
    page.goto(desk.place.address(desk.keys.cut()))
    page.wait_for_url(desk.place.url + "/")
    return page


def open_original(page: Page, desk: ServedDesk, id: UUID) -> None:
    """Open the original of a document from its page."""
    page.goto(f"{desk.place.url}/documents/{id}")
    page.locator(".originals a").click()
    page.wait_for_url(f"**/files/{id}/1")


def shows_paper(page: Page) -> bool:
    """Whether the middle of the window is white, as a sheet of paper is; the viewer itself is dark."""
    spot = page.screenshot(clip={"x": WIDTH // 2 + 60, "y": HEIGHT - 60, "width": 1, "height": 1})
    return Image.open(io.BytesIO(spot)).convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def wait_for_paper(page: Page) -> None:
    wait_for(lambda: shows_paper(page))


def troubles(visitor: Visitor) -> list[str]:
    """The troubles but for what the viewer loads, which are then forgotten."""
    found = [each for each in visitor.troubles if not each.startswith(VIEWER)]
    visitor.troubles.clear()
    return found


def test_a_pdf_is_shown_and_does_nothing(archive: Archive, desk: ServedDesk, visitor: Visitor) -> None:
    ids = {opening: registered(archive, catalog, name=opening) for opening, catalog in OPENING.items()}
    page = window(visitor, desk)
    for opening, id in ids.items():
        open_original(page, desk, id)
        wait_for_paper(page)
        page.wait_for_timeout(500)  # what it would do by itself
        assert page.url == f"{desk.place.url}/files/{id}/1", opening
        assert len(page.context.pages) == 1, opening
        assert troubles(visitor) == (["dialog: hello"] if opening == "a script" else []), opening


@pytest.mark.parametrize(
    "act", ["/JavaScript /JS (this.submitForm\\('{}'\\);)", "/SubmitForm /F << /FS /URL /F ({}) >>"]
)
def test_a_form_in_a_pdf_changes_nothing_at_the_desk(
    archive: Archive, desk: ServedDesk, visitor: Visitor, act: str
) -> None:
    action = f"/A << /S {act.format(f'{desk.place.url}/undo')} >>"
    button = f"<< /Type /Annot /Subtype /Widget /FT /Btn /Ff 65536 /T (b) /Rect [0 0 612 792] /F 4 {action} >>"
    id = registered(archive, b"/AcroForm << /Fields [] >>", f"/Annots [{button}]".encode())
    approve(database().session(), id, person())
    page = window(visitor, desk)
    open_original(page, desk, id)
    wait_for_paper(page)
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(request.method))

    def is_sent() -> bool:
        page.mouse.click(WIDTH // 2 + 60, HEIGHT // 2)  # the first ones may come before the viewer listens
        return "POST" in sent

    wait_for(is_sent)
    page.wait_for_timeout(500)
    assert page.url == f"{desk.place.url}/files/{id}/1"
    assert history(database().session(), id)[-1].event == "approve"
    visitor.troubles.clear()


def test_the_desk_says_what_a_pdf_is_and_may_do(archive: Archive, desk: ServedDesk) -> None:
    """The browser does not tell: its viewer replaces the policy."""
    id = registered(archive)
    desk.open()
    found = desk.ask("GET", f"/files/{id}/1").headers
    assert found["content-type"] == "application/pdf"
    assert found["content-disposition"] == "inline; filename*=UTF-8''bill.pdf"
    assert found["x-content-type-options"] == "nosniff"
    assert found["x-frame-options"] == "DENY"
    assert found["cross-origin-resource-policy"] == "same-origin"
    policy = found["content-security-policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'"} < set(policy)
    assert not any(part.startswith("script-src") for part in policy)
