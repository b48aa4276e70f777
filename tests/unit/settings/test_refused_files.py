"""What an error about a file or folder advises: permissions help only where they are missing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from alfrd_luigi.permissions import refused


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.EACCES, "Correct its permissions"),
        (errno.ENOSPC, "Free some space"),
        (errno.EROFS, "Mount it so that it can be written"),
    ],
)
def test_the_advice_fits_the_refusal(tmp_path: Path, code: int, advice: str) -> None:
    error = refused(OSError(code, os.strerror(code), str(tmp_path)), "write", "Correct its permissions")
    assert error.line.endswith(f"cannot write {tmp_path}: {os.strerror(code)}. {advice}")
