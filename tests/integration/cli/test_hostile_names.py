"""Names that nobody can read, or that mislead, are refused in one line; so are arguments that are no text."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from support.archives import Archive
from support.commands import Alfrd
from support.kept_archives import Keep
from support.pipeline import worked


@pytest.fixture
def bills(archive: Archive, keep: Keep) -> list[UUID]:
    """Two filed bills."""
    archive.configure(person="anna")
    return keep(worked)


@pytest.mark.parametrize(
    "name", ["\u202eevil\u202c", "\u2066x\u2069", "\u200b", "\u200b \u2060", "a\x1b[31mred", "\x07"]
)
def test_a_name_that_misleads_or_is_invisible_is_refused(alfrd: Alfrd, bills: list[UUID], name: str) -> None:
    for command in (
        ("tag", "add", "--", name, bills[0]),
        ("tag", "rename", "--", "electricity", name),
        ("series", "rename", "--", "Northwind", name),
        ("series", "split", "Northwind", bills[0], f"--title={name}"),
    ):
        done = alfrd(*command)
        assert (done.exit_code, done.output.count("\n")) == (5, 1), command
        assert done.output[:-1].isprintable()


def test_names_of_other_scripts_are_taken(alfrd: Alfrd, bills: list[UUID]) -> None:
    (series,) = json.loads(alfrd("series", "list", "--json").stdout)
    for name in (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001f469\u200d\U0001f467",
        "\u0916\u093c\u0941\u0926\u093e",
    ):
        assert alfrd("tag", "add", name, bills[0]).exit_code == 0
        assert alfrd("series", "rename", series["id"], name).exit_code == 0


@pytest.mark.parametrize("command", ["series show", "types retire", "types accept", "undo", "issuers forget"])
def test_an_argument_of_undecodable_bytes_is_refused(alfrd: Alfrd, bills: list[UUID], command: str) -> None:
    done = alfrd(*command.split(), "\udcff")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "its bytes are not UTF-8" in done.output


def test_an_error_is_one_printable_line(alfrd: Alfrd, bills: list[UUID]) -> None:
    done = alfrd("undo", "a\nb\u202ec")
    assert (done.exit_code, done.output.count("\n"), done.output[:-1].isprintable()) == (5, 1, True)
