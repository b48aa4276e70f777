"""The columns of a table, declared once: for the screen, for CSV and TSV, and for JSON with chosen columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Literal, NamedTuple

Value = Callable[[Any], Any]
# How a column fits in a narrow screen: whole, shortened, or wrapped between words; or its text stands below the row.
Room = Literal["whole", "cut", "wrap", "below"]

SHORT_ID = 8


class Column(NamedTuple):
    """A column. `value` is the exact value in a row, and `shown` what the screen has in its place.

    A screen that is too narrow leaves out the columns with the highest `rank`; one of rank 0 is always there. An
    `is_extra` column is shown on demand. If the column is left out, its text stands where the column `fills` is empty.
    `style` is that of Rich, `is_sure` whether no question mark follows.
    """

    name: str
    value: Value
    shown: Value | None = None
    style: str | Callable[[Any], str] = ""
    is_sure: Callable[[Any], bool] | None = None
    is_right: bool = False
    room: Room = "whole"
    rank: int = 0
    is_extra: bool = False
    fills: str = ""

    def on_screen(self, row: Any) -> Any:
        """What the screen shows of a row."""
        return (self.shown or self.value)(row)

    def style_of(self, row: Any) -> str:
        """The style of a cell."""
        return self.style if isinstance(self.style, str) else self.style(row)


def key(value: Value, name: str = "id", **options: Any) -> Column:
    """The id of a document, file or issuer: on the screen its beginning, which identifies it."""
    return Column(name, value, lambda row: short(value(row)), "cyan", **options)


def short(id: object) -> str | None:
    """The first characters of an id, enough to identify it."""
    return None if id is None else str(id)[:SHORT_ID]


def state(value: Value, name: str = "status", **options: Any) -> Column:
    """A status, in the colour of what it means."""
    return Column(name, value, style=lambda row: colour(value(row)), **options)


def colour(status: str | None) -> str:
    """The colour of a status: green if all is done, red if something failed, yellow if it is not over or not sure."""
    return next((colour for colour, states in _STATES.items() if status in states), "")


_STATES = {
    "green": ("filed", "generated", "completed", "well", "done"),
    "red": ("failed", "rejected", "wrong", "damaged", "troubled", "died"),
    "yellow": ("deferred", "outdated", "doubtful", "stopped", "interrupted"),
}


def placed(*names: str) -> list[Column]:
    """The columns of rows that are sequences. A name may end with `>` (aligned right) or `~` (wrapped)."""
    return [
        Column(
            name.rstrip(">~"),
            itemgetter(number),
            is_right=name.endswith(">"),
            room="wrap" if name.endswith("~") else "whole",
        )
        for number, name in enumerate(names)
    ]


def names(columns: Sequence[Column]) -> list[str]:
    """The names of columns."""
    return [column.name for column in columns]
