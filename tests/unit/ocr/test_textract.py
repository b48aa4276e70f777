"""Textract through boto3, over HTTP: the requests, and the handling of answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from alfrd_luigi.errors import PermanentError, ServiceError, SettingsError
from alfrd_luigi.ocr import engines
from alfrd_luigi.ocr.engines.textract import LIMITS, SERVICE
from alfrd_luigi.ocr.port import Box, EncodedPage, PageImage, Reading
from alfrd_luigi.ocr.reading import read_document
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings
from support import caches
from support.textract_server import Canned, answer, serving, word

ROOT = Path(__file__).parents[3]
JPEG, WIDTH, HEIGHT = "image/jpeg", 400, 200


@pytest.fixture
def textract(monkeypatch: pytest.MonkeyPatch) -> Iterator[Canned]:
    """A Textract that boto3 finds as it finds the real one, by the environment."""
    with serving() as (url, canned):
        environment = {
            "AWS_ENDPOINT_URL_TEXTRACT": url,
            "AWS_ACCESS_KEY_ID": "AKIASAMPLE",
            "AWS_SECRET_ACCESS_KEY": "sample",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "ALFRD_CALL_SECONDS": "5",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        caches.clear()
        yield canned
    monkeypatch.undo()
    caches.clear()


def encoded(image: Image.Image, form: str = "JPEG") -> bytes:
    output = BytesIO()
    image.save(output, form)
    return output.getvalue()


def read(width: int = WIDTH, height: int = HEIGHT) -> Reading:
    return engines.engine("textract").read(EncodedPage(JPEG, b"a picture", width, height))


def spoilt(**changes: Any) -> Any:
    return answer({**word("total", 0.1, 0.2, 0.3, 0.25), **changes})


def test_a_page_is_sent_and_its_words_come_back(textract: Canned) -> None:
    textract.body = answer(word("Total", 0.1, 0.2, 0.3, 0.25), word("12.50", 0.7, 0.2, 0.8, 0.25))
    reading = read()
    assert [found.text for found in reading.words] == ["Total", "12.50"]
    assert reading.words[0].box == pytest.approx((0.1, 0.2, 0.3, 0.25))
    assert reading.words[0].confidence == pytest.approx(0.985)
    assert reading.usage == Usage(pages=1)
    assert textract.pictures == [b"a picture"]
    assert textract.targets == ["Textract.DetectDocumentText"]


def test_a_blank_page_has_no_words(textract: Canned) -> None:
    assert read() == Reading((), Usage(pages=1))


def test_rows_are_those_of_every_engine(textract: Canned, tmp_path: Path) -> None:
    textract.body = answer(
        word("Total", 0.1, 0.2, 0.2, 0.25), word("Bread", 0.1, 0.1, 0.2, 0.15), word("12.50", 0.8, 0.2, 0.9, 0.25)
    )
    path = tmp_path / "receipt.png"
    path.write_bytes(encoded(Image.new("L", (400, 600), 255), "PNG"))
    (page,) = read_document([(path, "image/png")], engines.engine("textract"))
    assert page.text == "Bread\nTotal   12.50"
    assert page.source == "ocr"
    assert page.confidence == pytest.approx(0.985)
    assert textract.pictures == [path.read_bytes()]


# Where the writing of "first" and "last" stands on a page that lies so, and the corner that it begins at.
FIRST, LAST = (0.1, 0.05, 0.5, 0.10), (0.6, 0.80, 0.9, 0.85)
LYING: dict[str, tuple[int, Callable[[Box], Box]]] = {
    "clockwise": (1, lambda box: (1 - box[3], box[0], 1 - box[1], box[2])),
    "upside down": (2, lambda box: (1 - box[2], 1 - box[3], 1 - box[0], 1 - box[1])),
    "counterclockwise": (3, lambda box: (box[1], 1 - box[2], box[3], 1 - box[0])),
}


@pytest.mark.parametrize("lying", LYING)
def test_a_page_that_does_not_stand_upright_is_turned(textract: Canned, lying: str) -> None:
    corner, lie = LYING[lying]
    stamp = word("x", 0.5, 0.5, 0.52, 0.52)
    textract.body = answer(word("first", *lie(FIRST), corner), word("last", *lie(LAST), corner), stamp)
    first, last, _ = read(HEIGHT, WIDTH).words
    assert first.box == pytest.approx(FIRST)
    assert last.box == pytest.approx(LAST)


def test_a_few_words_that_lie_do_not_turn_the_page(textract: Canned) -> None:
    textract.body = answer(word("upright", *FIRST), word("side", 0.9, 0.2, 0.95, 0.8, 1))
    assert read().words[0].box == pytest.approx(FIRST)


def test_a_crooked_word_on_a_narrow_page_is_judged_in_pixels(textract: Canned) -> None:
    crooked = word("crooked", 0.1, 0.1, 0.2, 0.2)
    crooked["Geometry"]["Polygon"] = [{"X": 0.1, "Y": 0.1}, {"X": 0.2, "Y": 0.25}]
    textract.body = answer(crooked)
    assert read(2000, 500).words[0].box == pytest.approx((0.1, 0.1, 0.2, 0.2))


def test_without_polygons_a_page_is_taken_as_upright(textract: Canned) -> None:
    plain = word("plain", *FIRST)
    del plain["Geometry"]["Polygon"]
    textract.body = answer(plain)
    assert read().words[0].box == pytest.approx(FIRST)


def test_boxes_are_cut_at_the_edges_and_text_can_be_stored(textract: Canned) -> None:
    textract.body = answer(
        {**word("a\x00b\ud800\u00a0c", -0.1, 0.5, 1.2, 0.6), "Confidence": 101}, word(" \n", 0.1, 0.1, 0.2, 0.2)
    )
    (found,) = read().words
    assert (found.text, found.box, found.confidence) == ("ab c", (0.0, 0.5, 1.0, 0.6), 1.0)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"Blocks": None},
        {"Blocks": "none"},
        {"Blocks": ["word"]},
        {"Blocks": [{}]},
        [],
        b"<html>",
        spoilt(Text=None),
        spoilt(Text=7),
        spoilt(Confidence=None),
        spoilt(Confidence="high"),
        spoilt(Confidence=float("nan")),
        spoilt(Confidence=True),
        spoilt(Geometry=None),
        spoilt(Geometry=[]),
        spoilt(Geometry={"BoundingBox": {"Left": 0.1, "Top": 0.1, "Width": 0.1}}),
        spoilt(Geometry={"BoundingBox": {"Left": 10**400, "Top": 0.1, "Width": 0.1, "Height": 0.1}}),
        spoilt(Geometry={**word("x", *FIRST)["Geometry"], "Polygon": [{"X": 0.1}, {"Y": 0.1}]}),
        spoilt(Geometry={**word("x", *FIRST)["Geometry"], "Polygon": [1, 2]}),
    ],
)
def test_an_answer_of_another_form_is_a_passing_fault(textract: Canned, body: Any) -> None:
    textract.body = body
    with pytest.raises(ServiceError, match=r"^textract sent a broken answer") as caught:
        read()
    assert "\n" not in caught.value.line


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("BadDocumentException", "again"),
        ("UnsupportedDocumentException", "JPEG"),
        ("DocumentTooLargeException", "lower resolution"),
        ("InvalidParameterException", "Scan or export it again, as"),
    ],
)
def test_what_is_wrong_with_a_document_is_for_good(textract: Canned, code: str, hint: str) -> None:
    textract.refuse(code, "Request has\nunsupported document format")
    with pytest.raises(PermanentError, match="Request has unsupported document format") as caught:
        read()
    assert code in caught.value.line
    assert "\n" not in caught.value.line
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("ProvisionedThroughputExceededException", 400, "throttled"),
        ("ThrottlingException", 400, "throttled"),
        ("LimitExceededException", 400, "throttled"),
        ("InternalServerError", 500, "server_error"),
        ("ServiceUnavailable", 503, "server_error"),
    ],
)
def test_what_passes_is_tried_later_and_only_once_now(textract: Canned, code: str, status: int, outcome: str) -> None:
    textract.refuse(code, status=status)
    with pytest.raises(ServiceError, match=code) as caught:
        read()
    assert caught.value.outcome == outcome
    assert len(textract.pictures) == 1


@pytest.mark.parametrize(
    "code", ["AccessDeniedException", "UnrecognizedClientException", "SubscriptionRequiredException"]
)
def test_what_is_wrong_with_the_account_is_no_document_s_fault(textract: Canned, code: str) -> None:
    textract.refuse(code)
    with pytest.raises(SettingsError, match=code):
        read()


def test_an_answer_that_does_not_come_is_a_timeout(textract: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALFRD_CALL_SECONDS", "0.2")
    settings.cache_clear()
    textract.seconds = 1.0
    with pytest.raises(ServiceError, match="no answer in time") as caught:
        read()
    assert caught.value.outcome == "timeout"
    assert len(textract.pictures) == 1


@pytest.mark.parametrize("sent", [0.0, 0.5])
def test_an_answer_that_is_cut_short_is_a_passing_fault(textract: Canned, sent: float) -> None:
    textract.sent = sent
    with pytest.raises(ServiceError) as caught:
        read()
    assert caught.value.outcome == "connection"


def test_a_service_that_is_not_there_was_not_reached(textract: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_TEXTRACT", "http://127.0.0.1:9")
    with pytest.raises(ServiceError) as caught:
        read()
    assert caught.value.outcome == "unreached"


def test_an_endpoint_that_is_no_address_is_a_wrong_setting(textract: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_TEXTRACT", "nowhere")
    with pytest.raises(SettingsError, match="Invalid endpoint"):
        read()


@pytest.mark.parametrize("missing", ["AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"])
def test_an_account_that_is_not_set_up_is_a_wrong_setting(
    textract: Canned, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.delenv(missing)
    monkeypatch.delenv("AWS_REGION")
    caches.clear_clients()
    with pytest.raises(SettingsError, match="textract cannot be used"):
        read()
    assert textract.pictures == []


def test_pixels_are_not_for_textract() -> None:
    with pytest.raises(TypeError):
        engines.engine("textract").read(PageImage(1, 1, b"\0\0\0"))


def test_what_a_page_must_be_is_known_before_boto3_is_needed() -> None:
    engine = engines.engine("textract")
    assert (engine.service, engine.encoding) == (SERVICE, LIMITS)


@pytest.mark.parametrize("name", ["textract", "local"])
def test_a_text_loads_neither_boto3_nor_a_model(name: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Dear customer")
    program = (
        "import sys; from pathlib import Path; import tasks; from alfrd_luigi.ocr import engines, reading;"
        "from alfrd_luigi.stages import ocr;"
        f"pages = reading.read_document([(Path('note.txt'), 'text/plain')], engines.engine({name!r}));"
        "print(pages[0].text, *({'boto3', 'botocore', 'rapidocr', 'onnxruntime', 'numpy'} & set(sys.modules)))"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True, env=environment
    )
    assert done.stdout == "Dear customer\n"
