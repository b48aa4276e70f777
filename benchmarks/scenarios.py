"""The start of a cell of the crash matrix: documents, the behaviour of the stand-in, and the command that meets the
fault.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from alfrd_luigi.standin.faults import Behaviour, Fault, Said
from alfrd_luigi.standin.pictures import picture_of

PROCESS = ("luigi", "ProcessAllPending", "--workers", "1")

# The operation of each stage at the stand-in.
OPERATIONS = {
    "ocr": "textract",
    "classify": "classify",
    "score_classification": "score_classification",
    "summarize": "summarize",
    "score_summary": "score_summary",
    "file": "file",
    "summarize_file": "summarize_file",
}

_BILL = """GREAT NORTHERN POWER COMPANY
Electricity bill
Account number: 7741-220-9
Bill date: 0{number} March 2024
Meter reading: 4{number}11 kWh
Amount due: ${number}4.15
Pay by: 2{number} March 2024
"""


def _loose(papers: dict[str, bytes]) -> dict[str, bytes]:
    return papers


def _zipped(papers: dict[str, bytes]) -> dict[str, bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in papers.items():
            archive.writestr(name, content)
    return {"bills.zip": buffer.getvalue()}


def _mailed(papers: dict[str, bytes]) -> dict[str, bytes]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "billing@power.example", "home@example.org", "Your bills"
    mail.set_content("Your bills are attached.")
    for name, content in papers.items():
        mail.add_attachment(content, maintype="image", subtype="png", filename=name)
    return {"new/1709632800.M12P3.host": mail.as_bytes(), "cur/1709630000.M11P3.host:2,S": b"Subject: An older one\n\n"}


def _exported(papers: dict[str, bytes]) -> dict[str, bytes]:
    """An export of paperless-ngx."""
    rows: list[dict[str, Any]] = [
        {"model": "documents.correspondent", "pk": 1, "fields": {"name": "City Water"}},
        {"model": "documents.tag", "pk": 1, "fields": {"name": "House"}},
    ]
    for number, name in enumerate(papers, start=1):
        said = {"title": f"Bill {number}", "correspondent": 1, "tags": [1], "created": "2024-03-05"}
        row = {"model": "documents.document", "pk": number, "fields": said, "__exported_file_name__": name}
        rows.append(row)
    return {**papers, "manifest.json": json.dumps(rows).encode()}


@dataclass(frozen=True)
class Scenario:
    """`papers` bills, and with `is_bad` an invalid file; `script` and `answers` are the stand-in's (see Behaviour).

    `delivered` makes the files in `inbox` (a folder of the archive) from the papers. With `are_copies`, the papers are
    scans of one bill. In the values of `settings`, `{folder}` is the folder of the archive.

    `before` are commands without a fault; `command` meets the fault. With `is_repeated`, an interrupted command is
    repeated, as a person would do. Then, after the commands `afterwards`, runs follow until no work is left. The values
    in `order_matters` are not compared. Where a fault of the service counts as none, because the call is retried, the
    scenario is compared with `is_like`.
    """

    name: str
    papers: int = 1
    is_bad: bool = False
    are_copies: bool = False
    delivered: Callable[[dict[str, bytes]], dict[str, bytes]] = _loose
    inbox: str = "data/inbox"
    script: Any = ()
    answers: Mapping[str, Said] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    before: Sequence[tuple[str, ...]] = ()
    command: tuple[str, ...] = PROCESS
    is_repeated: bool = False
    afterwards: Sequence[tuple[str, ...]] = ()
    order_matters: frozenset[str] = frozenset()
    is_like: Scenario | None = None

    def behaviour(self) -> Behaviour:
        """The stand-in's behaviour, from its first call."""
        return Behaviour(script=self.script, answers=self.answers)

    def fill(self, folder: Path) -> None:
        """Put the documents into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.delivered(self._papers()).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)

    def _papers(self) -> dict[str, bytes]:
        numbers = range(1, self.papers + 1)
        papers = {f"bill-{number}.png": self._picture(number) for number in numbers}
        return {**papers, "torn.png": picture_of("torn")[:60]} if self.is_bad else papers

    def _picture(self, number: int) -> bytes:
        if self.are_copies:  # other bytes, the same paper
            return picture_of(_BILL.format(number=1)) + b"\0" * number
        return picture_of(_BILL.format(number=number))


def refusing(stage: str) -> Scenario:
    """The service permanently refuses the document of this stage."""
    operation = OPERATIONS[stage]
    refusal: Fault = "validation" if stage == "ocr" else "too_long"

    def script(asked: str) -> Fault | None:
        return refusal if asked == operation else None

    return Scenario(f"refusing {stage}", script=script)


def failing_once(like: Scenario, operation: str, fault: Fault) -> Scenario:
    """The first call of this operation of the stand-in meets the fault."""
    left: list[Fault] = [fault]

    def script(asked: str) -> Fault | None:
        return left.pop() if asked == operation and left else None

    patience = {**like.settings, "ALFRD_CALL_SECONDS": "1"}
    return replace(like, name=f"{fault} of {operation}", script=script, settings=patience, is_like=like)


FILING_ONE = Scenario("filing one")
FILING = Scenario("filing", papers=2)
REJECTING = Scenario("rejecting", is_bad=True)
UNPACKING = Scenario("unpacking", papers=2, delivered=_zipped)
UNPACKING_A_PART = Scenario("unpacking a part", papers=2, is_bad=True, delivered=_zipped)
MAILING = Scenario(
    "mailing", papers=2, delivered=_mailed, inbox="mail", settings={"ALFRD_MAILDIR_DIR": "{folder}/mail"}
)
# The third bill of the series has its prompt designed, and is read by it: two calls.
READING = Scenario("reading", papers=3)
LINKING = Scenario("linking", papers=2, are_copies=True)
# A person has all documents of a series read with another version of its prompt.
REGENERATING = Scenario(
    "regenerating",
    papers=3,
    before=(PROCESS, ("plant", "series version")),
    command=("alfrd", "series", "regenerate", "Great Northern", "--now"),
    is_repeated=True,
)
ADDING = Scenario(
    "adding", papers=0, command=("alfrd", "add", "{papers}/bill-1.png", "{papers}/bill-2.png"), is_repeated=True
)
RERUNNING = Scenario("rerunning", before=(PROCESS,), command=("alfrd", "rerun", "{document}", "--from", "classify"))
_SET = ("alfrd", "set", "{document}", "entity=City Water", "total=42.00")
CORRECTING = Scenario("correcting", before=(PROCESS,), command=_SET, is_repeated=True)
IMPORTING = Scenario(
    "importing",
    papers=2,
    delivered=_exported,
    inbox="export",
    command=("alfrd", "import", "--from", "paperless", "{folder}/export"),
    is_repeated=True,
    # While the import is frozen, a run reads the documents that are here. What it finds on them depends on the words of
    # their issuer that it has learnt by then. The words themselves win in the end.
    order_matters=frozenset({"documents", "stage_results"}),
)
# What is learnt of an issuer by a correction is forgotten, and no longer concerns the next papers.
FORGETTING = Scenario(
    "forgetting",
    papers=2,
    before=(PROCESS, _SET, PROCESS),
    command=("alfrd", "issuers", "forget", "City Water"),
    is_repeated=True,
)
_MERGE = ("alfrd", "tag", "merge", "2024", "electricity")
MERGING_TAGS = Scenario("merging tags", papers=2, before=(PROCESS,), command=_MERGE, is_repeated=True)
UNDOING = Scenario("undoing", before=(PROCESS, _SET, PROCESS), command=("alfrd", "undo"), is_repeated=True)
# Two series, which a person merges. The next paper of either is filed in the one.
_APART = ("alfrd", "set", "{document}", "entity=City Water")
MERGING = Scenario(
    "merging",
    papers=2,
    before=(PROCESS, _APART, PROCESS),
    command=("alfrd", "series", "merge", "City Water", "Great Northern"),
    is_repeated=True,
)
SAYING_SAME = Scenario(
    "same", papers=2, before=(PROCESS,), command=("alfrd", "same", "{document}", "{other}"), is_repeated=True
)
SAYING_DISTINCT = Scenario(
    "distinct",
    papers=2,
    are_copies=True,
    before=(PROCESS,),
    command=("alfrd", "distinct", "{document}", "{other}"),
    is_repeated=True,
)
PAYING = Scenario(
    "paid", before=(PROCESS,), command=("alfrd", "paid", "{document}", "--on", "2024-03-15"), is_repeated=True
)
_DELETE = ("alfrd", "delete", "{document}")
DELETING = Scenario("deleting", papers=2, before=(PROCESS,), command=_DELETE, is_repeated=True)
RESTORING = Scenario(
    "restoring",
    papers=2,
    before=(PROCESS, _DELETE, PROCESS),
    command=("alfrd", "restore", "{document}"),
    is_repeated=True,
)
PURGING = Scenario("purging", papers=2, before=(PROCESS, _SET), command=(*_DELETE, "--forever"), is_repeated=True)
# The next run empties the bin.
EMPTYING = Scenario("emptying", papers=2, settings={"ALFRD_BIN_DAYS": "0"}, before=(PROCESS, _SET, _DELETE))
