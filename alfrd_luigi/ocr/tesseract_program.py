"""The program `tesseract`: its languages, what it says of a page, and the words that it reads.

Each call is a process with limits on memory and CPU time, which reads the picture from its standard input.
https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from alfrd_luigi.errors import PermanentError, SettingsError, TransientError, machine_error
from alfrd_luigi.names import printable
from alfrd_luigi.ocr.port import PageImage, Word

PROGRAM = "tesseract"
_INSTALL = (
    "Install it, with the data of the languages that you need (Debian: apt install tesseract-ocr tesseract-ocr-rus)"
)
# A process that is stopped, or waits for the machine, uses no CPU: this many times as many seconds are waited.
_PATIENCE = 20
_DOTS_PER_INCH = 200
_FEWEST = 10  # characters to tell a script by
_DETECT, _READ = "0", "3"  # modes of page segmentation
_WORD_LEVEL = "5"
_COLUMNS = 12
_BESIDES = frozenset({"osd", "equ"})  # data that are no language
_SCRIPT = re.compile(r"^Script: (\w+)$", re.M)
_ROTATION = re.compile(r"^Rotate: (0|90|180|270)$", re.M)


class Orientation(NamedTuple):
    """A page's script by Tesseract's name ("" if unknown), and how far it must be turned clockwise, in degrees."""

    script: str = ""
    degrees: int = 0


class Bounds(NamedTuple):
    """The limits of a process: CPU seconds, megabytes, threads."""

    seconds: float
    megabytes: int
    threads: int


def is_installed() -> bool:
    """Whether the program is on the search path."""
    return shutil.which(PROGRAM) is not None


def languages() -> tuple[str, ...]:
    """The codes of the languages whose data are installed. Raises SettingsError if the program is not."""
    path = shutil.which(PROGRAM)
    if path is None:
        raise SettingsError(f"the program {PROGRAM} is not installed", _INSTALL)
    return _languages(path)


@cache
def _languages(path: str) -> tuple[str, ...]:
    done = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    found = [line.strip() for line in done.stdout.splitlines()[1:]]
    return tuple(code for code in found if code and code not in _BESIDES)


def require(codes: tuple[str, ...]) -> None:
    """Raise SettingsError if the program, all languages, or one of these languages is missing."""
    installed = languages()
    if not installed:
        raise SettingsError(f"{PROGRAM} has no languages", f"Install some (Debian: apt install {PROGRAM}-ocr-eng)")
    missing = [code for code in codes if code not in installed]
    if missing:
        raise SettingsError(
            f"tesseract has no data for {', '.join(map(printable, missing))}",
            f"Install them (Debian: apt install tesseract-ocr-{printable(missing[0])}), or change tesseract_languages",
        )


def orientation(picture: PageImage, bounds: Bounds) -> Orientation:
    """The script and the rotation of a page. Neither is known of a page with little text."""
    try:
        said = _run(picture, bounds, "-l", "osd", "--psm", _DETECT, "-c", f"min_characters_to_try={_FEWEST}")
    except PermanentError:
        return Orientation()
    script, rotation = _SCRIPT.search(said), _ROTATION.search(said)
    return Orientation(script[1] if script else "", int(rotation[1]) if rotation else 0)


def words(picture: PageImage, codes: tuple[str, ...], bounds: Bounds) -> tuple[Word, ...]:
    """The words of an upright page, in the order in which the program reads them.

    Raises SettingsError for a language whose data are missing, PermanentError for a page that cannot be read or takes
    too long, and TransientError if the process was killed from outside.
    """
    require(codes)
    table = _run(picture, bounds, "-l", "+".join(codes), "--psm", _READ, "--dpi", str(_DOTS_PER_INCH), "tsv")
    return tuple(_words(table, picture.width, picture.height))


def _words(table: str, width: int, height: int) -> Iterator[Word]:
    for line in table.splitlines():
        columns = line.split("\t")
        if len(columns) != _COLUMNS or columns[0] != _WORD_LEVEL or not columns[-1].strip():
            continue
        left, top, across, down = map(int, columns[6:10])
        box = (left / width, top / height, min(1.0, (left + across) / width), min(1.0, (top + down) / height))
        yield Word(columns[-1].strip(), box, min(1.0, max(0.0, float(columns[10]) / 100)))


def _run(picture: PageImage, bounds: Bounds, *arguments: str) -> str:
    """What the program prints about the picture."""
    command = [PROGRAM, "stdin", "stdout", *arguments]
    environment = {**os.environ, "OMP_THREAD_LIMIT": str(bounds.threads), "LC_ALL": "C.UTF-8"}
    try:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
    except OSError as error:
        raise machine_error(error) from error
    with child:
        _limit(child.pid, bounds)
        try:
            said, trouble = child.communicate(_as_file(picture), timeout=bounds.seconds * _PATIENCE)
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise TransientError(f"{PROGRAM} did not end", "A later run tries again") from error
    if child.returncode:
        raise _failure(child.returncode, trouble, bounds)
    return said.decode("utf-8", "replace")


def _limit(process: int, bounds: Bounds) -> None:
    """Limit a process that has started. One that has already ended needs no limits."""
    seconds, memory = max(1, round(bounds.seconds)), bounds.megabytes * 1024 * 1024
    limits = ((resource.RLIMIT_CPU, (seconds, seconds + 5)), (resource.RLIMIT_AS, (memory, memory)))
    for limit, values in limits:
        try:
            resource.prlimit(process, limit, values)
        except ProcessLookupError:
            return


def _failure(code: int, trouble: bytes, bounds: Bounds) -> PermanentError | TransientError:
    if code == -signal.SIGXCPU:
        return PermanentError(
            f"the recognition of a page takes more than {bounds.seconds:g} s of CPU",
            "Split the page or scan it at a lower resolution, or raise ocr_page_seconds",
        )
    if code == -signal.SIGKILL:
        return TransientError(f"{PROGRAM} was killed", "Free some memory; a later run tries again")
    said = printable(trouble.decode("utf-8", "replace").strip().splitlines()[-1][:200]) if trouble.strip() else code
    return PermanentError(f"the page cannot be recognised ({PROGRAM}: {said})", "Scan it again, at a lower resolution")


def _as_file(picture: PageImage) -> bytes:
    """The picture as a PPM file, which is its size and its pixels."""
    return b"P6 %d %d 255\n" % (picture.width, picture.height) + picture.pixels
