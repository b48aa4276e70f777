"""The forms of a listing, which each listing command has: a table for people, JSON, CSV and TSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial, wraps
from typing import Any, Literal, NamedTuple

import click

from alfrd_luigi.cli.columns import Column, names
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json

Form = Literal["text", "json", "csv", "tsv"]


class Output(NamedTuple):
    """What a person wants to see of a listing: its form, and its columns if these were chosen."""

    form: Form
    declared: tuple[Column, ...]
    chosen: tuple[Column, ...] | None

    @property
    def is_text(self) -> bool:
        """Whether it is read by a person."""
        return self.form == "text"

    @property
    def is_grouped(self) -> bool:
        """Whether it is read by a person who has chosen no columns: the rows may then stand under titles."""
        return self.is_text and self.chosen is None

    @property
    def is_whole_json(self) -> bool:
        """Whether the command prints the objects that it has; otherwise all forms have the columns of the table."""
        return self.form == "json" and self.chosen is None

    @property
    def is_tabular(self) -> bool:
        """Whether rows with columns are wanted, and neither lines nor objects would do: CSV, TSV, or chosen columns."""
        return self.form in ("csv", "tsv") or self.chosen is not None

    def print(self, rows: Iterable[Any], title: str = "") -> None:
        """Print rows in this form."""
        if self.form == "text":
            from alfrd_luigi.cli.rendering import print_table

            shown = [column for column in self.declared if not column.is_extra]
            print_table(self.chosen or shown, rows, title, is_chosen=self.chosen is not None)
        elif self.form == "json":
            columns = self.chosen or self.declared
            print_json([{column.name: column.value(row) for column in columns} for row in rows])
        else:
            from alfrd_luigi.cli.delimited import print_delimited

            print_delimited(self.form, self.chosen or self.declared, rows)

    def show(self, rows: Sequence[Any], whole: Any = None, *, remark: str = "") -> None:
        """Print rows in this form, or for whole JSON the object `whole` that has them; for a person with a remark."""
        if self.is_whole_json:
            print_json(rows if whole is None else whole)
        else:
            self.print(rows)
        if remark and self.is_text:
            click.echo(remark, err=True)

    def print_groups(self, groups: Iterable[tuple[str, Sequence[Any]]]) -> None:
        """Print lists of rows: for people, each under its title; otherwise one list, in which a column names them."""
        if not self.is_grouped:
            self.print(row for _, rows in groups for row in rows)
            return
        for number, (title, rows) in enumerate((title, rows) for title, rows in groups if rows):
            if number:
                click.echo()
            self.print(rows, title)


def _chosen(
    declared: Sequence[Column], _context: click.Context, _option: click.Parameter, text: str | None
) -> tuple[Column, ...] | None:
    """The columns with these names, separated by commas. Raises BadParameter, which lists those that there are."""
    if text is None:
        return None
    known = {column.name: column for column in declared}
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    for name in wanted:
        if name not in known:
            raise click.BadParameter(f"there is no column {name!r}. Columns: {', '.join(known)}")
    if not wanted:
        raise click.BadParameter(f"it names no column. Columns: {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(wanted))


def _completed(
    declared: Sequence[Column], _context: click.Context, _option: click.Parameter, incomplete: str
) -> list[str]:
    """What the last of the names can become."""
    before, comma, last = incomplete.rpartition(",")
    given = before.split(",")
    return [f"{before}{comma}{name}" for name in names(declared) if name.startswith(last) and name not in given]


def listing_options(columns: Sequence[Column]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of a listing with these columns; the command gets them as `output`."""
    told = f"Show these columns, separated by commas: {', '.join(names(columns))}."
    options = (
        json_option,
        click.option("--csv", is_flag=True, help="Print CSV, with exact values and whole ids."),
        click.option("--tsv", is_flag=True, help="Print the same, separated by tabs."),
        click.option(
            "--columns",
            metavar="A,B",
            callback=partial(_chosen, columns),
            shell_complete=partial(_completed, columns),
            help=told,
        ),
    )

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def wrapped(
            *arguments: Any, json: bool, csv: bool, tsv: bool, columns: tuple[Column, ...] | None, **given: Any
        ) -> Any:
            return command(*arguments, output=Output(_form(json=json, csv=csv, tsv=tsv), declared, columns), **given)

        made: Callable[..., Any] = wrapped
        for option in reversed(options):
            made = option(made)
        return made

    declared = tuple(columns)
    return decorated


def _form(*, json: bool, csv: bool, tsv: bool) -> Form:
    forms: dict[Form, bool] = {"json": json, "csv": csv, "tsv": tsv}
    given = [form for form, is_given in forms.items() if is_given]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(f'--{form}' for form in given)} exclude each other")
    return given[0] if given else "text"
