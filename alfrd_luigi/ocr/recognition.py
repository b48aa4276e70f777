"""Text recognition on this machine: rapidocr's models, which are part of its wheel, on onnxruntime. No network.

The settings were measured on 24 scanned and photographed shop receipts: rapidocr's defaults found .946 of their words,
these .969. Step by step: boxes and texts of lower confidence .949, no orientation classifier .956, a lower detection
threshold .957, spaces favoured .967, pages scaled only once .969. Enlarging small pages cost .01.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import rapidocr
from numpy.typing import NDArray
from omegaconf import flag_override

# The package configures its logger, with its own handler, when it is imported. This is undone below.
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_cls import TextClassifier
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecognizer
from rapidocr.inference_engine.base import FileInfo, InferSession
from rapidocr.utils.output import RapidOCROutput

from alfrd_luigi import current_work
from alfrd_luigi.current_work import Work
from alfrd_luigi.decoding.characters import FULL_WIDTH
from alfrd_luigi.decoding.model import Turn
from alfrd_luigi.decoding.rotation import added
from alfrd_luigi.errors import PermanentError, SettingsError
from alfrd_luigi.ocr.dither import smoothed
from alfrd_luigi.ocr.inference import Allowance, Model, return_large_blocks
from alfrd_luigi.ocr.legibility import FoundLine, is_used, unread_share
from alfrd_luigi.ocr.lines import RecognisedLine, words_of
from alfrd_luigi.ocr.port import PageImage, Reading

Pixels = NDArray[np.uint8]

_SETTINGS = {
    "Global.log_level": "critical",
    # Pages arrive in the best size. Scaling them again would only blur them.
    "Global.max_side_len": 100_000,
    # The orientation of a short text ("1x") is a coin toss. Whole pages are turned instead, see `read`.
    "Global.use_cls": False,
    # Unread lines are noticed here, so rapidocr drops none.
    "Global.text_score": 0.0,
    "Det.box_thresh": 0.4,
    "Det.thresh": 0.2,
    # Lines are read one at a time, and no narrower than this (channels, height, width). Several at a time take several
    # times the memory. With rapidocr's 6 and 320, a page of short lines took a quarter more CPU, and no more words were
    # found.
    "Rec.rec_batch_num": 1,
    "Rec.rec_img_shape": [3, 48, 160],
    # A font for pictures of the result, which are not used. rapidocr's own model loader would copy it here.
    "Rec.font_path": None,
}
# The parts of rapidocr's configuration that name a model: detection, recognition and orientation.
_DETECTION = "Det"
_PARTS = (_DETECTION, "Rec", "Cls")
# The recogniser rarely makes a space its most probable sign, even if it detects one. A space wins if its probability is
# at least 1 / (1 + this). This separates words that were read as one ("1x", "TEL:03", "43200Cheras").
_SPACE_FACTOR = 5.0
# What a line of a lower confidence says is not used.
_LEAST_CONFIDENCE = 0.3
# Stands for a line in which nothing was read. rapidocr would drop a blank one.
_NOTHING = "\ufffd"
# The recogniser knows many scripts. It sees Chinese in rows of stars and in smudges, with a confidence below this.
_DUBIOUS_SCRIPT = 0.6
# The number of lines that decide whether the page is upside down.
_WITNESSES = 7
# rapidocr's detector scales the shorter side up to this many pixels, and the longer side by the same factor.
_DETECTOR_SIDE = 736
# The maximum ratio of the longer to the shorter side of a page that will be scaled up.
_MOST_ELONGATED = 4
# A box that is this much taller than wide holds a line that runs down the page.
_TALL = 1.5
_UPRIGHT: Turn = "upright"
_DOWN: Turn = "down"
_UPSIDE_DOWN: Turn = "upside_down"


class Recogniser:
    """rapidocr, loaded once: in two seconds and 160 MB (up to 700 MB while it reads a large page).

    Several threads may call `read`. One thread reads all pages, in the order of the calls. Each document submits one
    page at a time, so that documents take turns, and malloc needs only one heap for reading. Two pages at once would
    need twice the memory. A page may take `seconds` of CPU of that thread.
    """

    def __init__(self, threads: int, seconds: float) -> None:
        return_large_blocks()
        self._allowance = Allowance(seconds)
        self._reader = RapidOCR(params=_SETTINGS)
        logging.getLogger("RapidOCR").handlers.clear()
        _load(self._reader, threads, self._allowance)
        self._thread = ThreadPoolExecutor(1, "recognition")

    def read(self, picture: PageImage) -> Reading:
        """The words in any order, and the share of the page that was not read.

        Of a page with a considerable share of unread lines, these are left out. A page that lies on its side or upside
        down is turned first; the boxes are those on the turned page. Raises PermanentError for a page that cannot be
        recognised, or takes too long.
        """
        work = current_work.mine()
        work.waits_for = "another page is being read"
        return self._thread.submit(self._read, picture, work).result()

    def _read(self, picture: PageImage, work: Work) -> Reading:
        work.waits_for = ""
        self._allowance.begin()
        pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)[:, :, ::-1]
        pixels = smoothed(pixels)
        lines, turn = self._lines(pixels), _UPRIGHT
        if _runs_down(lines):
            pixels, turn = np.rot90(pixels), _DOWN
            lines = self._lines(pixels)
        if self._is_upside_down(pixels, lines):
            other = self._lines(np.rot90(pixels, 2))
            if _confidence(other) > _confidence(lines):
                lines, turn = other, added(turn, _UPSIDE_DOWN)
        return _reading(lines, *pixels.shape[:2])._replace(turn=turn)

    def _lines(self, pixels: Pixels) -> list[RecognisedLine]:
        found = self._recognised(_padded(pixels))
        if not isinstance(found, RapidOCROutput) or found.boxes is None or found.txts is None or found.scores is None:
            return []
        return [
            RecognisedLine(_used(text, float(score)), _quad(box), float(score))
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        ]

    def _is_upside_down(self, pixels: Pixels, lines: Sequence[RecognisedLine]) -> bool:
        """Whether most of the longest lines are upside down, by rapidocr's classifier. One line is a coin toss."""
        longest = sorted(lines, key=lambda line: len(line.text))[-_WITNESSES:]
        flipped = [self._is_flipped(_crop(pixels, line)) for line in longest]
        return sum(flipped) > len(flipped) / 2

    def _is_flipped(self, crop: Pixels) -> bool:
        found: Any = self._reader(crop, use_det=False, use_cls=True, use_rec=False)
        label, _ = found.cls_res[0]
        return bool(label == "180")

    def _recognised(self, pixels: Pixels) -> Any:
        try:
            return self._reader(pixels, use_det=True, use_cls=False, use_rec=True)
        except PermanentError:
            raise
        # rapidocr does not catch the errors of its libraries, which have no common base class.
        except Exception as error:
            problem = f"the page cannot be recognised ({type(error).__name__})"
            raise PermanentError(problem, "Scan it again, at a lower resolution") from error


class _SpaceLeaning:
    """Wraps rapidocr's decoder of the recogniser's output (lines, steps, signs): favours spaces, marks blanks."""

    def __init__(self, decode: Any) -> None:
        self._decode = decode
        self._space = decode.character.index(" ")

    def __call__(self, signs: NDArray[np.float32], *args: Any, **kwargs: Any) -> Any:
        # In place: this call owns the output, and each step has 18,000 signs.
        spaces = signs[:, :, self._space]
        np.minimum(spaces * _SPACE_FACTOR, 1.0, out=spaces)
        texts, boxes = self._decode(signs, *args, **kwargs)
        return [(text if text.strip() else _NOTHING, score) for text, score in texts], boxes


def _load(reader: Any, threads: int, allowance: Allowance) -> None:
    """Load the models into the reader. Otherwise it would create its own sessions and download models."""
    models = [Model(_model_file(reader.cfg[part]), threads, allowance, in_arena=part == _DETECTION) for part in _PARTS]
    with flag_override(reader.cfg, "allow_objects", True):
        for part, model in zip(_PARTS, models, strict=True):
            reader.cfg[part].session = model.session
    reader.text_det, reader.text_rec = TextDetector(reader.cfg.Det), TextRecognizer(reader.cfg.Rec)
    reader.text_cls = TextClassifier(reader.cfg.Cls)
    for step, model in zip((reader.text_det, reader.text_rec, reader.text_cls), models, strict=True):
        step.session = model
    reader.text_rec.postprocess_op = _SpaceLeaning(reader.text_rec.postprocess_op)


def _model_file(part: Any) -> Path:
    """The model file in rapidocr's wheel for a part of its configuration. Raises SettingsError if it is missing."""
    names = ("engine_type", "ocr_version", "task_type", "lang_type", "model_type")
    url = InferSession.get_model_url(FileInfo(**{name: part[name] for name in names}))["model_dir"]
    path = Path(rapidocr.__file__).parent / "models" / Path(url).name
    if not path.is_file():
        raise SettingsError(f"rapidocr's model {path.name} is missing", "Run: pip install --force-reinstall rapidocr")
    return path


def _used(text: str, confidence: float) -> str:
    """What is used of a line's text: nothing, if it is unlikely."""
    used = text.translate(FULL_WIDTH).replace(_NOTHING, "")  # it also puts these into Latin text ("TEL\uff1a03")
    least = _LEAST_CONFIDENCE if used.isascii() else _DUBIOUS_SCRIPT
    return used if confidence >= least else ""


def _reading(lines: Sequence[RecognisedLine], height: int, width: int) -> Reading:
    """The words of a page of this size in pixels."""
    found = [_found(line) for line in lines]
    unread = unread_share(found)
    used = (line for line, each in zip(lines, found, strict=True) if is_used(each, unread))
    words = (word for line in used for word in words_of(line, width, height))
    return Reading(tuple(words), unread=unread)


def _found(line: RecognisedLine) -> FoundLine:
    (x0, y0), (x1, y1), _, (x3, y3) = line.quad
    across, down = math.dist((x0, y0), (x1, y1)), math.dist((x0, y0), (x3, y3))
    return FoundLine(line.text, max(across, down), min(across, down), line.confidence)


def _padded(pixels: Pixels) -> Pixels:
    """The page with white added at its right or bottom: a narrow page, scaled up, would fill the memory."""
    height, width = pixels.shape[:2]
    least = min(_DETECTOR_SIDE, -(-max(height, width) // _MOST_ELONGATED))
    margins = ((0, max(0, least - height)), (0, max(0, least - width)), (0, 0))
    return np.ascontiguousarray(np.pad(pixels, margins, constant_values=255))


def _crop(pixels: Pixels, line: RecognisedLine) -> Pixels:
    """The upright rectangle around the line."""
    across, down = zip(*line.quad, strict=True)
    left, top = int(max(0, min(across))), int(max(0, min(down)))
    return np.ascontiguousarray(pixels[top : int(max(down)) + 1, left : int(max(across)) + 1])


def _quad(box: NDArray[np.float32]) -> Any:
    return tuple((float(x), float(y)) for x, y in box)


def _runs_down(lines: Sequence[RecognisedLine]) -> bool:
    """Whether most lines that are long enough to tell run down the page."""
    long = [line for line in lines if len(line.text) > 3]
    return sum(_is_tall(line) for line in long) > len(long) / 2


def _is_tall(line: RecognisedLine) -> bool:
    across = [x for x, _ in line.quad]
    down = [y for _, y in line.quad]
    return max(down) - min(down) > _TALL * (max(across) - min(across))


def _confidence(lines: Sequence[RecognisedLine]) -> float:
    """The mean confidence of the lines, weighted by length."""
    length = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / length if length else 0.0
