"""How an amount compares with the others of its paper, whatever its label and the arithmetic say of it."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi.extraction.amounts.mention import AmountMention


def compare(mention: AmountMention, mentions: Sequence[AmountMention]) -> dict[str, bool]:
    """What makes an amount less probable as the total, by name, and whether it holds.

    `larger`: another amount is larger. `row`: others are in its line. `below`: others are in the lines below.
    """
    size, line = abs(mention.money.value), mention.line.number
    return {
        "larger": any(abs(each.money.value) > size for each in mentions),
        "row": sum(each.line.number == line for each in mentions) > 1,
        "below": any(each.line.number > line for each in mentions),
    }
