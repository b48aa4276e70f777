"""The start of a run: what is loaded before it is needed, and when.

Importing and creating what the first document needs takes longer than its stages. A run that finds no work must not
pay for it. So each thing is loaded in a thread, at the moment when it is certain to be needed and the work waits for
something else. The moments are the functions of this module; the places that call them know nothing of what follows.
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
    preload.while_waiting(_create_aws_clients)


def document_found() -> None:
    """The scan waits for the process that decodes the first file. Load the first stages and the language engine."""
    preload.begin(_load_first_stages)


def document_done() -> None:
    """The first document has come to its end. Nothing more is loaded; collect garbage occasionally."""
    gc.freeze()
    gc.set_threshold(_ONCE_LOADED, *_LOOKS_AT_OLDER)


def _load_first_stages() -> None:
    from alfrd_luigi import stages
    from alfrd_luigi.language import engines

    stages.load("ocr")
    stages.load("classify")
    engines.selected()


def _create_aws_clients() -> None:
    """Those of the later stages, while the first answer is awaited: earlier, this would delay the first request."""
    from alfrd_luigi.language import engines as language_engines
    from alfrd_luigi.ocr import engines as ocr_engines
    from alfrd_luigi.services import aws

    for service in (ocr_engines.service(), language_engines.service()):
        if service is not None and service.aws_client is not None:
            aws.make_ahead(service.aws_client)
