"""Keeps compiled templates, since compiling them takes longer than drawing a page.

They stand where Python keeps compiled modules, by its rules: beside the source, or below `PYTHONPYCACHEPREFIX`, and not
with `PYTHONDONTWRITEBYTECODE`. Both are code of ours, which nobody else can write. A template that cannot be kept, such
as where the installation is read-only, is compiled again by the next process.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import NamedTemporaryFile

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

_MODE = 0o644
_DIGEST = sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """The compiled templates of this Python and Jinja. Jinja compares the source of each."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file in which a template is kept."""
        return cache_from_source(filename or name)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template if it is kept and whole."""
        with suppress(OSError):
            kept = Path(bucket.key).read_bytes()
            digest, code = kept[:_DIGEST], kept[_DIGEST:]
            if digest == _digest(bucket.environment, code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template for the next process; other processes see all of it or nothing."""
        if not sys.dont_write_bytecode:
            code, place = bucket.bytecode_to_string(), Path(bucket.key)
            with suppress(OSError):
                _write(place, _digest(bucket.environment, code) + code)


def _digest(environment: Environment, code: bytes) -> bytes:
    """Of the code, and of what it depends on besides its source."""
    options = (environment.autoescape, environment.trim_blocks, environment.lstrip_blocks)
    return sha256(repr((jinja2.__version__, options)).encode() + code).digest()


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), _MODE)
            Path(file.name).rename(place)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
