"""The words for dates, their papers and their labels, in several languages.

dates.toml of a language holds the labels of each kind, and words for labels that it does not hold:

- `papers`: names of papers. "Invoice 4711 of" (with a word of `of`) and "date of the invoice" (`date_words`, without
  `articles`) are the date of the document itself.
- `of_number`: words of a period which mean the same as those of `of` after the number of a paper.
- `citing`: words before the name of another paper: "our invoice of", "according to the contract of". Those of `your`
  too, unless one of `bills` follows: "your letter of" is another paper, "your invoice of" is this one.
- `reminders`: titles of papers that name a bill which is not this paper.
- `preceding`: words for papers and acts that come before a bill, such as orders and deliveries.
- `payments`: payments that were received, whose dates bills name.
- `numbers`: words before the number of a paper. `prepositions`: labels of dates only if no other word is there.
- `order_titles`: titles of order forms; `orders`: words for an order, whose date is theirs.
- `permits`: words for permits of a business, whose dates stand in its receipts.
- `stays`: words for the two ends of a stay or a journey, which date a bill but no booking.
- `places` and `signatures`: the other words of the caption below a signature and its day.
- `signing`: words before the place and day of a signature; `weekdays`: names that are no place.
"""

from __future__ import annotations

import re

from alfrd_luigi.extraction.languages import phrases


def alternatives(kind: str, only: str | None = None) -> str:
    """Alternatives of a pattern for the phrases of a kind in all languages, or in one."""
    words = {" ".join(phrase.split()) for phrase in phrases("dates", kind, only)}
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
