"""A mark by which an issuer is known, and that of its name."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from alfrd_luigi.extraction.entity_names import normalise_entity


class Mark(NamedTuple):
    """A mark of an issuer. `value` is the form in which marks are compared, `shown` the one that was printed.

    `kind` is name, alias, mistaken name, number, phone, domain, address, account or heading.
    """

    kind: str
    value: str
    shown: str


def name_mark(kind: str, name: str) -> Mark:
    """The mark for a name, which is compared without its legal form and spaces."""
    return Mark(kind, name_key(name), name)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The letters and digits of a name by which names are compared."""
    return normalise_entity(name).replace(" ", "")
