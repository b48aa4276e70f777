"""Runs Luigi in this process as the `luigi` command does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from uuid import UUID

from alfrd_luigi import interrupts
from alfrd_luigi.configuration import module_of_luigi
from alfrd_luigi.database import documents, file_rows, runs
from alfrd_luigi.database.session import Session
from alfrd_luigi.monitoring import run_end


def load() -> None:
    """Load Luigi, the tasks and the threaded worker. This takes 0.7 s, so only commands that run tasks call it.

    Raises SettingsError if Luigi reads a broken luigi.cfg while it is imported, even one that we do not use.
    """
    module_of_luigi("luigi")
    from alfrd_luigi import worker

    worker.install()
    import_module("tasks")


def new_run() -> str:
    """The id of a new run."""
    load()
    return runs.new_id()


@contextmanager
def own_run(session: Session) -> Iterator[str]:
    """A new run for the tasks of a command, by its id. It is over after the block."""
    run = new_run()
    try:
        yield run
    finally:
        runs.set_finished(session, run)
        runs.release(run)


def process(session: Session, id: UUID, run_id: str, before: int | None) -> list[file_rows.File]:
    """Process a document, and summarise the files of its series, of now and `before`. Returns these files."""
    step("ProcessDocument", run_id, doc_id=id)
    series = [number for number in {before, documents.series_of(session, id)} if number is not None]
    return summarise(session, series, run_id)


def summarise(session: Session, series: Sequence[int], run_id: str) -> list[file_rows.File]:
    """Summarise the files of these series that are not fresh. Returns all of them."""
    for file in file_rows.files(session, series):
        if not file.is_fresh:
            step("GenerateFileSummary", run_id, file_id=file.id)
    return file_rows.files(session, series)


def step(task: str, run_id: str, **parameters: object) -> int:
    """Run a task that others may follow. Ends the process if it was asked to stop meanwhile."""
    code = run(task, run_id, **parameters)
    if interrupts.is_interruption(code):
        raise SystemExit(code)
    return code


def run(task: str, run_id: str, **parameters: object) -> int:
    """Run a task of this run to its end. Returns the exit code that the `luigi` command would have."""
    load()
    arguments = [task, "--run-id", run_id]
    for name, value in parameters.items():
        if value is not None:
            arguments += [f"--{name.replace('_', '-')}", str(value)]
    code = 0
    try:
        import_module("luigi.retcodes").run_with_retcodes(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    run_end.after(code)
    return code
