"""The desk in a browser: the review by keyboard and by pointing, with what others do meanwhile; and adding files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from alfrd_luigi.corrections import bin
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import audits, corrections, document_details, documents, prompts, review, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.intake.registration import scan_inbox
from support import drawn_pdfs, trial_rows
from support.archives import Archive
from support.browsing import Visitor, check_access, check_width, follow
from support.desks import ServedDesk, served
from support.kept_archives import Keep
from support.pipeline import work_on

RUN = "20240401T000000-past"
LINES = ["NORTHWIND ELECTRIC COMPANY", "Monthly electricity bill", "Account number: 4471-220"]
LINES += ["Statement date: 2024-03-05", "Electricity used: 313 kWh", "", "Amount due: $123.50", "Due date: 2024-03-25"]
HOSTILE = "</textarea></script><img src=https://example.invalid/x onerror=alert(1)>{{ 7 * 7 }}'\"" + "W" * 60


def made(archive: Archive) -> list[UUID]:
    """A bill that is a picture, a later one, and one that is a text. The totals of the first two are uncertain."""
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    later = [line.replace("2024-03", "2024-04").replace("123.50", "130.25") for line in LINES]
    for name, lines in (("first.pdf", LINES), ("second.pdf", later)):
        (archive.inbox / name).write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(lines)))
    (archive.inbox / "third.txt").write_text("\n".join(LINES).replace("NORTHWIND", "SOUTHWIND"), "utf-8")
    runs.hold(database(), RUN)
    ids = list(scan_inbox(RUN).registered)
    work_on(ids, RUN)
    names = {document_details.document(database().session(), id).source_files[0]["name"]: id for id in ids}
    return [names[name] for name in ("first.pdf", "second.pdf", "third.txt")]


def doubt() -> None:
    """Make the totals of the documents uncertain: that of the first file is the least sure."""
    database().session().script("""
        UPDATE documents d
        SET uncertain = '{total}', confidences = confidences || jsonb_build_object('total', f.place / 10.0)
        FROM (SELECT document_id, row_number() OVER (ORDER BY name) AS place FROM document_files) f
        WHERE d.id = f.document_id""")


@pytest.fixture
def bills(keep: Keep) -> list[UUID]:
    """Three uncertain bills: two pictures, and a text."""
    ids = keep(made)
    doubt()
    return ids


@pytest.fixture(scope="module")
def one_desk() -> Iterator[ServedDesk]:
    with served() as desk:
        yield desk


class Desk:
    """A person at a desk: opens it in windows, and its pages in them."""

    def __init__(self, desk: ServedDesk, visitor: Visitor) -> None:
        self._desk = desk
        self._visitor = visitor

    def window(self, path: str, **options: Any) -> Page:
        context = self._visitor.context(self._desk.place.url + "/", **options)
        # The cookie of the way in, without a look at the first page: test_originals.py goes in by the page itself.
        context.request.get(self._desk.place.address(self._desk.keys.cut()), max_redirects=0)
        page = context.new_page()
        page.goto(self._desk.place.url + path)
        return page

    def review(self, id: UUID, **options: Any) -> Page:
        page = self.window("/review", **options)
        shows(page, id)
        return page


@pytest.fixture
def desk(one_desk: ServedDesk, visitor: Visitor, bills: list[UUID]) -> Desk:
    return Desk(one_desk, visitor)


def shows(page: Page, id: UUID) -> None:
    """Wait until a document can be accepted: its page is on the screen."""
    expect(page.locator("#review")).to_have_attribute("data-shown", str(id))
    expect(page.locator("#review")).not_to_have_attribute("aria-busy", "true")
    page.evaluate("acts")  # what was said is stored


def total(id: UUID) -> float:
    return float(document_details.document(database().session(), id).total_amount or 0)


def said(id: UUID) -> set[str]:
    return set(document_details.document(database().session(), id).words_of.values())


def message(page: Page) -> Any:
    return expect(page.locator("#review-message"))


def test_a_review_by_keyboard_alone(desk: Desk, bills: list[UUID]) -> None:
    page = desk.review(bills[0])
    expect(page.locator("[name=total]")).to_be_focused()
    expect(page.locator(".place.lit")).not_to_have_count(0)
    page.keyboard.type("99.90")
    page.keyboard.press("Enter")
    shows(page, bills[1])
    page.keyboard.press("Enter")
    shows(page, bills[2])
    assert (total(bills[0]), said(bills[1])) == (99.9, {"person"})
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    shows(page, bills[1])
    message(page).to_contain_text("Taken back: approve")
    assert said(bills[1]) == {"engine"}
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    shows(page, bills[2])
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#review-end")).to_contain_text("1 document was left for later")
    page.keyboard.press("Enter")
    shows(page, bills[2])
    page.keyboard.press("Enter")
    expect(page.locator("#review-end")).to_contain_text("Nothing is left to look at")


def test_words_that_are_pointed_at_fill_the_field(desk: Desk, bills: list[UUID]) -> None:
    page = desk.review(bills[0])
    page.locator("[name=date]").focus()
    page.locator("[name=date]").fill("")
    words = [page.locator(".word").nth(number).bounding_box() for number in range(page.locator(".word").count())]
    day = next(word for word in words if word and word["x"] > 0 and is_word(page, word, "2024-03-25"))
    page.mouse.click(day["x"] + day["width"] / 2, day["y"] + day["height"] / 2)
    expect(page.locator("[name=date]")).to_have_value("2024-03-25")
    page.locator("[name=entity]").focus()
    page.keyboard.press("Escape")  # the field before it is still the one that is filled
    first = next(word for word in words if word and is_word(page, word, "NORTHWIND"))
    page.mouse.move(first["x"] + 2, first["y"] + 2)
    page.mouse.down()
    page.mouse.move(first["x"] + first["width"] * 1.5, first["y"] + first["height"] / 2, steps=3)
    page.mouse.up()
    expect(page.locator("[name=entity]")).to_have_value("NORTHWIND ELECTRIC")
    page.keyboard.press("Enter")
    shows(page, bills[1])
    found = document_details.document(database().session(), bills[0])
    assert (str(found.document_date), found.entity) == ("2024-03-25", "NORTHWIND ELECTRIC")
    assert (found.places or {})["entity"]["boxes"][0][0] == pytest.approx(first["x"] / 1000, abs=0.5)


def test_pointing_at_a_value_that_is_right_confirms_its_place(desk: Desk, bills: list[UUID]) -> None:
    page = desk.review(bills[0])
    for words, name, value in (("$123.50", "total", "123.50"), ("2024-03-05", "date", "2024-03-05")):
        page.locator(f"[name={name}]").focus()
        place = place_of(page, words)
        with page.expect_response("**/read"):  # the field has the value already, so that alone shows nothing
            page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        expect(page.locator(f"[name={name}]")).to_have_value(value)
        expect(page.locator(".place.lit")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("j")  # what was pointed at is kept until the document comes back
    shows(page, bills[1])
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    shows(page, bills[0])
    page.keyboard.press("Enter")
    shows(page, bills[1])
    words_of = {word.field: word for word in corrections.words(database().session(), bills[0])}
    assert {word.kind for word in words_of.values()} == {"approved"}
    assert {name for name, word in words_of.items() if word.place} == {"total", "date"}
    (box,) = (words_of["total"].place or {})["boxes"]
    assert boxes_of(bills[0], "$123.50") == [pytest.approx(box, abs=0.001)]


def boxes_of(id: UUID, text: str) -> list[list[float]]:
    """Where a word stands on the first page, as parts of the page."""
    (page,) = review.pages(database().session(), id, [1])
    return [list(map(float, word[1:5])) for word in page.words if word[0] == text]


def place_of(page: Page, text: str) -> Any:
    """Where a word of the page stands in the window."""
    found = (page.locator(".word").nth(number).bounding_box() for number in range(page.locator(".word").count()))
    return next(word for word in found if word and is_word(page, word, text))


def is_word(page: Page, place: Any, text: str) -> bool:
    """Whether the word at a place of the window is this one."""
    found: bool = page.evaluate(
        "([x, y, text]) => papers[0].within(between(papers[0].at({clientX: x, clientY: y}),"
        " papers[0].at({clientX: x, clientY: y}))).some((word) => word[0] === text)",
        [place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, text],
    )
    return found


def test_words_of_a_text_can_be_pointed_at(desk: Desk, bills: list[UUID]) -> None:
    page = desk.review(bills[0])
    for id in bills[1:]:
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        shows(page, id)
    place = page.evaluate(
        "() => { const r = rangeOf(document.querySelector('pre').firstChild, '$123.50').getBoundingClientRect();"
        " return [r.x + r.width / 2, r.y + r.height / 2]; }"
    )
    page.locator("[name=total]").fill("1")
    page.mouse.click(*place)
    expect(page.locator("[name=total]")).to_have_value("123.50")
    expect(page.locator("[name=total]")).to_be_focused()


def test_another_type_has_other_fields(desk: Desk, bills: list[UUID]) -> None:
    page = desk.review(bills[0])
    page.keyboard.type("77.00")
    page.locator("[name=type]").select_option("insurance")
    expect(page.locator("[name='field.policy_number']")).to_be_visible()
    expect(page.locator("[name=total]")).to_have_value("77.00")
    page.keyboard.press("Enter")
    shows(page, bills[1])
    assert document_details.document(database().session(), bills[0]).document_type == "insurance"


def test_the_second_of_two_windows_decides_with_what_the_first_changed(
    desk: Desk, visitor: Visitor, bills: list[UUID]
) -> None:
    page = desk.review(bills[0])
    set_values(database().session(), bills[0], {"total": "7"}, "another person")
    page.keyboard.type("8.00")
    page.keyboard.press("Enter")
    message(page).to_contain_text("was changed meanwhile by another person")
    assert total(bills[0]) == 7
    shows(page, bills[1])
    page.keyboard.press("Enter")
    shows(page, bills[0])
    expect(page.locator("[name=total]")).to_have_value("8.00")
    expect(page.locator(".changed")).to_have_text("changed meanwhile from 123.5 to 7.0")
    page.keyboard.press("Enter")
    shows(page, bills[2])
    assert total(bills[0]) == 8
    assert [each.split(" ")[0] for each in visitor.troubles] == ["console:"]  # the browser says that one was refused
    visitor.troubles.clear()


def test_what_does_not_fit_or_is_gone_stops_nobody(desk: Desk, visitor: Visitor, bills: list[UUID]) -> None:
    page = desk.review(bills[0])
    page.keyboard.type("much")
    bin.delete(database().session(), [bills[1]], "another person")
    page.keyboard.press("Enter")
    shows(page, bills[1])  # it was loaded ahead
    message(page).to_contain_text("total cannot have the value")
    page.keyboard.press("Enter")
    shows(page, bills[0])
    expect(page.locator("[name=total]")).to_have_value("much")
    page.keyboard.type("5.00")
    page.keyboard.press("Enter")
    shows(page, bills[2])
    assert total(bills[0]) == 5
    visitor.troubles.clear()


def test_without_the_desk_nothing_that_was_typed_is_lost(desk: Desk, visitor: Visitor, bills: list[UUID]) -> None:
    page = desk.review(bills[0])
    page.wait_for_timeout(300)  # the next ones are loaded ahead
    page.route("**/*", lambda route: route.abort())
    page.keyboard.type("6.00")
    page.keyboard.press("Enter")
    message(page).to_contain_text("The desk does not answer")
    page.unroute("**/*")
    shows(page, bills[1])
    page.keyboard.press("Enter")
    shows(page, bills[0])
    expect(page.locator("[name=total]")).to_have_value("6.00")
    page.keyboard.press("Enter")
    shows(page, bills[2])
    assert total(bills[0]) == 6
    visitor.troubles.clear()


def test_files_are_dropped(desk: Desk, visitor: Visitor, archive: Archive) -> None:
    page = desk.window("/")
    page.route("**/process", lambda route: refuse(route))
    dropped = page.evaluate_handle(
        "() => { const moved = new DataTransfer(); moved.items.add(new File(['A letter'], '<b>new.txt'));"
        " moved.items.add(new File([], 'empty.txt')); return moved; }"
    )
    page.dispatch_event("body", "drop", {"dataTransfer": dropped})
    expect(page.locator(".added li")).to_have_text(["<b>new.txt is in the inbox", re.compile("^empty.txt is empty")])
    expect(page.locator("#add .progress")).to_have_text("not now")
    assert "<b>new.txt" in {path.name for path in archive.inbox.rglob("*")}
    visitor.troubles.clear()


def refuse(route: Route) -> None:
    route.fulfill(status=423, json={"message": "not now", "hint": ""})


def test_the_page_of_a_document_keeps_what_was_typed(desk: Desk, visitor: Visitor, bills: list[UUID]) -> None:
    for options in ({}, {"javascript": False}):
        page = desk.window(f"/documents/{bills[0]}", **options)
        page.locator("[name='value.total']").fill("much")
        page.get_by_role("button", name="Save the changed values").click()
        expect(page.get_by_role("alert")).to_contain_text("total cannot have the value")
        expect(page.locator("[name='value.total']")).to_have_value("much")
        page.locator("[name='value.total']").fill("4.00")
        page.locator("[name='value.total']").press("Enter")
        expect(page.get_by_role("button", name="Withdraw my word: Total")).to_be_visible()
        assert total(bills[0]) == 4
        page.get_by_role("button", name="Withdraw my word: Total").click()
        expect(page.locator("[name='value.total']")).to_have_value("123.5")
    visitor.troubles.clear()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_everybody_can_use_it(
    desk: Desk, visitor: Visitor, bills: list[UUID], width: int, scheme: Literal["light", "dark"]
) -> None:
    values = {"title": HOSTILE, "note": HOSTILE, "summary": HOSTILE}
    set_values(database().session(), bills[0], values, HOSTILE)
    doubt()
    session = database().session()
    bin.delete(session, [bills[1]], "anna")
    page = desk.review(bills[0], width=width, scheme=scheme)
    for path in ("/review", "/", f"/documents/{bills[0]}", "/bin", "/due", "/documents", "/nothing"):
        page.goto(page.url.rsplit("/", 1)[0].split("/documents")[0] + path)
        if path == "/review":
            shows(page, bills[0])
            expect(page.locator("#review-name")).to_have_text(HOSTILE)
        check_access(page)
        check_width(page)
    assert all("404" in each for each in visitor.troubles)
    visitor.troubles.clear()
    assert documents.find(session, str(bills[0])) == bills[0]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_search_leads_to_the_words(
    desk: Desk, bills: list[UUID], width: int, scheme: Literal["light", "dark"]
) -> None:
    page = desk.window("/", width=width, scheme=scheme)
    page.get_by_label("Find in the archive").fill("southwnd bills")
    page.get_by_label("Find in the archive").press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 document")
    expect(page.locator(".snippet mark").first).to_have_text("SOUTHWIND")
    check_access(page)
    check_width(page)
    page.locator(".hits a").click()
    page.wait_for_url(re.compile(rf"/documents/{bills[2]}#q="))
    expect(page.locator("pre mark").first).to_have_text("SOUTHWIND")


def test_a_paper_that_judges_a_prompt_says_so(desk: Desk, bills: list[UUID]) -> None:
    session = database().session()
    page = desk.review(bills[0])
    expect(page.locator("#review-drawn")).to_be_hidden()
    trial_rows.challenge(session)
    audits.draw(session, "seed", 3)
    session.script("UPDATE audit_draws SET is_for_trial = true, trial_id = (SELECT id FROM prompt_trials)")
    page.reload()
    expect(page.locator("#review-drawn")).to_have_text(
        "Chance drew this paper, to judge a prompt: Summarizer, Receipt."
    )
    check_access(page)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_person_decides_about_a_prompt(
    desk: Desk, visitor: Visitor, width: int, scheme: Literal["light", "dark"]
) -> None:
    session = database().session()
    tried = trial_rows.challenge(session, "Say it briefly.")
    trial_rows.compare(session, tried.id, judged=[1, 0, -1], gold=[0.5], reasoning=HOSTILE)
    page = desk.window("/prompts", width=width, scheme=scheme)
    check_access(page)
    check_width(page)
    follow(page.get_by_role("link", name="Version 2 challenges version 1"))
    page.get_by_text("Propose another text").click()
    page.get_by_text("All 3 compared documents").click()
    check_access(page)
    check_width(page)
    text = page.get_by_role("textbox", name="Text")
    text.fill(f"Say more. {HOSTILE}")
    follow(page.get_by_role("button", name="Propose it"))
    expect(page.get_by_role("alert")).to_contain_text("version 2 of summarizer:receipt is on trial")
    expect(text).to_have_value(f"Say more. {HOSTILE}")
    assert ["409" in each for each in visitor.troubles] == [True]
    visitor.troubles.clear()
    page.get_by_label("Withdraw version 2, which is on trial").check()
    follow(page.get_by_role("button", name="Propose it"))
    page.get_by_label("Version 3 is better, because").fill("It says more")
    follow(page.get_by_role("button", name="Make it active"))
    expect(page.get_by_role("main")).to_contain_text("It says more")
    assert prompts.active(session, trial_rows.KEY).version == 3
    check_access(page)
    check_width(page)
