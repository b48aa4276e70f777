"""The start of a run or a review: which modules and clients are loaded in advance, and when.

Importing and creating what the first document needs takes longer than its stages. A run that finds no work must not
spend this time. Each module or client is therefore loaded in a thread as soon as it is certain to be needed, while the
run waits for something else. Each function is one such moment; its callers do not know what it loads.
"""

from __future__ import annotations

import gc

from alfrd_luigi import preload

# Number of new objects before the next garbage collection. Reference counting frees nearly everything of a task, and
# loaded modules stay. Two thirds of the first number are loaded before the first call; collecting them took a thirtieth
# of that time. Python's default of 700 took a twentieth of a run's CPU.
_WHILE_LOADING = 300_000
_ONCE_LOADED = 20_000
_LOOKS_AT_OLDER = (20, 20)


def begun() -> None:
    """The process has started. Exclude everything imported so far from garbage collections."""
    gc.freeze()
    gc.set_threshold(_WHILE_LOADING, *_LOOKS_AT_OLDER)
    preload.while_waiting(_prepare_later_stages)


def document_found() -> None:
    """The scan waits for the process that decodes the first file. Load the first stages and the language engine."""
    preload.begin(_load_first_stages)


def review_begun() -> None:
    """A person looks at the first document. Load what reads the words that the person points at, and what learns."""
    preload.begin(_load_learning)


def document_done() -> None:
    """The first document is finished, and everything is loaded. Collect garbage occasionally."""
    gc.freeze()
    gc.set_threshold(_ONCE_LOADED, *_LOOKS_AT_OLDER)


def _load_learning() -> None:
    from alfrd_luigi.memory import lessons

    lessons.load()


def _load_first_stages() -> None:
    from alfrd_luigi import stages
    from alfrd_luigi.language import engines

    stages.load("ocr")
    stages.load("classify")
    engines.selected()


def _prepare_later_stages() -> None:
    """Load them and create their AWS clients during the first call. Earlier, this would delay the first request."""
    from alfrd_luigi import stages
    from alfrd_luigi.language import engines as language_engines
    from alfrd_luigi.ocr import engines as ocr_engines
    from alfrd_luigi.services import aws

    for service in (ocr_engines.service(), language_engines.service()):
        if service is not None and service.aws_client is not None:
            aws.make_ahead(service.aws_client)
    stages.load("summarize")
