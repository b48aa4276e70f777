"""Text recognition on this machine: rapidocr's models, which are inside its wheel, on onnxruntime. No network.

The settings were measured on 24 scanned and photographed shop receipts: rapidocr's defaults found .946 of their words,
these .969. Step by step: boxes and texts of less confidence .949, no orientation classifier .956, a lower detection
threshold .957, spaces favoured .967, pages scaled only once .969. Enlarging small pages cost .01.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import rapidocr
from numpy.typing import NDArray
from omegaconf import flag_override

# The package configures its logger, with a handler of its own, when it is imported; below, that is taken back.
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_cls import TextClassifier
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecognizer
from rapidocr.inference_engine.base import FileInfo, InferSession
from rapidocr.utils.output import RapidOCROutput

from alfrd_luigi.errors import PermanentError, SettingsError
from alfrd_luigi.ocr.inference import Allowance, Model, return_large_blocks
from alfrd_luigi.ocr.lines import Line, words_of
from alfrd_luigi.ocr.port import PageImage, Word

Pixels = NDArray[np.uint8]

_SETTINGS = {
    "Global.log_level": "critical",
    # Pages arrive in the size that serves best; scaling them again would only blur them.
    "Global.max_side_len": 100_000,
    # A short text's own orientation is a coin toss ("1x"); whole pages are turned instead, see `read`.
    "Global.use_cls": False,
    "Global.text_score": 0.3,
    "Det.box_thresh": 0.4,
    "Det.thresh": 0.2,
    # Lines are read one at a time, and no narrower than this (channels, height, width). Several at a time take several
    # times the memory. With rapidocr's 6 and 320 a page of short lines took a quarter more CPU, and no more words were
    # found.
    "Rec.rec_batch_num": 1,
    "Rec.rec_img_shape": [3, 48, 160],
    # For pictures of what was found, which nobody makes; rapidocr's own loader of the model would copy it here.
    "Rec.font_path": None,
}
# The parts of rapidocr's configuration that name a model: those that find lines, read them, and tell which way is up.
_PARTS = ("Det", "Rec", "Cls")
# The recogniser is shy of spaces: it sees them, but seldom as the most probable sign. A space wins from a probability
# of one in (1 + this), which parts words that were read as one ("1x", "TEL:03", "43200Cheras").
_SPACE_FACTOR = 5.0
# The recogniser knows many scripts, and sees Chinese in rows of stars and in smudges, with a confidence below this.
_DUBIOUS_SCRIPT = 0.6
# It also mixes full-width signs into Latin text ("TEL\uff1a03"); each is its ASCII sign, moved by a fixed distance.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# How many lines say whether the page is upside down.
_WITNESSES = 7
# rapidocr's detector scales the shorter side up to this many pixels, and the longer one with it.
_DETECTOR_SIDE = 736
# The longer side by the shorter one, at most, of a page that will be scaled up so.
_MOST_ELONGATED = 4
# A box this much taller than wide holds a line that runs down the page.
_TALL = 1.5


class Recogniser:
    """rapidocr, loaded once in two seconds and 160 MB (up to 700 MB while it reads a large page).

    `read` may be called by several threads. One thread reads all pages, in the order in which they are handed in: a
    document hands in one page at a time, so that documents take turns, and malloc keeps one heap for all that reading
    takes. Two pages at once would take the memory twice. A page may take `seconds` of CPU of that thread.
    """

    def __init__(self, threads: int, seconds: float) -> None:
        return_large_blocks()
        self._allowance = Allowance(seconds)
        self._reader = RapidOCR(params=_SETTINGS)
        logging.getLogger("RapidOCR").handlers.clear()
        _load(self._reader, threads, self._allowance)
        self._thread = ThreadPoolExecutor(1, "recognition")

    def read(self, picture: PageImage) -> tuple[Word, ...]:
        """Words in any order.

        A page that lies on its side or upside down is turned first; the boxes are then those of the turned page.
        Raises PermanentError for a page that cannot be recognised, or takes too long.
        """
        return self._thread.submit(self._read, picture).result()

    def _read(self, picture: PageImage) -> tuple[Word, ...]:
        self._allowance.begin()
        pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)[:, :, ::-1]
        lines = self._lines(pixels)
        if _runs_down(lines):
            pixels = np.rot90(pixels)
            lines = self._lines(pixels)
        if self._is_upside_down(pixels, lines):
            lines = max(lines, self._lines(np.rot90(pixels, 2)), key=_confidence)
        height, width = pixels.shape[:2]
        return tuple(word for line in lines for word in words_of(line, width, height))

    def _lines(self, pixels: Pixels) -> list[Line]:
        found = self._recognised(_padded(pixels))
        if not isinstance(found, RapidOCROutput) or found.boxes is None or found.txts is None or found.scores is None:
            return []
        lines = [
            Line(text.translate(_FULL_WIDTH), _quad(box), float(score))
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        ]
        return [line for line in lines if line.text.isascii() or line.confidence >= _DUBIOUS_SCRIPT]

    def _is_upside_down(self, pixels: Pixels, lines: Sequence[Line]) -> bool:
        """Whether most of the longest lines are, by rapidocr's classifier; one line alone would be a coin toss."""
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
        # rapidocr lets through what its libraries raise, and those have no common base.
        except Exception as error:
            raise PermanentError(f"The page cannot be recognised ({type(error).__name__})") from error


class _SpaceLeaning:
    """Wraps rapidocr's decoder of the recogniser's output, (lines, steps, signs), and favours the space."""

    def __init__(self, decode: Any) -> None:
        self._decode = decode
        self._space = decode.character.index(" ")

    def __call__(self, signs: NDArray[np.float32], *args: Any, **kwargs: Any) -> Any:
        # In place: the output is this call's own, and there are eighteen thousand signs to each step.
        spaces = signs[:, :, self._space]
        np.minimum(spaces * _SPACE_FACTOR, 1.0, out=spaces)
        return self._decode(signs, *args, **kwargs)


def _load(reader: Any, threads: int, allowance: Allowance) -> None:
    """Load the models into the reader, which would otherwise make sessions, and downloads, of its own."""
    models = [Model(_model_file(reader.cfg[part]), threads, allowance) for part in _PARTS]
    with flag_override(reader.cfg, "allow_objects", True):
        for part, model in zip(_PARTS, models, strict=True):
            reader.cfg[part].session = model.session
    reader.text_det, reader.text_rec = TextDetector(reader.cfg.Det), TextRecognizer(reader.cfg.Rec)
    reader.text_cls = TextClassifier(reader.cfg.Cls)
    for step, model in zip((reader.text_det, reader.text_rec, reader.text_cls), models, strict=True):
        step.session = model
    reader.text_rec.postprocess_op = _SpaceLeaning(reader.text_rec.postprocess_op)


def _model_file(part: Any) -> Path:
    """The model that rapidocr's wheel has for a part of its configuration; raises SettingsError if it is not there."""
    names = ("engine_type", "ocr_version", "task_type", "lang_type", "model_type")
    url = InferSession.get_model_url(FileInfo(**{name: part[name] for name in names}))["model_dir"]
    path = Path(rapidocr.__file__).parent / "models" / Path(url).name
    if not path.is_file():
        raise SettingsError(f"rapidocr's model {path.name} is missing", "Run: pip install --force-reinstall rapidocr")
    return path


def _padded(pixels: Pixels) -> Pixels:
    """The page with white at its right or bottom, lest a narrow one, scaled up, fill the memory."""
    height, width = pixels.shape[:2]
    least = min(_DETECTOR_SIDE, -(-max(height, width) // _MOST_ELONGATED))
    margins = ((0, max(0, least - height)), (0, max(0, least - width)), (0, 0))
    return np.ascontiguousarray(np.pad(pixels, margins, constant_values=255))


def _crop(pixels: Pixels, line: Line) -> Pixels:
    """The upright rectangle around the line."""
    across, down = zip(*line.quad, strict=True)
    left, top = int(max(0, min(across))), int(max(0, min(down)))
    return np.ascontiguousarray(pixels[top : int(max(down)) + 1, left : int(max(across)) + 1])


def _quad(box: NDArray[np.float32]) -> Any:
    return tuple((float(x), float(y)) for x, y in box)


def _runs_down(lines: Sequence[Line]) -> bool:
    """Whether most of what is long enough to tell runs down the page."""
    long = [line for line in lines if len(line.text) > 3]
    return sum(_is_tall(line) for line in long) > len(long) / 2


def _is_tall(line: Line) -> bool:
    across = [x for x, _ in line.quad]
    down = [y for _, y in line.quad]
    return max(down) - min(down) > _TALL * (max(across) - min(across))


def _confidence(lines: Sequence[Line]) -> float:
    """The mean confidence, each line as heavy as it is long."""
    length = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / length if length else 0.0
