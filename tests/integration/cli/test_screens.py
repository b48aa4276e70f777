"""What each command shows a person, as text, at 80 and at 140 columns: `screens/NAME-COLUMNS.txt`.

    pytest tests/integration/cli/test_screens.py --rewrite-screens

writes the files anew. Look at the difference before you commit it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Self
from uuid import UUID

import pytest
from rich.cells import cell_len

from alfrd_luigi.cli.reference import commands
from support.archives import Archive
from support.commands import Alfrd
from support.kept_archives import Keep
from support.screen_archive import TODAY, count_on, sequences_kept, shown

SCREENS = Path(__file__).with_name("screens")
COLUMNS = (80, 140)
# Text that is printed as it is, however long its lines are: a person copies it.
VERBATIM = ("ledger", "prompts-show", "prompts-diff")
# Commands without a screen, and why.
WITHOUT = {
    "process": "it runs Luigi: test_processing_and_rerunning.py",
    "rerun": "it runs Luigi: test_processing_and_rerunning.py",
    "series regenerate": "only a series with a prompt that did not read all: test_series_regeneration.py",
    "check": "a line for each problem: test_check.py",
    "completion": "it prints a script: test_completion.py",
    "doctor": "it tells of this machine: test_doctor.py",
    "desk": "it serves until Ctrl-C: tests/integration/desk",
    "standin": "it serves until Ctrl-C",
    "report": "it prints one address",
    "samples": "it prints one line",
    "get": "it prints the path of a file",
    "init": "it prints where the archive is: test_init.py",
    "demo": "it runs Luigi: tests/integration/install",
    "migrate": "an archive of an earlier version: tests/integration/backup/test_upgrading.py",
    "notify": "it tells of this moment: tests/integration/monitoring",
    "runs show": "its times are those of the test: tests/integration/monitoring",
    "add": "it prints the name that the document has",
    "export": "it prints one line",
    "import": "it prints one line",
    "audit show": "it has the screen of audit",
    "types accept": "it prints one line: test_prompt_and_type_commands.py",
    "types refuse": "it prints one line: test_prompt_and_type_commands.py",
    "prompts propose": "it asks, or prints one line: test_prompt_trials.py",
    "prompts try": "it has the screen of replay: test_prompt_trials.py",
    "prompts accept": "it prints one line: test_prompt_trials.py",
    "prompts rollback": "it prints one line: test_prompt_and_type_commands.py",
    "prompts pin": "it prints one line: test_prompt_and_type_commands.py",
    "prompts unpin": "it prints one line: test_prompt_and_type_commands.py",
    "replay": "it needs the texts of other documents: test_replay.py",
}


def _looks(ids: Sequence[UUID]) -> dict[str, list[str]]:
    """The command lines of the screens that change nothing."""
    failed, bill = str(ids[1]), str(ids[-1])
    series, prompt = ["series"], "classifier"
    return {
        "list": ["list"],
        "list-columns": ["list", "--columns", "id,title,tags,uncertain,error"],
        "list-uncertain": ["list", "--uncertain"],
        "search": ["search", "northwind"],
        "show": ["show", bill],
        "show-failed": ["show", failed],
        "why": ["why", bill],
        "why-failed": ["why", failed],
        "files": ["files"],
        "files-members": ["files", "--members"],
        "status": ["status"],
        "due": ["due", "--all"],
        "missing": ["missing"],
        "events": ["events", "--limit", "20"],
        "runs-list": ["runs", "list"],
        "history": ["history", bill],
        "diff": ["diff", bill],
        "series-list": [*series, "list"],
        "series-show": [*series, "show", "Northwind Electric"],
        "series-fields": [*series, "fields", "Northwind Electric"],
        "issuers-list": ["issuers", "list"],
        "issuers-show": ["issuers", "show", "Northwind Electric Company"],
        "tag-list": ["tag", "list"],
        "types-list": ["types", "list"],
        "types-show": ["types", "show", "utility_bill"],
        "prompts-list": ["prompts", "list"],
        "prompts-show": ["prompts", "show", prompt],
        "prompts-diff": ["prompts", "diff", prompt],
        "audit": ["audit"],
        "audit-list": ["audit", "list"],
        "cost": ["cost", "--by", "stage"],
        "ledger": ["ledger", "--format", "hledger"],
        "delete-list": ["delete", "--list"],
    }


def _changes(ids: Sequence[UUID]) -> dict[str, list[str]]:
    """The command lines of the screens that tell of a change, in this order: each finds what those before it made."""
    paper, bill, copy = str(ids[2]), str(ids[-1]), str(ids[-2])
    series = ["series"]
    return {
        "set": ["set", bill, "total=42.00", "entity=City Water", "field.account_number=1", "--dry-run"],
        "unset": ["unset", bill, "total", "--dry-run"],
        "paid": ["paid", bill, "--on", "2024-04-20"],
        "unpaid": ["unpaid", bill],
        "approve": ["approve", bill, copy],
        "tag-add": ["tag", "add", "tax 2024", bill, copy],
        "tag-remove": ["tag", "remove", "tax 2024", bill],
        "tag-rename": ["tag", "rename", "home", "house"],
        "tag-merge": ["tag", "merge", "house", "tax 2024"],
        "series-rename": [*series, "rename", "Northwind Electric", "Power"],
        "series-split": [*series, "split", "Power", bill, "--title", "Power, the cottage"],
        "series-merge": [*series, "merge", "Power, the cottage", "1"],
        "series-move": [*series, "move", bill, "Power"],
        "series-exclude": [*series, "exclude", bill],
        "series-include": [*series, "include", bill],
        "issuers-rename": ["issuers", "rename", "Northwind Electric Company", "Power company"],
        "issuers-alias": ["issuers", "alias", "Power company", "NW"],
        "issuers-forget": ["issuers", "forget", "Power company"],
        "types-add": ["types", "add", "gym", "--description", "A membership of a gym", "--field", "member:text"],
        "types-rename": ["types", "rename", "gym", "sport"],
        "types-retire": ["types", "retire", "sport"],
        "types-unretire": ["types", "unretire", "sport"],
        "same": ["same", bill, copy],
        "list-duplicates": ["list", "--duplicates"],
        "distinct": ["distinct", bill, copy],
        "undo": ["undo"],
        "retry": ["retry"],
        "delete": ["delete", paper],
        "restore": ["restore", paper],
    }


def test_each_command_has_a_screen_or_a_reason() -> None:
    ids = [UUID(int=number) for number in range(8)]
    shown_here = {_words(line) for line in {**_looks(ids), **_changes(ids)}.values()}
    names = {words.removeprefix("alfrd ") for words, _ in commands()}
    assert names - shown_here == set(WITHOUT)
    named = {name for why in WITHOUT.values() for name in re.findall(r"test_\w+\.py", why)}
    assert named <= {path.name for path in Path(__file__).parents[1].rglob("test_*.py")}


def _words(line: Sequence[str]) -> str:
    names = {words.removeprefix("alfrd ") for words, _ in commands()}
    both = " ".join(line[:2])
    return both if both in names else line[0]


@pytest.fixture
def shown_archive(archive: Archive, keep: Keep, columns: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[UUID]]:
    """The documents of the archive, seen on a screen of this width, in one time zone, on one day."""
    monkeypatch.setattr(import_module("alfrd_luigi.cli.due"), "date", _DayOfTheTest)
    with sequences_kept(archive), monkeypatch.context() as environment:
        ids = keep(shown)
        count_on(archive)
        archive.configure(person="anna", audits_per_week=0)
        environment.setenv("COLUMNS", str(columns))
        environment.setenv("TZ", "UTC")
        time.tzset()
        yield ids
    time.tzset()


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_screens_are_those_of_the_files(
    alfrd: Alfrd, shown_archive: list[UUID], columns: int, request: pytest.FixtureRequest
) -> None:
    ids, found = shown_archive, {}
    for name, line in {**_looks(ids), **_changes(ids)}.items():
        done = alfrd(*line)
        assert done.exit_code == 0, (name, done.output)
        found[f"{name}-{columns}.txt"] = _settled(f"$ alfrd {' '.join(line)}\n{done.output}")
        assert name in VERBATIM or _widest(done.output) <= columns, (name, done.output)
    if request.config.getoption("--rewrite-screens"):
        _write(found)
    assert {name: (SCREENS / name).read_bytes().decode() for name in found if (SCREENS / name).exists()} == found


def _widest(text: str) -> int:
    """The width of the widest line, without paths, which have no place for a line break."""
    return max((cell_len(line) for line in text.splitlines() if not line.startswith("/")), default=0)


class _DayOfTheTest(date):
    """A day on which bills of the archive are due."""

    @classmethod
    def today(cls) -> Self:
        """The same day each time."""
        return cls(TODAY.year, TODAY.month, TODAY.day)


def _settled(text: str) -> str:
    """The text without what is another in each archive: ids, places, the server, and the week of an audit."""
    known: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        first, rest = found[1], found[2] or ""
        number = known.setdefault(first, f"{len(known) + 1:08x}")
        return number + ("-0000-4000-8000-000000000000" if rest else "")

    text = re.sub(r"\b([0-9a-f]{8})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?\b", numbered, text)
    text = re.sub(r"/\S*/data/documents/\d{4}/\d\d/", ".../", text)
    # Any of the papers that have a name is named beside it.
    text = re.sub(r"(?<=^name     NORTHWIND ELECTRIC COMPANY  )\w{8}", "0000000?", text, flags=re.M)
    if text.startswith("$ alfrd status"):
        text = re.sub(r"^(database|documents|inbox|server) +.*(\n +.*)*", r"\1 ...", text, count=4, flags=re.M)
    text = re.sub(r"(?<= of )20[\d-]{8} [\d:]{8}", "2024-04-02 06:01:01", text)
    text = re.sub(r"(?<=audits drawn  documents: )\d+", "7", text)  # how many are in the court depends on their ids
    return re.sub(r"\d{4}-W\d\d", "2024-W14", text)


def _write(found: dict[str, str]) -> None:
    SCREENS.mkdir(exist_ok=True)
    for name, text in found.items():
        (SCREENS / name).write_bytes(text.encode())
