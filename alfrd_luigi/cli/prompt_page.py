"""A prompt and its trials, printed for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from alfrd_luigi.cli.columns import short
from alfrd_luigi.cli.evidence_chart import chart
from alfrd_luigi.cli.output import one_line, written
from alfrd_luigi.database.events import Event
from alfrd_luigi.database.trials import Field
from alfrd_luigi.plurals import counted
from alfrd_luigi.prompts.rule import PAIRS_OF_A_KNOWN_JUDGE
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.prompts import PromptView
from alfrd_luigi.views.trials import Compared, Evidence, KeyTrials, TrialView

# The newest trials with a chart. All are listed.
_CHARTED = 2
# The details of a decision that are sentences. Each has a line of its own.
_WORDS = ("because", "reason")


def say_page(view: PromptView) -> None:
    """Print the trials and decisions of a prompt to stderr: stdout has its text alone, for a file."""
    for line in _page(view):
        click.echo(line, err=True)


def print_trial(view: TrialView) -> None:
    """Print a trial with each document that it compared."""
    for line in [*_trial(view), *_indented(chart(view))]:
        click.echo(line)
    for each in view.compared:
        for line in _pair(each):
            click.echo(line)


def as_json(view: TrialView) -> dict[str, Any]:
    """All that is known of a trial."""
    cost = {"calls": view.cost.calls, "usd": view.cost.usd, "at_most_usd": view.cost.at_most_usd}
    return {
        **view.row._asdict(),
        "decided_by": view.mode,
        "needed_evidence": view.threshold,
        "waits_for": view.waiting,
        "documents": view.documents,
        "corrections": view.corrections,
        "audits": _evidence_as_json(view.gold),
        "judge": _evidence_as_json(view.judged),
        "cost": cost,
        "pairs": [{"name": each.name, **each.pair._asdict()} for each in view.compared],
    }


def summary(view: TrialView) -> str:
    """How far an open trial is: `12 of 60, e 3.1 of 80`."""
    done, most = len(view.decisive.differences), view.most if view.waiting is None else view.waiting.most
    return f"{done} of {most}, e {plain.evidence(view.decisive.last)} of {plain.evidence(view.threshold)}"


def _evidence_as_json(evidence: Evidence) -> dict[str, Any]:
    counts = {"better": evidence.wins, "worse": evidence.losses, "even": evidence.ties}
    return {**counts, "differences": list(evidence.differences), "evidence": list(evidence.values)}


def _page(view: PromptView) -> Iterator[str]:
    if view.trials.trials:
        yield f"\n{_who_decides(view.trials)}"
    yield from (one_line(drift.line) for drift in view.trials.drifts)
    for number, trial in enumerate(view.trials.trials):
        yield ""
        yield from _trial(trial)
        yield from _indented(chart(trial) if number < _CHARTED else [])
        yield from _indented(map(_worse, trial.worst))
    for title, events in (("Refused proposals", view.refused), ("Decisions", view.history)):
        yield from _events(title, events)


def _who_decides(found: KeyTrials) -> str:
    if found.mode == "owner":
        return "Your audits decide trials, and the judge only where it agrees with them."
    if found.audited_pairs >= PAIRS_OF_A_KNOWN_JUDGE:
        return "The judge alone decides trials (prompt_evidence)."
    pairs = f"{found.audited_pairs} of {PAIRS_OF_A_KNOWN_JUDGE} compared documents are audited"
    return f"The judge alone decides trials: {pairs}."


def _trial(view: TrialView) -> Iterator[str]:
    row = view.row
    verb = "challenges" if row.purpose == "challenge" else "may come back for"
    state = row.state.replace("_", " ")
    yield f"trial {short(row.id)}: version {row.candidate} {verb} version {row.incumbent}, {state}"
    yield from _indented(_facts(view))


def _facts(view: TrialView) -> Iterator[str]:
    row = view.row
    yield f"opened {plain.moment(row.opened_at)}" + (f", closed {plain.moment(row.closed_at)}" if row.closed_at else "")
    for evidence in view.shown:
        yield _told(evidence, view.threshold)
    if view.waiting is not None:
        yield f"it has {view.waiting.done} of {view.waiting.most} {view.waiting.what}"
    if view.corrections:
        yield f"{counted(view.corrections, 'correction')} run with both versions"
    if row.reason:
        yield one_line(row.reason)
    if view.cost.calls:
        yield f"{counted(view.cost.calls, 'call')}, {plain.dollars(view.cost.at_most_usd)}"


def _told(evidence: Evidence, threshold: float) -> str:
    counts = f"{evidence.wins} better, {evidence.losses} worse, {evidence.ties} even"
    return f"{evidence.by}: {counts}; e {plain.evidence(evidence.last)} of {plain.evidence(threshold)}"


def _worse(each: Compared) -> str:
    found = f"worse: {short(each.pair.document_id)} {each.name or ''} {_differs(each.fields)}"
    return one_line(found if each.pair.gold is not None else f"{found} {each.pair.reasoning or ''}")


def _pair(each: Compared) -> Iterator[str]:
    pair, (incumbent, candidate) = each.pair, each.right
    told = [f"{incumbent} -> {candidate} of {len(each.fields)} right"] if each.fields else []
    told += [f"judged {judged}"] if (judged := _judged(pair.judged)) else []
    told += ["a correction"] if pair.part == "corrections" else []
    yield ""
    yield one_line(f"{short(pair.document_id)} {each.name or ''}: {', '.join(told)}")
    for line in filter(None, (_differs(each.fields), pair.reasoning)):
        yield f"    {one_line(line)}"


def _judged(difference: float | None) -> str | None:
    if difference is None:
        return None
    return "better" if difference > 0 else "worse" if difference < 0 else "even"


def _differs(fields: Mapping[str, Field]) -> str:
    """The values that only one of the answers has right."""
    return ", ".join(
        f"{name} (only {'the candidate' if field.candidate else 'the active version'} has {written(name, field.value)})"
        for name, field in fields.items()
        if field.incumbent != field.candidate
    )


def _events(title: str, events: Sequence[Event]) -> Iterator[str]:
    if events:
        yield f"\n{title}"
    for event in events:
        yield f"{plain.moment(event.at)}  {event.event}: {one_line(_facts_of(event))}"
        yield from (f"  {one_line(event.details[name])}" for name in _WORDS if name in event.details)


def _facts_of(event: Event) -> str:
    """The details of a decision, without what it says in words; the version comes first."""
    facts = sorted((name != "version", name, value) for name, value in event.details.items() if name not in _WORDS)
    return ", ".join(f"{name} {value}" for _, name, value in facts)


def _indented(lines: Iterator[str] | Sequence[str] | map[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines)
