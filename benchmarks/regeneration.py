"""Reads the members of a series again with another version of its prompt, killed at every tenth member.

    python benchmarks/regeneration.py [--members 200] [--every 10]

The offline engine files the bills of one series. A model that stands in for Bedrock then reads them twice: with a first
prompt, by processes of which each but the last is killed (kill -9) at its tenth member, at another boundary each time;
and with a second one, by a process that is left alone. Afterwards, every member must be read with the version that was
requested, each regeneration must be over once, and `alfrd check` must find nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import click
import psycopg2
from psycopg2.extras import Json

from alfrd_luigi.database import embedded
from alfrd_luigi.standin import StandIn, serving
from alfrd_luigi.triggers import VARIABLE

_BIN = Path(sys.executable).parent
_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
_BILL = """NORTHWIND ELECTRIC COMPANY
Monthly electricity bill

Account number: 4471-220
Statement date: {day}
Meter reading: {reading}
Tariff class: R{reading}

Amount due: ${amount}
"""
_INSERT = """
INSERT INTO prompts (kind, series_id, version, text, text_md5, fields_schema, origin, is_active)
SELECT 'series_summarizer', %(series)s, count(*) + 1, %(text)s, md5(%(text)s), %(schema)s, 'person', true
FROM prompts WHERE series_id = %(series)s RETURNING id
"""
_TIMES = 2
# The boundaries of a member, of which only the first loses an answer.
_POINTS = ("call_answered", "answer_saved", "result_found", "result_written", "result_committed", "stage_begun")


class _Outcome(NamedTuple):
    """What came of a regeneration."""

    processes: int
    seconds: float
    paid: int
    lost: int


@click.command(help=__doc__)
@click.option("--members", default=200, show_default=True)
@click.option("--every", default=10, show_default=True, help="Each process is killed at this member.")
def main(members: int, every: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="alfrd-regeneration-") as scratch, serving() as model:
        Path(scratch).chmod(0o755)  # the embedded server of root is another user's
        url = embedded.database_url(Path(scratch) / "postgres")
        os.environ.update({"ALFRD_DATA_DIR": f"{scratch}/data", "ALFRD_DATABASE_URL": url, **model.environment})
        os.environ |= {
            "ALFRD_REPORT": "false",
            "ALFRD_SETTLE_SECONDS": "0",
            "ALFRD_BEDROCK_MODEL_ID": _MODEL,
            "ALFRD_BACKOFF_SECONDS": "0",
        }
        started = time.perf_counter()
        series = _filed(Path(scratch) / "data", members)
        click.echo(f"{members} bills filed in {time.perf_counter() - started:.0f} s")
        os.environ["ALFRD_LANGUAGE_ENGINE"] = "bedrock"
        killed = _regenerated(series, _requested(series, "Meter reading"), model, every)
        whole = _regenerated(series, _requested(series, "Tariff class"), model, 0)
        for name, found in (("killed", killed), ("left alone", whole)):
            click.echo(
                f"{name:10}: {found.processes} processes, {found.seconds:.0f} s, {found.paid} answers paid for,"
                f" of which {found.lost} were lost"
            )
        _check(series)


def _filed(data: Path, members: int) -> int:
    """The series in which the bills are filed."""
    from alfrd_luigi import archive
    from alfrd_luigi.database.connection import database

    archive.initialise()
    inbox = data / "inbox"
    inbox.mkdir(mode=0o700, exist_ok=True)
    for number in range(members):
        day = f"{2000 + number // 12}-{number % 12 + 1:02}-05"
        text = _BILL.format(day=day, reading=1000 + number, amount=f"{100 + number}.50")
        (inbox / f"bill-{number:04}.txt").write_text(text, "utf-8")
    _luigi("ProcessAllPending")
    with database().session().transaction():
        (series,) = database().session().values("series_rows.order")
    return int(series)


def _requested(series: int, label: str) -> int:
    """Request a new version of the prompt of the series, which reads the value beside a label. Returns its id."""
    from alfrd_luigi.database import regenerations, types
    from alfrd_luigi.database.connection import database
    from alfrd_luigi.prompts.series_schema import designed

    session = database().session()
    field = {"name": label.lower().replace(" ", "_"), "kind": "text", "label": label, "is_required": True}
    schema = designed(types.get(session, "utility_bill").fields_schema, [field])
    with (
        closing(psycopg2.connect(os.environ["ALFRD_DATABASE_URL"])) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE prompts SET is_active = false WHERE series_id = %s", [series])
        cursor.execute(_INSERT, {"series": series, "text": f"Read the {label}.", "schema": Json(schema)})
        ((prompt,),) = cursor.fetchall()
    regenerations.request(session, series, prompt, "measuring")
    return int(prompt)


def _regenerated(series: int, prompt: int, model: StandIn, every: int) -> _Outcome:
    """Let processes read the members. With `every`, each is killed at this member."""
    before, processes, started = len(model.calls), 0, time.perf_counter()
    kills: Counter[str] = Counter()
    for point in cycle(_POINTS):
        processes += 1
        armed = {VARIABLE: f"{point}/extract_series@{every}=kill"} if every else {}
        if _luigi("RegenerateSeries", "--series-id", str(series), **armed) == 0:
            break
        kills[point] += 1
    _expect(series, prompt)
    paid = len(model.calls) - before
    return _Outcome(processes, time.perf_counter() - started, paid, kills["call_answered"])


def _expect(series: int, prompt: int) -> None:
    """Raise RuntimeError unless each member is read with the version, and the regeneration is over."""
    from alfrd_luigi.database import regenerations
    from alfrd_luigi.database.connection import database

    session = database().session()
    found = regenerations.outdated(session, series, prompt)
    if found.left or regenerations.standing(session, [series]):
        raise RuntimeError(f"{found.left} of {found.members} members are not read with prompt {prompt}")


def _check(series: int) -> None:
    """Raise RuntimeError unless the file became outdated once for each regeneration, and the archive is sound."""
    from alfrd_luigi.database import events, files
    from alfrd_luigi.database.connection import database

    session = database().session()
    ended = [event.event for event in events.of(session, "file", files.of_series(session, series) or "")]
    if ended.count("regenerated") != _TIMES:
        raise RuntimeError(f"the file was regenerated {ended.count('regenerated')} times, and not {_TIMES}")
    if subprocess.run([_BIN / "alfrd", "check"], check=False).returncode:
        raise RuntimeError("alfrd check found something")


def _luigi(*arguments: str, **environment: str) -> int:
    """Run the `luigi` command. Returns its exit code."""
    command = [str(_BIN / "luigi"), "--module", "alfrd_luigi", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL, check=False).returncode


if __name__ == "__main__":
    main()
