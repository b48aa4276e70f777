"""The program `tesseract` as an engine and as a fallback. Another program stands in for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alfrd_luigi.errors import PermanentError, SettingsError, TransientError
from alfrd_luigi.ocr import engines
from alfrd_luigi.ocr.engines import tesseract
from alfrd_luigi.ocr.port import Encoding, PageImage, Picture, Reading, Word
from alfrd_luigi.ocr.wrappers import FallbackEngine
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.settings import settings
from support.programs import tesseract_standin

PAGE = PageImage(400, 300, b"\xff" * (400 * 300 * 3))
GUESSED = Word("15.03.2024", (0.1, 0.1, 0.3, 0.2), 0.99)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def standin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "{tesseract_standin.__file__}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def none_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


class Reads:
    """An engine that reads one word, and this share of the page not."""

    name = "reads"
    service: PaidService | None = None
    libraries: tuple[str, ...] = ()
    encoding: Encoding | None = None

    def __init__(self, unread: float | None, error: Exception | None = None) -> None:
        self._unread, self._error = unread, error

    def check(self) -> None:
        """See OcrEngine."""

    def prepare(self) -> None:
        """See OcrEngine."""

    def read(self, picture: Picture) -> Reading:
        if self._error:
            raise self._error
        return Reading((GUESSED,), unread=self._unread)


@pytest.mark.usefixtures("standin")
def test_words_have_places_and_confidence() -> None:
    reading = tesseract.create().read(PAGE)
    first = reading.words[0]
    assert first.text == "\u0418\u0442\u043e\u0433\u043e"
    assert first.box == pytest.approx((0.1, 40 / 300, 0.35, 0.2))
    assert first.confidence == pytest.approx(0.965)
    assert reading.unread == 0.0


@pytest.mark.usefixtures("standin")
@pytest.mark.parametrize(("script", "languages"), [("Cyrillic", "rus+eng"), ("Latin", "eng"), ("Ogham", "eng+rus")])
def test_a_page_is_read_in_the_languages_of_its_script(
    monkeypatch: pytest.MonkeyPatch, script: str, languages: str
) -> None:
    monkeypatch.setenv("TESSERACT_SCRIPT", script)
    assert tesseract.create().read(PAGE).words[1].text == languages


@pytest.mark.usefixtures("standin")
def test_a_script_without_data_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSERACT_SCRIPT", "Thai")
    assert tesseract.create().read(PAGE) == Reading((), unread=1.0)


@pytest.mark.usefixtures("standin")
def test_the_languages_of_the_setting_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALFRD_TESSERACT_LANGUAGES", "rus")
    assert tesseract.create().read(PAGE).words[1].text == "rus"


@pytest.mark.usefixtures("standin")
def test_a_language_without_data_is_an_error_of_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALFRD_TESSERACT_LANGUAGES", "rus+xyz")
    with pytest.raises(SettingsError, match="no data for xyz"):
        tesseract.create().read(PAGE)


@pytest.mark.usefixtures("standin")
@pytest.mark.parametrize(
    ("how", "error", "said"),
    [
        ("hangs", PermanentError, "more than 1 s of CPU"),
        ("lacks", PermanentError, "cannot be recognised .*MemoryError"),
        ("fails", PermanentError, "cannot be recognised .*Error during processing"),
        ("dies", TransientError, "was killed"),
    ],
)
def test_a_process_that_fails_says_whose_fault_it_is(
    monkeypatch: pytest.MonkeyPatch, how: str, error: type[Exception], said: str
) -> None:
    monkeypatch.setenv("ALFRD_OCR_PAGE_SECONDS", "1")
    monkeypatch.setenv("ALFRD_TESSERACT_LANGUAGES", "eng")
    monkeypatch.setenv("TESSERACT_STANDIN", how)
    with pytest.raises(error, match=said):
        tesseract.create().read(PAGE)


@pytest.mark.usefixtures("none_installed")
def test_a_program_that_is_not_installed_is_an_error_of_the_setting() -> None:
    with pytest.raises(SettingsError, match="the program tesseract is not installed"):
        tesseract.create().read(PAGE)


@pytest.mark.usefixtures("standin")
def test_only_pages_that_are_not_read_are_read_again() -> None:
    assert FallbackEngine(Reads(0.0), tesseract.create()).read(PAGE).words == (GUESSED,)
    assert FallbackEngine(Reads(None), tesseract.create()).read(PAGE).words == (GUESSED,)
    assert len(FallbackEngine(Reads(0.8), tesseract.create()).read(PAGE).words) == 2


def test_the_better_reading_counts() -> None:
    assert FallbackEngine(Reads(0.4), Reads(0.9)).read(PAGE).unread == 0.4
    assert FallbackEngine(Reads(0.9), Reads(0.4)).read(PAGE).unread == 0.4


def test_a_fallback_that_fails_on_a_page_leaves_the_first_reading() -> None:
    assert FallbackEngine(Reads(0.8), Reads(0.0, PermanentError("no"))).read(PAGE).unread == 0.8


def test_what_is_no_fault_of_the_page_is_passed_on() -> None:
    with pytest.raises(TransientError):
        FallbackEngine(Reads(0.8), Reads(0.0, TransientError("later"))).read(PAGE)


@pytest.mark.usefixtures("standin")
def test_the_fallback_is_used_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    local = Reads(0.0)
    assert isinstance(engines.with_fallback(local), FallbackEngine)
    monkeypatch.setenv("ALFRD_OCR_FALLBACK", "")
    settings.cache_clear()
    assert engines.with_fallback(local) is local


@pytest.mark.usefixtures("none_installed")
def test_without_the_program_there_is_no_fallback() -> None:
    local = Reads(0.0)
    assert engines.with_fallback(local) is local
