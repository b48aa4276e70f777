"""Random data in every place that reads untrusted data becomes a value or an AlfrdError, and nothing else.

Each test runs a few examples. For a long search: `FUZZ_EXAMPLES=20000 pytest tests/hostile/test_fuzz.py --timeout=0`. A
failure prints the example, and the blob that repeats it.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.errors import AlfrdError, InvalidInputError, PermanentError, ServiceError
from alfrd_luigi.extraction import amounts, dates
from alfrd_luigi.intake.manifest import META_NAME, parse_manifest
from alfrd_luigi.language import messages, questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import bedrock, openai_compatible
from alfrd_luigi.language.port import LanguageEngine
from alfrd_luigi.language.validation import validate
from alfrd_luigi.ocr import blocks
from alfrd_luigi.services.usage import Usage
from support import caches, heic, office
from support.canned_server import Answering, answering
from support.containers import archive, mail, written
from support.corpus.pdfs import pdf

FUZZ = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "40")),
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
QUESTION = questions.classify("p", ["a page"], [(entry.name, entry.description) for entry in shipped_types()])
ANSWER = {"document_type": "other", "confidence": 1, "reasoning": "", "tags": [], "suggested_type": None}
VALID = {
    "id": "00000000-0000-4000-8000-000000000001",
    "created_at": "2024-03-05T10:00:00+00:00",
    "documents": [{"file": "a.txt", "type": "text", "order": 1}],
    "metadata": {"source": "scanner", "tags": ["rent"]},
}

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(exclude_categories=()), max_size=9)
)


def anything(*names: str) -> st.SearchStrategy[Any]:
    """Any JSON, whose objects like to have these names."""
    keys = st.sampled_from(names) | st.text(max_size=3)
    return st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
    )


@st.composite
def mutated(draw: st.DrawFn, whole: Any, other: st.SearchStrategy[Any]) -> Any:
    """The value with something else in a place or two."""
    value = json.loads(json.dumps(whole))
    for _ in range(draw(st.integers(1, 2))):
        at = value
        while isinstance(at, dict | list) and at:
            key = draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
            if draw(st.booleans()) or not isinstance(at[key], dict | list):
                at[key] = draw(other)
                break
            at = at[key]
    return value


# --- intake -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    made = Decoder(megabytes=400, seconds=20)
    yield made
    made.close()


def _whole(image_format: str) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((40, 40)).save(buffer, image_format)
    return buffer.getvalue()


WHOLE = [
    *map(_whole, ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "GIF", "JPEG2000")),
    heic.UPRIGHT,
    pdf("a letter"),
    "Total 5.00\f\u20ac".encode(),
    office.docx("<w:p><w:r><w:t>Total 5.00</w:t></w:r></w:p>"),
    office.odt("<text:p>Total 5.00</text:p>"),
    office.xlsx(office.row(1, "Total", 5.0)),
    rb"{\rtf1\ansi{\fonttbl\f0 Arial;}Total 5.00\par}",
    written(mail("Total 5.00", "<p>Total</p>")),
    written(mail("See attached", attached=[("a.txt", b"Total 5.00")])),
    archive({"a.txt": b"Total 5.00", "b/c.txt": b"More"}),
]


@FUZZ
@given(st.sampled_from(WHOLE), st.data())
def test_any_file_is_read_or_refused(decoder: Decoder, tmp_path: Path, whole: bytes, data: st.DataObject) -> None:
    kept, start = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))
    path = tmp_path / "file"
    path.write_bytes(whole[:kept] + data.draw(st.binary(max_size=60)) + whole[start:])
    with suppress(InvalidInputError, PermanentError):
        info = decoder.inspect(path)
        if info.kind != "container":
            assert len(list(decoder.pages(path, info.media_type))) == info.pages
            return
        for index, part in enumerate(decoder.contents(path, info.media_type).parts):
            with suppress(RefusalError):
                assert part.refused or isinstance(decoder.part(path, info.media_type, index), bytes)


@contextmanager
def _collecting(reasons: list[str]) -> Iterator[None]:
    try:
        yield
    except InvalidInputError as error:
        reasons.append(error.line)


@FUZZ
@given(mutated(VALID, anything("file", "type", "order", "tags", "source")))
def test_any_meta_json_is_a_manifest_or_a_reason(meta: Any) -> None:
    reasons: list[str] = []
    with _collecting(reasons):
        files = parse_manifest(json.dumps(meta).encode()).files
        assert all(not file.path.is_absolute() and ".." not in file.path.parts for file in files)
    assert all(reason.isprintable() for reason in reasons)


@FUZZ
@given(st.binary(max_size=300))
def test_any_bytes_are_no_manifest(raw: bytes) -> None:
    with pytest.raises(InvalidInputError, match=META_NAME):
        parse_manifest(raw)


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def service() -> Iterator[Answering]:
    """A service, and an account for it."""
    with answering() as told, pytest.MonkeyPatch.context() as environment:
        account = {
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        for name, value in {**account, "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": told.url}.items():
            environment.setenv(name, value)
        caches.clear_clients()
        yield told
        caches.clear_clients()


@pytest.fixture(scope="module")
def openai(service: Answering) -> Iterator[LanguageEngine]:
    engine = openai_compatible.OpenAICompatibleEngine(service.url, "a model", 1000)
    yield engine
    engine.close()


def check(engine: LanguageEngine, service: Answering, body: bytes) -> None:
    """An answer of a service becomes a valid one, or an error of ours."""
    service.body = body
    with suppress(AlfrdError):
        answer = engine.answer(QUESTION)
        assert min(answer.usage.input_tokens, answer.usage.output_tokens) >= 0
        if not answer.flaw:
            validate(answer.content, QUESTION.schema)


CHAT = {
    "choices": [{"message": {"content": json.dumps(ANSWER)}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 5, "completion_tokens": 5},
}
CONVERSE = {
    "output": {"message": {"role": "assistant", "content": [{"toolUse": {"name": "classify", "input": ANSWER}}]}},
    "stopReason": "tool_use",
    "usage": {"inputTokens": 5, "outputTokens": 5, "totalTokens": 10},
}
ODD = anything("message", "content", "text", "toolUse", "input", "usage")
DEEP = b"[" * 100_000


@FUZZ
@given(mutated(CHAT, ODD))
def test_any_answer_of_a_chat_model(openai: LanguageEngine, service: Answering, body: Any) -> None:
    check(openai, service, json.dumps(body).encode())


@FUZZ
@given(mutated(CONVERSE, ODD))
def test_any_answer_of_bedrock(service: Answering, body: Any) -> None:
    check(bedrock.BedrockEngine("a model", 1000), service, json.dumps(body).encode())


BODIES = {
    "nested without end": DEEP,
    "infinite usage": json.dumps(CHAT).replace("5", "1e999").encode(),
    "negative usage": json.dumps(CHAT).replace("5", "-5").encode(),
    "content is a list": json.dumps({**CHAT, "choices": [{"message": {"content": [1]}}]}).encode(),
    "a number without end": b'{"choices": ' + b"9" * 10_000 + b"}",
    "not UTF-8": b"\xff\xfe\xff",
    "without end": b" " * 17_000_000,
}


@pytest.mark.parametrize("case", BODIES)
def test_an_answer_that_is_broken_is_a_fault_of_the_service(
    openai: LanguageEngine, service: Answering, case: str
) -> None:
    service.body = BODIES[case]
    with pytest.raises(ServiceError):
        openai.answer(QUESTION)


@pytest.mark.parametrize("body", [DEEP, json.dumps(CONVERSE).replace("5", "1e999").encode(), b'{"output": null}'])
def test_a_broken_answer_of_bedrock_is_a_fault_of_the_service(service: Answering, body: bytes) -> None:
    service.body = body
    with pytest.raises(ServiceError):
        bedrock.BedrockEngine("a model", 1000).answer(QUESTION)


@FUZZ
@given(mutated(ANSWER, anything("name", "description")))
@example(json.loads('{"a":' * 400 + "1" + "}" * 400))
def test_any_answer_fits_or_is_invalid(answer: Any) -> None:
    with suppress(AlfrdError):
        validate(answer, QUESTION.schema)


@pytest.mark.parametrize("text", ["[" * 100_000, "```json" + "\n" * 200_000 + "x", "```" + " \n" * 100_000 + "```"])
@pytest.mark.timeout(20)
def test_a_text_that_is_no_answer_is_seen_at_once(text: str) -> None:
    assert messages.answer_in(text, Usage(), "flawed").flaw == "flawed"


@FUZZ
@given(
    mutated(
        {"Blocks": [{"BlockType": "WORD", "Text": "a", "Confidence": 9.5, "Geometry": {
            "BoundingBox": {"Left": 0.1, "Top": 0.1, "Width": 0.1, "Height": 0.1},
            "Polygon": [{"X": 0.1, "Y": 0.1}, {"X": 0.2, "Y": 0.1}]}}]},
        anything("BlockType", "Text", "X", "Y"),
    )
)  # fmt: skip
def test_any_blocks_are_words_or_a_fault_of_the_service(response: dict[str, Any]) -> None:
    with suppress(ServiceError):
        for word in blocks.words_of(response, 100, 100)[0]:
            assert all(0 <= edge <= 1 for edge in word.box)


# --- texts ------------------------------------------------------------------------------------------------------------


@FUZZ
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=200), max_size=2))
def test_any_text_has_amounts_and_dates_or_none(pages: list[str]) -> None:
    amounts.find_total(pages, "receipt")
    amounts.find_currency(pages)
    dates.find_document_date(pages, None)
    dates.find_period(pages)


# Each of them made the work grow with the square of the length of the text, or faster.
PATTERNS = [
    "12,", "123,", "l.", ".", "-", "01/02/2020 ", "$1 ", "\u0345\u0301", "a", "1 ", "Total 1.50 ", "1.50\n",
    "1 234", "kr 1", "12 ", "| 0 3 ", "1. ", "www.a.", "@a.", "+49 ", "DE12 3456 ", "Bill to\n", "Facture n. 1 ", "a, ",
    "2 1.50  3.00\n", "Your letter ",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.timeout(60)
def test_work_grows_with_the_text_whatever_it_repeats(pattern: str) -> None:
    pages = [pattern * (200_000 // len(PATTERNS) // len(pattern))]
    amounts.find_total(pages, "receipt")
    amounts.find_currency(pages)
    dates.find_document_date(pages, None)


@pytest.mark.timeout(100)
def test_a_long_text_of_all_of_them() -> None:
    pages = ["".join(pattern * (200_000 // len(PATTERNS) // len(pattern)) for pattern in PATTERNS)]
    amounts.find_total(pages, "receipt")
    dates.find_document_date(pages, None)
