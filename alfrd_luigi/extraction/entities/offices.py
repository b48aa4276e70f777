"""The public bodies that a text names and whose domain it prints: "the clerk of the municipality of Example"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from alfrd_luigi.extraction.entities.companies import leading_name
from alfrd_luigi.extraction.entities.domains import find_domains, is_kin
from alfrd_luigi.extraction.entities.vocabulary import occurrences
from alfrd_luigi.extraction.lines import TextLine


def named_offices(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, str]]:
    """The names of public bodies that begin with the words of one and go on with that of the domain."""
    domains = find_domains(lines)
    for line in lines if domains else ():
        yield from ((line, name) for cell in line.cells for name in _bodies(cell.text, domains))


def _bodies(text: str, domains: Collection[str]) -> Iterator[str]:
    for body in occurrences("authority", text):
        place = leading_name(text[body.end :].lstrip())
        if place and any(is_kin(place, domain) for domain in domains):
            yield text[body.start : text.index(place, body.end) + len(place)]
