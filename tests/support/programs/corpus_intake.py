"""Scan the archive's inbox and read every document in a separate process, whose memory is measured.

Prints JSON: the scan's report, and the peak memory (MB) of this process and of its decoding children.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import sys
from pathlib import Path

from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.intake.registration import scan_inbox
from alfrd_luigi.ocr import engines
from alfrd_luigi.stages import lifecycle, ocr
from alfrd_luigi.stages.document_stage import DocumentStage

RUN = "20240101T000000-hostile"


def main() -> None:
    """Scan the inbox, read the documents, and print the result."""
    logging.disable()
    engines.__path__.append(str(Path(__file__).parents[1] / "ocr_engines"))
    runs.hold(database(), RUN)
    report = scan_inbox(RUN)
    for id in report.registered:
        lifecycle.run(DocumentStage(ocr.STAGE, id, RUN))
    shared_decoder().close()
    told = {
        "registered": [str(id) for id in report.registered],
        "rejected": report.rejected,
        "waiting": report.waiting,
        "failed": report.failed,
        "duplicates": len(report.duplicates),
        "parent_mb": _most(),
        "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }
    json.dump(told, sys.stdout)


def _most() -> float:
    """The peak memory of this process in MB. ru_maxrss would include that of the process which started it."""
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    assert peak is not None
    return int(peak[1]) / 1024


if __name__ == "__main__":
    main()
