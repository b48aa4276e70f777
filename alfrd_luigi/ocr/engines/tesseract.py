"""Tesseract, a program that is installed separately. It reads many scripts on this machine, each with its own data."""

from __future__ import annotations

from alfrd_luigi.decoding.model import Turn
from alfrd_luigi.ocr import tesseract_program
from alfrd_luigi.ocr.legibility import FoundLine, unread_share
from alfrd_luigi.ocr.port import Encoding, PageImage, Picture, Reading, Word
from alfrd_luigi.ocr.tesseract_program import Bounds
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.settings import settings

SERVICE: PaidService | None = None

# The languages of each script, by Tesseract's names for scripts and languages. Each takes its time, so few are used at
# once. A page whose script is unknown is read with the first installed language of each.
_MOST_LANGUAGES = 6
_OF_SCRIPT = {
    "Latin": "eng deu fra spa ita nld por swe dan nor pol ces slk hun ron hrv fin tur",
    "Cyrillic": "rus ukr bel bul srp mkd kaz kir tgk mon uzb_cyrl aze_cyrl",
    "Greek": "ell grc",
    "Arabic": "ara fas urd pus snd uig",
    "Hebrew": "heb yid",
    "Devanagari": "hin mar nep san",
    "Bengali": "ben asm",
    "Thai": "tha",
    "Armenian": "hye",
    "Georgian": "kat",
    "Han": "chi_sim chi_tra jpn",
    "Japanese": "jpn",
    "Korean": "kor",
    "Hangul": "kor",
    "Tamil": "tam",
    "Telugu": "tel",
    "Gujarati": "guj",
    "Gurmukhi": "pan",
    "Kannada": "kan",
    "Malayalam": "mal",
}
# Numbers, addresses and names of companies are in Latin script on pages of any other.
_ALWAYS = "eng"
# A word that Tesseract is less sure of than this was not read. It guesses at scripts whose data it lacks.
_LEAST_CONFIDENCE = 0.45
# The direction of writing on a page that has to be turned clockwise by that many degrees.
_TURNS: dict[int, Turn] = {0: "upright", 90: "up", 180: "upside_down", 270: "down"}


class TesseractEngine:
    """Starts the program for each page."""

    name = "tesseract"
    service: PaidService | None = SERVICE
    libraries: tuple[str, ...] = ()
    encoding: Encoding | None = None

    def check(self) -> None:
        """See OcrEngine. It needs the program, and the data of the languages that the settings name, or of any."""
        tesseract_program.require(_chosen())

    def prepare(self) -> None:
        """See OcrEngine. The program loads its data itself."""

    def read(self, picture: Picture) -> Reading:
        """See OcrEngine. A page that lies on its side or upside down is turned first.

        Raises SettingsError if the program or all languages are missing.
        """
        if not isinstance(picture, PageImage):
            raise TypeError("the tesseract engine reads pixels")
        tesseract_program.require(_chosen())
        bounds = Bounds(settings().ocr_page_seconds, settings().decode_memory_mb, settings().ocr_threads)
        seen = tesseract_program.orientation(picture, bounds)
        reading = _read(_turned(picture, seen.degrees), _languages(seen.script), bounds)
        reading = reading._replace(turn=_TURNS[seen.degrees])
        if not reading.words or not reading.unread:
            return reading
        # The guess at the script was wrong, as it is on pages with few words.
        other = _read(picture, _languages(""), bounds)
        return min(reading, other, key=lambda each: each.unread or 0.0)


def create() -> TesseractEngine:
    """Create the engine."""
    return TesseractEngine()


def is_available() -> bool:
    """Whether the program and the data of some language are installed."""
    return tesseract_program.is_installed() and bool(tesseract_program.languages())


def _read(page: PageImage, codes: tuple[str, ...], bounds: Bounds) -> Reading:
    """What the program reads with these languages. Without one, the page is unread."""
    if not codes:
        return Reading((), unread=1.0)
    words = tesseract_program.words(page, codes, bounds)
    unread = unread_share([_line(word, page) for word in words])
    return Reading(tuple(word for word in words if not unread or _is_sure(word)), unread=unread)


def _languages(script: str) -> tuple[str, ...]:
    """The languages to read a page with: those of the setting, or the installed ones of its script, if any."""
    if _chosen():
        return _chosen()
    installed = {
        name: [code for code in codes.split() if code in tesseract_program.languages()]
        for name, codes in _OF_SCRIPT.items()
    }
    if script not in _OF_SCRIPT:
        return tuple(codes[0] for codes in installed.values() if codes)
    found = installed[script][:_MOST_LANGUAGES]
    return (*found, _ALWAYS) if found and _ALWAYS not in found and _ALWAYS in installed["Latin"] else tuple(found)


def _chosen() -> tuple[str, ...]:
    """The languages that the settings name."""
    return tuple(filter(None, settings().tesseract_languages.replace(",", "+").split("+")))


def _line(word: Word, page: PageImage) -> FoundLine:
    left, top, right, bottom = word.box
    size = (right - left) * page.width, (bottom - top) * page.height
    return FoundLine("n" * round(2 * size[0] / max(1.0, size[1])) if _is_sure(word) else "", *size)


def _is_sure(word: Word) -> bool:
    return word.confidence >= _LEAST_CONFIDENCE


def _turned(picture: PageImage, degrees: int) -> PageImage:
    """The picture, turned clockwise by that many degrees."""
    if not degrees:
        return picture
    from PIL import Image  # most pages are upright

    size = (picture.width, picture.height)
    turned = Image.frombytes("RGB", size, picture.pixels).rotate(-degrees, expand=True)
    return PageImage(turned.width, turned.height, turned.tobytes())
