"""The company that signs a paper: "for Example Pvt. Ltd." above "Authorised Signatory", "Your Example Team"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alfrd_luigi.extraction.entities.companies import ENDS, companies
from alfrd_luigi.extraction.entities.vocabulary import beginning, is_generic, occurrences, occurs, words_of
from alfrd_luigi.extraction.lines import TextLine

_REACH = 4
_LONGEST_TEAM = 8
"""The most words of a line that names a team."""


def signing_companies(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, int, str]]:
    """The companies after "for" at the beginning of a cell, above the words for who signs; each with line and cell."""
    for position, line in enumerate(lines):
        if not any(occurs("signatory", below.text) for below in lines[position : position + _REACH]):
            continue
        for index, cell in enumerate(line.cells):
            if (preposition := beginning("for", cell.text)) is not None:
                rest = cell.text[preposition.end :].lstrip()
                yield from ((line, index, rest[: each.end]) for each in companies(rest) if not each.start)


def signing_teams(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, str]]:
    """The companies whose team signs, with the lines: "Your Example Team", "L'équipe Exemple"."""
    named = ((line, _of_team(line.cells[0].text)) for line in lines if len(line.cells) == 1)
    yield from ((line, name) for line, name in named if name[:1].isupper() and not is_generic(name))


def _of_team(text: str) -> str:
    """The name in a line that consists of it and the words for a team; an empty text if there is none."""
    if before := beginning("team_before", text):
        name = text[before.end :]
    elif article := beginning("team_article", text):
        name = next((text[article.end : team.start] for team in occurrences("team", text) if _ends(team.end, text)), "")
    else:
        return ""
    return name.strip(ENDS + ".") if len(words_of(text)) <= _LONGEST_TEAM else ""


def _ends(end: int, text: str) -> bool:
    return not text[end:].strip(ENDS + ".!")
