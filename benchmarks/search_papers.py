"""Papers for the benchmark of the search: those of the samples generator, with rare words beside them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from typing import NamedTuple

from alfrd_luigi.samples.collection import collect
from alfrd_luigi.samples.paper import Paper, Row, Text

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
_SYLLABLES: list[str] = re.findall(
    r"\w+", "ba ber dor el fen gar hal in jo ka lin mer nor os pra qui ros sta tel ur van wil xan yel zor"
)
_RARE_WORDS = 12
_NAMES, _UNIQUE = 1_000_000, 0.15
_DAYS = 3650


class Made(NamedTuple):
    """A paper of the benchmark."""

    name: str
    entity: str
    document_type: str
    day: date
    total: str | None
    currency: str | None
    series: str | None
    text: str


# What the queries of the benchmark look for among all the others.
PLANTED = (
    ("zeppelin", "The zeppelin museum thanks you for the donation of your collection."),
    (
        "munchen",
        "Stadtwerke M\u00fcnchen. Die Fernw\u00e4rmeabrechnung liegt bei. Vertrauen Sie der Gartenzwergmanufaktur.",
    ),
    ("pge", "PG&E. The smartmeter was exchanged by our technician, and you owe nothing for it."),
    ("tokyo", "\u6771\u4eac\u96fb\u529b\u682a\u5f0f\u4f1a\u793e \u96fb\u6c17\u6599\u91d1\u8acb\u6c42\u66f8"),
    ("seoul", "\ud55c\uad6d\uc804\ub825\uacf5\uc0ac \uc804\uae30\uc694\uae08 \uccad\uad6c\uc11c"),
    ("chateau", "Le ch\u00e2teau vous remercie pour les travaux de ma\u00e7onnerie et pour vos observations."),
    ("fontaneria", "La fontaner\u00eda repar\u00f3 las tuber\u00edas del ba\u00f1o con garant\u00eda para la casa."),
    ("idraulico", "L'idraulico ha sostituito le guarnizioni dei rubinetti per la cucina e per il bagno."),
    ("loodgieter", "De loodgieter heeft de dakgoten van het huis hersteld met een nieuwe afvoer."),
    ("code", "Reference ZX-4471-0098-Q of the warranty for your dishwasher."),
)


def papers(documents: int, seed: int = 7) -> Iterator[Made]:
    """So many papers; the planted ones are spread among them."""
    draw = random.Random(seed)
    step = documents // (len(PLANTED) + 1)
    for number, paper in enumerate(islice(_papers(), documents)):
        day = date(2026, 11, 1) - timedelta(draw.randrange(_DAYS))
        series = f"{paper.entity} {paper.series}" if paper.series else None
        text = f"{_text(paper)}\n{' '.join(_rare(draw) for _ in range(_RARE_WORDS))}"
        name, total = f"{paper.name}-{number}.pdf", None if paper.total is None else str(paper.total)
        made = Made(name, paper.entity, paper.document_type, day, total, paper.currency, series, text)
        at, is_planted = divmod(number, step) if step else (0, 1)
        yield made if is_planted or not 1 <= at <= len(PLANTED) else _planted(made, *PLANTED[at - 1])


def _planted(made: Made, name: str, text: str) -> Made:
    return made._replace(name=f"{name}.pdf", entity="A sender", document_type="other", text=text, series=None)


def _papers() -> Iterator[Paper]:
    for seed in count():
        for language in LANGUAGES:
            yield from (sample.paper for sample in collect(seed, "all", language))


def _text(paper: Paper) -> str:
    return "\n".join(_line(block) for page in paper.pages for block in page if isinstance(block, Text | Row))


def _line(block: Text | Row) -> str:
    return block.text if isinstance(block, Text) else "   ".join(block.cells)


def _rare(draw: random.Random) -> str:
    """A word of some syllables: a few are common, and most stand in one paper, as names and misread words do."""
    rank = draw.randrange(_NAMES) if draw.random() < _UNIQUE else int(1 / (1 - draw.random()) ** 2)
    word = ""
    while rank:
        rank, at = divmod(rank, len(_SYLLABLES))
        word += _SYLLABLES[at]
    return word + _SYLLABLES[len(word) % len(_SYLLABLES)]
