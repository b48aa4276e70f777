"""`alfrd prompts`: the prompts of the language engine, their versions and trials, and a person's decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.columns import Column, short
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import COUNT, json_option, type_option, yes_option
from alfrd_luigi.cli.output import print_json, printable
from alfrd_luigi.cli.prompt_texts import marked, read
from alfrd_luigi.cli.replay_columns import REPLACEMENTS
from alfrd_luigi.corrections.person import person
from alfrd_luigi.database import model_checks, trials
from alfrd_luigi.database import prompts as versions
from alfrd_luigi.database.prompts import EVOLVING, Key, Wording
from alfrd_luigi.language.catalogue import KINDS
from alfrd_luigi.prompts import candidates, rule, selection
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.prompts import interval_of

if TYPE_CHECKING:
    from alfrd_luigi.database.session import Session
    from alfrd_luigi.views.prompts import Listed

_KINDS = click.Choice(sorted({*KINDS, *EVOLVING}))


def _state(found: Listed) -> str:
    return ", ".join(name.replace("_", " ") for name in found.states)


def _progress(found: Listed) -> str | None:
    from alfrd_luigi.cli.prompt_page import summary

    return summary(found.trial) if found.trial else None


_COLUMNS = (
    Column("key", lambda each: str(each.row.key), room="cut"),
    Column("version", lambda each: each.row.version, is_right=True),
    Column("state", lambda each: each.states, _state, room="wrap"),
    Column("score", lambda each: each.row.score, is_right=True),
    Column("trial", _progress, room="wrap"),
    Column("documents", lambda each: each.row.documents, is_right=True, is_extra=True),
    Column("origin", lambda each: each.row.origin, is_extra=True),
    Column("created", lambda each: each.row.created_at, is_extra=True),
)

key_argument = click.argument("kind", metavar="KEY", shell_complete=offers.prompts)
of_type_option = type_option("The document type, if KEY is only a kind.")


def _key(kind: str, document_type: str | None) -> Key:
    key = Key.parse(kind)
    if key.kind not in _KINDS.choices:
        raise click.BadParameter(f"{key.kind!r} is not one of {', '.join(_KINDS.choices)}.", param_hint="KEY")
    return key._replace(document_type=document_type) if document_type else key


def _name(key: Key, version: int) -> str:
    return f"{key}, version {version}"


@click.group(short_help="Show, propose, try and choose the prompts of the model.", no_args_is_help=False)
def prompts() -> None:
    """Show the prompts, their versions and trials; propose, accept, roll back or pin a version.

    KEY is a kind of prompt, with what it serves: classifier, summarizer:receipt, series_summarizer:12.
    """


@prompts.command(
    "list",
    short_help="List every version of every prompt.",
    epilog="Example: alfrd prompts list --kind summarizer --type receipt",
)
@click.option("--kind", type=_KINDS, help="Show only prompts of this kind.")
@type_option("Show only prompts of this document type.")
@listing_options(_COLUMNS)
def list_prompts(kind: str | None, document_type: str | None, output: Output) -> None:
    """List every version of every prompt with its mean score, and how far its trial is.

    `12 of 60, e 3.1 of 80`: 12 of at most 60 documents are compared, and the evidence for the candidate is 3.1 of the
    needed 80. A version is unaudited if the judge alone promoted it. --json has the interval and the number of scored
    documents, too.
    """
    from alfrd_luigi.views.prompts import listing

    with opened() as session:
        found = list(listing(session, kind, document_type))
        drifts = model_checks.drifts(session)
    for drift in drifts:
        click.echo(printable(drift.line), err=True)
    output.show(found, [_as_json(each) for each in found] if output.is_whole_json else None)


def _as_json(found: Listed) -> dict[str, Any]:
    from alfrd_luigi.cli.prompt_page import as_json

    row, trial = found.row, as_json(found.trial) if found.trial else None
    return {**row._asdict(), "key": str(row.key), "interval": interval_of(row), "states": found.states, "trial": trial}


@prompts.command(
    short_help="Show the text of a prompt, its trials and decisions.",
    epilog="Example: alfrd prompts show summarizer:receipt --version 1",
)
@key_argument
@of_type_option
@click.option("--version", type=COUNT, metavar="N", help="The version; default: the active one.")
@click.option("--trial", metavar="ID", help="Show this trial, with each document that it compared.")
@json_option
def show(kind: str, document_type: str | None, version: int | None, trial: str | None, json: bool) -> None:
    """Show the text of a prompt, its trials with the evidence over time and their cost, and all decisions.

    The text alone goes to stdout, so that `alfrd prompts show KEY > FILE` writes a file to change and to propose.
    """
    key = _key(kind, document_type)
    with opened() as session:
        if trial is not None:
            _show_trial(session, key, trial, json=json)
        else:
            _show(session, key, version, json=json)


def _show_trial(session: Session, key: Key, id: str, *, json: bool) -> None:
    from alfrd_luigi.cli.prompt_page import as_json, print_trial
    from alfrd_luigi.views.trials import find

    found = find(session, key, id)
    print_json(as_json(found)) if json else print_trial(found)


def _show(session: Session, key: Key, version: int | None, *, json: bool) -> None:
    from alfrd_luigi.cli.prompt_page import as_json, say_page
    from alfrd_luigi.views.prompts import listed, prompt

    view = prompt(session, key, None if json else 1)
    number = version or view.active.row.version
    wanted = versions.version(session, key, number)
    found = listed(next(each.row for each in view.versions if each.row.id == wanted), view.trials)
    if json:
        tried = [as_json(trial) for trial in view.trials.trials]
        decided = {"decided_by": view.trials.mode, "audited_pairs": view.trials.audited_pairs}
        told = {"trials": tried, "refused": view.refused, "history": view.history[::-1]}
        print_json({**_as_json(found), **decided, **told})
        return
    click.echo(f"{_name(key, number)} ({_state(found) or 'not active'})\n", err=True)
    click.echo(printable(found.row.text))
    say_page(view)


@prompts.command(
    short_help="Show the words that differ between two versions.",
    epilog="Example: alfrd prompts diff summarizer:receipt 1 2",
)
@key_argument
@click.argument("before", metavar="[A]", type=COUNT, required=False)
@click.argument("after", metavar="[B]", type=COUNT, required=False)
@json_option
def diff(kind: str, before: int | None, after: int | None, json: bool) -> None:
    """Show the words that differ between version A and version B (default: the active one).

    Without versions, the candidate on trial is compared with the active version, or else the active version with the
    one before. Deleted words are [-in brackets-], and inserted ones {+in braces+}.
    """
    from alfrd_luigi.views.prompts import compared

    with opened() as session:
        found = compared(session, _key(kind, None), before, after)
    if json:
        print_json(found)
        return
    if found.before == found.after:
        click.echo(f"there is nothing to compare version {found.before} with", err=True)
        return
    click.echo(f"version {found.before} -> version {found.after}\n", err=True)
    click.echo(marked(found.parts))


@prompts.command(epilog="Example: alfrd prompts propose summarizer:receipt --file receipt.md --yes")
@key_argument
@click.option("--file", "source", metavar="FILE", required=True, help="The file with the text; - is stdin.")
@click.option("--replace", is_flag=True, help="Withdraw the challenge that is open.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def propose(kind: str, source: str, replace: bool, yes: bool) -> None:
    """Propose a text for a prompt. It is tried as any other candidate, and files nothing until it is promoted.

    `alfrd prompts try` says what it would change. Candidates are compared with the active version after the work of a
    run, within the budget.
    """
    if source == "-" and not yes:
        raise click.UsageError("a text from stdin needs --yes")
    key, text = _key(kind, None), read(source)
    with opened() as session:
        if not yes:
            _ask(session, key, text)
        made = selection.propose(session, key, text, person(), replace=replace)
    instead = f" in place of version {made.withdrawn}" if made.withdrawn is not None else ""
    click.echo(f"{_name(key, made.version)}, challenges version {made.against}{instead}: trial {short(made.trial)}")


def _ask(session: Session, key: Key, text: str) -> None:
    """Show what a text changes, and ask whether to propose it. Raises InvalidInputError, and click.Abort."""
    from alfrd_luigi.views.word_differences import differences

    active = versions.active(session, key)
    click.echo(marked(differences(active.text, candidates.checked(session, active, text))))
    number = trials.challenges(session, key) + 1
    needed = plain.evidence(rule.threshold(number))
    what = f"\nCandidate {number} of {key} needs evidence of {needed} on at most {rule.MOST_DOCUMENTS} documents."
    click.confirm(f"{what} Propose it?", abort=True, err=True)


@prompts.command(
    "try",
    short_help="Show what a version would change, and file nothing.",
    epilog="Example: alfrd prompts try summarizer:receipt --file receipt.md --limit 50",
)
@key_argument
@click.option("--version", type=COUNT, metavar="N", help="A version; default: the candidate on trial.")
@click.option("--file", "source", metavar="FILE", help="The file with another text; - is stdin.")
@click.option("--limit", type=COUNT, metavar="N", default=20, show_default=True, help="At most N documents.")
@yes_option
@listing_options(REPLACEMENTS)
def try_(kind: str, version: int | None, source: str | None, limit: int, yes: bool, output: Output) -> None:
    """Show what a version or a text would change in documents that were read before, and file nothing.

    The price is told first; saved answers cost nothing. `alfrd replay` does the same with other models and engines.
    """
    if version is not None and source is not None:
        raise click.UsageError("--version and --file exclude each other")
    from alfrd_luigi.cli.replay import print_answers
    from alfrd_luigi.language import engines
    from alfrd_luigi.prompts.replay import Wanted

    key = _key(kind, None)
    with opened() as session:
        wording = _wording(session, key, version, source)
        wanted = Wanted(wording, key.document_type, key.series_id, engines.selected(), limit)
        print_answers(session, wanted, yes=yes, output=output)


def _wording(session: Session, key: Key, version: int | None, source: str | None) -> Wording:
    """What is tried. Raises NotFoundError and InvalidInputError."""
    active = versions.active(session, key)
    if source is not None:
        return Wording(key.kind, candidates.checked(session, active, read(source)), active.fields_schema)
    candidates.check_key(key)
    if version is None:
        return versions.wording(session, selection.candidate(session, key).candidate_id)
    return versions.wording(session, versions.version(session, key, version))


@prompts.command(
    short_help="Make a version active without the end of its trial.",
    epilog='Example: alfrd prompts accept summarizer:receipt --because "It reads the due date"',
)
@key_argument
@click.option("--version", type=COUNT, metavar="N", help="The version; default: the candidate on trial.")
@click.option("--because", required=True, metavar="REASON", help="Why; it is recorded.")
def accept(kind: str, version: int | None, because: str) -> None:
    """Make a version active without the end of its trial, as your decision.

    It is not pinned. The former version is compared with it on the next audits, and comes back if it is better.
    """
    key = _key(kind, None)
    with opened() as session:
        made = selection.accept(session, key, version, because, person())
    click.echo(f"{_name(key, made.version)}, is active in place of version {made.replaced}")


@prompts.command(epilog="Example: alfrd prompts rollback summarizer:receipt --to 1")
@key_argument
@of_type_option
@click.option("--to", "version", type=COUNT, metavar="N", required=True, help="The version to make active.")
def rollback(kind: str, document_type: str | None, version: int) -> None:
    """Make an older version active again and pin it. `alfrd prompts unpin` allows challengers again."""
    key = _key(kind, document_type)
    with opened() as session:
        replaced = selection.roll_back(session, key, version)
    instead = f"in place of version {replaced}" if replaced != version else "as before"
    click.echo(f"{_name(key, version)}, is active {instead}, and pinned")


def _pinning(name: str, doc: str, *, pinned: bool) -> Callable[..., Any]:
    @prompts.command(name, help=doc, epilog=f"Example: alfrd prompts {name} classifier")
    @key_argument
    @of_type_option
    def command(kind: str, document_type: str | None) -> None:
        key = _key(kind, document_type)
        with opened() as session:
            version = selection.pin(session, key, pinned=pinned)
        click.echo(f"{_name(key, version)}, is {name}ned")

    return command


pin = _pinning("pin", "Exempt the active version from challenges.", pinned=True)
unpin = _pinning("unpin", "Allow challenges of the active version again.", pinned=False)
