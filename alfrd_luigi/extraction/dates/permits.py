"""The dates of a business's permits, which bills and receipts print in small type: "Licence no. 17, issued ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alfrd_luigi.extraction.dates.labels import DateKind, names_bill, names_permit
from alfrd_luigi.extraction.dates.mention import DateMention
from alfrd_luigi.extraction.lines import TextLine

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
    return any(names_permit(line.text) and _NUMBER.search(line.text) for line in near)
