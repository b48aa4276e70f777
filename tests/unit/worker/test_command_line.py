"""Luigi reads its command line with parsers that are used again."""

from __future__ import annotations

import luigi
import pytest
from luigi.cmdline_parser import CmdlineParser

from alfrd_luigi.cli import pipeline


@pytest.fixture(autouse=True)
def _loaded() -> None:
    pipeline.load()


def test_each_command_line_is_read_by_itself() -> None:
    first = CmdlineParser(["ScanInbox", "--run-id", "one"])
    second = CmdlineParser(["ProcessAllPending", "--limit", "3"])
    again = CmdlineParser(["ScanInbox"])
    assert (first.known_args.root_task, first.known_args.run_id) == ("ScanInbox", "one")
    assert (second.known_args.root_task, second.known_args.limit) == ("ProcessAllPending", "3")
    assert (again.known_args.root_task, again.known_args.run_id) == ("ScanInbox", None)


def test_a_task_that_is_registered_later_is_known() -> None:
    CmdlineParser(["ScanInbox"])

    class RegisteredLater(luigi.Task):
        colour = luigi.Parameter(default="", description="the colour of this task")

    assert CmdlineParser(["RegisteredLater", "--colour", "blue"]).get_task_obj() == RegisteredLater(colour="blue")
    beside = CmdlineParser(["ScanInbox", "--RegisteredLater-colour", "red"])
    assert beside.known_args.RegisteredLater_colour == "red"


def test_the_help_of_a_task_describes_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for option in ("--help", "--help-all", "--help"):
        with pytest.raises(SystemExit):
            CmdlineParser(["ProcessAllPending", option])
        said.append(capsys.readouterr().out)
    assert said[0] == said[2]
    assert "--limit LIMIT" in said[0]
    assert "--OcrDocument-doc-id" in said[1]
    assert "--OcrDocument-doc-id" not in said[0]
