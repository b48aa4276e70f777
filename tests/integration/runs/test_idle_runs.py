"""A run of cron that finds no work imports no module that works on documents, and starts no process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from support.archives import Archive

# What Luigi itself loads is not ours to save: jsonschema, requests, tornado.
HEAVY = {"boto3", "botocore", "click", "dateparser", "numpy", "onnxruntime", "PIL", "pypdfium2", "rapidfuzz"}
OF_DOCUMENTS = {
    "alfrd_luigi.decoding.decoder",
    "alfrd_luigi.database.trials",
    "alfrd_luigi.language.port",
    "alfrd_luigi.extraction.classification",
    "alfrd_luigi.ocr.port",
    "alfrd_luigi.services.books",
    "alfrd_luigi.services.prices",
    "alfrd_luigi.stages.lifecycle",
    "alfrd_luigi.stages.ocr",
}
_RUN = """
import json, os, pathlib, sys
from luigi.cmdline import luigi_run
try:
    luigi_run(["--module", "alfrd_luigi", "ProcessAllPending"])
except SystemExit as ended:
    tasks = pathlib.Path("/proc/self/task").iterdir()
    children = [pid for task in tasks for pid in (task / "children").read_text().split()]
    print(json.dumps({"code": ended.code, "modules": sorted(sys.modules), "children": children}))
"""


def tick() -> dict[str, Any]:
    """What a process that is a tick of cron says of itself at its end."""
    ended = subprocess.run([sys.executable, "-c", _RUN], capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout, ended.stderr
    return dict(json.loads(ended.stdout))


def test_nothing_is_loaded_that_only_documents_need(archive: Archive) -> None:
    archive.configure(settle_seconds=0, ocr_engine="textract", language_engine="bedrock")
    idle = tick()
    assert idle["code"] == 0
    assert not HEAVY.intersection(idle["modules"])
    assert not OF_DOCUMENTS.intersection(idle["modules"])
    assert idle["children"] == []


def test_documents_do_load_it(archive: Archive) -> None:
    archive.configure(settle_seconds=0)
    archive.inbox.mkdir(parents=True)
    (archive.inbox / "note.txt").write_text("Invoice 12 of 3 March 2024, total due 12.00 USD")
    busy = tick()
    assert busy["code"] == 0
    assert OF_DOCUMENTS.issubset(busy["modules"])
    assert len(busy["children"]) == 1
