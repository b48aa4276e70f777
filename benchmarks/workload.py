"""The calls of a number of documents, recorded once from a real run, so that other tools make the same ones."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the compared tools read workloads in separate environments
    from alfrd_luigi.standin.record import RecordedCall

# The order of a document's calls. A scoring depends only on the call that it scores.
STAGES = ("textract", "classify", "score_classification", "summarize", "score_summary", "file")
AFTER = {
    "classify": ("textract",),
    "score_classification": ("classify",),
    "summarize": ("classify",),
    "score_summary": ("summarize",),
    "file": ("score_classification", "score_summary"),
}
CAPS = {"textract": 3, "bedrock": 5, "summarize_file": 2}
_MARK = re.compile(r"<(document-[0-9a-f]{16})>")


@dataclass
class Paper:
    """The bodies of one document's requests, by operation."""

    document_type: str = ""
    bodies: dict[str, str] = field(default_factory=dict)


@dataclass
class Workload:
    """The requests of each document, and of each file at the end."""

    model: str
    papers: list[Paper]
    files: list[str]

    @classmethod
    def of(cls, calls: Sequence[RecordedCall]) -> Workload:
        """From the calls of a run without faults that kept the request bodies."""
        papers: dict[str, Paper] = defaultdict(Paper)
        apart: dict[str, list[str]] = defaultdict(list)
        for call in calls:
            mark = _MARK.search(call.body)
            if mark is None:
                apart[call.operation].append(call.body)
            else:
                papers[mark[1]].bodies.setdefault(call.operation, call.body)
                papers[mark[1]].document_type = call.document_type or papers[mark[1]].document_type
        # Neither a picture nor the question of the series identifies its document; any of them can be used. Documents
        # with the same facts ask for their series once.
        for operation in ("textract", "file"):
            for paper, body in zip(papers.values(), apart[operation], strict=False):
                paper.bodies[operation] = body
        model = next(call.model for call in calls if call.model)
        return cls(model, list(papers.values()), apart["summarize_file"])

    @classmethod
    def load(cls, path: Path) -> Workload:
        """Read what `save` wrote."""
        read = json.loads(path.read_bytes())
        return cls(read["model"], [Paper(**paper) for paper in read["papers"]], read["files"])

    def save(self, path: Path) -> None:
        """Write it to a file for another process."""
        path.write_text(json.dumps(asdict(self)))

    def first(self, count: int) -> Workload:
        """The workload of the first documents, and of files in proportion."""
        files = self.files[: round(len(self.files) * count / len(self.papers))]
        return Workload(self.model, self.papers[:count], files)

    @property
    def calls(self) -> int:
        """The number of calls."""
        return sum(len(paper.bodies) for paper in self.papers) + len(self.files)


def rounds(calls: Sequence[RecordedCall]) -> float:
    """How many of these calls must follow each other with these slots, whatever makes them.

    Documents come first: a file is summarised when its documents are filed.
    """
    count = Counter(call.operation for call in calls)
    of_a_type = Counter(call.document_type for call in calls if call.operation == "summarize")
    pages, files = count["textract"], count["summarize_file"]
    questions = count.total() - pages - files
    documents = max(pages / CAPS["textract"], questions / CAPS["bedrock"], *of_a_type.values())
    return documents + files / CAPS["summarize_file"]
