"""The dates of a business's permits, which bills and receipts print in small type: "Licence no. 17, issued ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from alfrd_luigi.extraction.dates.labels import DateKind
from alfrd_luigi.extraction.dates.mention import DateMention
from alfrd_luigi.extraction.dates.paper_names import names_bill
from alfrd_luigi.extraction.dates.vocabulary import alternatives
from alfrd_luigi.extraction.lines import TextLine, fold

_NUMBER = re.compile(r"\d{4}")
_ABOVE = 2
"""Lines above a date that may name its permit."""
_KINDS = frozenset({DateKind.ISSUED, DateKind.DATE, DateKind.QUALIFIED, DateKind.PERIOD, None})


def is_of_permit(mention: DateMention, lines: Sequence[TextLine]) -> bool:
    """Whether a date without an hour is in the line of the number of a permit, or just below it."""
    if mention.timed or mention.kind not in _KINDS or names_bill(mention.label):
        return False
    number = mention.line.number
    near = lines[max(0, number - _ABOVE) : number + 1]
    return any(_names_permit(line.text) and _NUMBER.search(line.text) for line in near)


def _names_permit(text: str) -> bool:
    """Whether a text names the permit of a business, such as a licence or an accreditation."""
    return bool(_permit_pattern().search(fold(text)))


@cache
def _permit_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('permits')})")
