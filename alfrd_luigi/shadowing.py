"""Whether `tasks` and `targets` are the packages of this program. Other programs use these names, too."""

from __future__ import annotations

from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.names import printable

_PACKAGES = ("targets", "tasks")
_INSTALLED = Path(__file__).parents[1]
_MARK = b"import alfrd_luigi"  # stands in the __init__.py of both packages
_HINT = "Take its folder out of PYTHONPATH, or install alfrd-luigi in an environment of its own: docs/install.md"


def check() -> None:
    """Raise SettingsError if another package is found instead of one of ours, or was installed over it."""
    for name in _PACKAGES:
        spec = find_spec(name)
        if not _is_ours(name, spec):
            raise SettingsError(f"{printable(_place(name, spec))} is not the package `{name}` of alfrd-luigi", _HINT)


def _is_ours(name: str, spec: ModuleSpec | None) -> bool:
    """By its file, and by what is in it: a package that is installed over ours has the same file."""
    ours = _INSTALLED / name / "__init__.py"
    return spec is not None and spec.origin == str(ours) and _MARK in ours.read_bytes()


def _place(name: str, spec: ModuleSpec | None) -> str:
    """The file of a module, the folder of a package without an __init__.py, or where ours should be."""
    if spec is None:
        return str(_INSTALLED / name)
    return spec.origin or next(iter(spec.submodule_search_locations or ()), name)
