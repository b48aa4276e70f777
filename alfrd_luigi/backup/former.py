"""A former export, whose page files a new export may share by hard links. Nothing is written to it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from alfrd_luigi.backup.layout import PAGES
from alfrd_luigi.backup.verification import check_whole, sha256_of
from alfrd_luigi.document_files.durability import make_private, sync
from alfrd_luigi.errors import InvalidInputError

# The former export does not have the file, or no link to it can be made: on another file system, for instance.
_NO_LINK = {errno.ENOENT, errno.ENOTDIR, errno.EXDEV, errno.EMLINK, errno.EPERM, errno.EACCES, errno.EOPNOTSUPP}


class FormerExport:
    """`linked` counts the page files that the new export shares with this one."""

    def __init__(self, folder: Path) -> None:
        """Raises InvalidInputError if the folder is not a whole export."""
        check_whole(folder)
        self.folder = folder
        self.linked = 0

    def link(self, folder: Path, key: str, sha256: str) -> bool:
        """Link a page file into a new export. Returns False, and leaves nothing, if this export has no such file.

        The link itself is verified, so that a change of the file in between is noticed, too.
        """
        target = folder / PAGES / key
        make_private(target.parent)
        try:
            os.link(self.folder / PAGES / key, target, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINK:
                raise
            return False
        if not _has(folder, f"{PAGES}/{key}", sha256):
            target.unlink()
            return False
        sync(target.parent)
        self.linked += 1
        return True


def _has(folder: Path, path: str, sha256: str) -> bool:
    try:
        return sha256_of(folder, path) == sha256
    except InvalidInputError:  # a link, or no regular file
        return False
