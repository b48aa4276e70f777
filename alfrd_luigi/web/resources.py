"""The files that pages are made of: templates and texts, and the styles, scripts and icons that pages load."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable


def static() -> dict[str, bytes]:
    """The styles, scripts and icons, by name."""
    return {file.name: file.read_bytes() for file in _files("static")}


def digest(locale: str, *packages: str) -> str:
    """What identifies how pages look: their files, the modules of these packages and the locale, as a SHA-256 (hex)."""
    found = hashlib.sha256(locale.encode())
    for file in (*_files("templates"), *_files("static"), files(__package__).joinpath("texts.toml")):
        found.update(file.name.encode() + file.read_bytes())
    for package in packages:
        for file in sorted(files(package).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".py"):
                found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()


def _files(folder: str) -> list[Traversable]:
    found = files(__package__).joinpath(folder).iterdir()
    return sorted((file for file in found if file.is_file()), key=lambda file: file.name)
