"""Chooses the total among a document's amounts, by labels and arithmetic. Without enough evidence there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from alfrd_luigi.extraction.amounts.arithmetic import with_change
from alfrd_luigi.extraction.amounts.ballot import Ballot
from alfrd_luigi.extraction.amounts.calculations import TOTALS
from alfrd_luigi.extraction.amounts.comparison import compare
from alfrd_luigi.extraction.amounts.labels import AmountKind, names_fine
from alfrd_luigi.extraction.amounts.mention import AmountMention
from alfrd_luigi.extraction.amounts.signs import account_value, billed_value
from alfrd_luigi.extraction.amounts.traits import Traits
from alfrd_luigi.extraction.contests import Contest, Rival, best_rivals, label_reason
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import fold

_Weights = Mapping[AmountKind | None, int]

_PURCHASE: _Weights = {
    AmountKind.FINAL: 100,
    AmountKind.DUE: 95,
    AmountKind.CREDIT: 85,
    AmountKind.TOTAL: 80,
    AmountKind.GROSS: 78,
    AmountKind.CLOSING: 50,
    AmountKind.PAID: 50,
    AmountKind.SUBTOTAL: 40,
    AmountKind.AMOUNT: 40,
    AmountKind.TENDERED: 20,
    None: 0,
}
_BILL: _Weights = {
    AmountKind.DUE: 115,
    AmountKind.CREDIT: 105,
    AmountKind.FINAL: 100,
    AmountKind.TOTAL: 80,
    AmountKind.CLOSING: 70,
    AmountKind.GROSS: 60,
    AmountKind.AMOUNT: 40,
    AmountKind.PAID: 40,
    None: 0,
}
_STATEMENT: _Weights = {**_BILL, AmountKind.CLOSING: 150, AmountKind.AMOUNT: 45, AmountKind.SUBTOTAL: 54}
_BALANCE: _Weights = {
    **_STATEMENT,
    AmountKind.CREDIT: 45,
    AmountKind.DUE: 60,
    AmountKind.FINAL: 60,
    AmountKind.TOTAL: 45,
}
_PAY: _Weights = {
    **_BILL,
    AmountKind.DUE: 150,
    AmountKind.FINAL: 60,
    AmountKind.SUBTOTAL: 60,
    AmountKind.TOTAL: 10,
    AmountKind.CREDIT: 0,
    AmountKind.GROSS: 0,
}
_WEIGHTS = {"purchase": _PURCHASE, "statement": _STATEMENT, "balance": _BALANCE, "pay": _PAY}
_WITH_CREDIT_NOTES = frozenset({"purchase", "bill"})
_THRESHOLD = 38
# With a smaller lead over the best rival nothing decides between them. An amount without a label needs more.
_LEAST_LEAD = 5
_LEAST_NAMELESS_LEAD = 20
# A larger lead makes an amount no surer.
_CLEAR_LEAD = 80
# What shows a total in a paper that seldom has one.
_PLAIN = 80
_ASKED = frozenset({AmountKind.DUE, AmountKind.CREDIT})
_ASKING = frozenset({AmountKind.DUE, AmountKind.TOTAL, AmountKind.AMOUNT})
_PRICES = _ASKED | {AmountKind.FINAL}
_MOST_TOTALS = 4
_MOST_AMOUNTS = 15
# A sentence of a contract names what recurs, one of a bill what is due.
_RECURRING = re.compile(
    r"\b(?:per|a|each|every|pro|im|je|par|al|ogni|por|cada|elke)\W(?:calendar\W)?(?:month|year|week|annum|monat|jahr|mois|an|mese|anno|"
    r"mes|ano|maand|jaar)\b|/\s?(?:month|monat|mois|mese|mes|maand)\b|\b(?:month|year|week)ly\b|"
    r"\b(?:gesamt|brutto|warm|kalt|grund)miete\b|"
    r"\b(?:new|neue|nouveau|nuova|nueva|nieuwe) (?:rent|miete|loyer|renta|huur)\b|"
    r"\bmonatlich|\bjahrlich|\bmensuel|\bannuel|\bmensil|\bannual|\bmensual|\bmaandelijks"
)


# The only amount of a paper may be the price of a year.
_YEARLY = re.compile(r"\b(?:jahr|annu|year|per annum|par an\b|al ano\b|all'anno|per jaar)")


class Choice(NamedTuple):
    """A mention that may be the total, and its value with its sign."""

    mention: AmountMention
    value: Decimal


class _Scored(NamedTuple):
    """A candidate with its score."""

    score: float
    mention: AmountMention


def choose_total(mentions: Sequence[AmountMention], kind: str | None, traits: Traits) -> Contest[Choice]:
    """The mention that is most probably the total, and the other amounts that were considered.

    `kind` is the type's kind of total (see document_types), None for a type without rules.
    """
    if kind == "none":
        return Contest(None, blank="no_total")
    ballot = make_ballot(mentions, kind, traits)
    scored = [_Scored(ballot.score(mention), mention) for mention in ballot.candidates]
    best = max(scored, key=lambda each: each.score, default=None)
    if best is None:
        return Contest(None, blank="nothing")
    lead = best.score - max(_rival(best.mention, scored, ballot), 0.0)
    blank = _blank(best, lead, kind, ballot)
    if blank is not None:
        return Contest(None, _rivals(scored, ballot, None), blank)
    compared = compare(best.mention, mentions)
    signs = {
        "score": best.score,
        "lead": min(lead, best.score - _THRESHOLD, _CLEAR_LEAD),
        **ballot.signs(best.mention),
        **{name: float(holds) for name, holds in compared.items()},
    }
    choice = Choice(best.mention, ballot.value(best.mention))
    rivals = _rivals(scored, ballot, abs(best.mention.money.value))
    doubts = tuple(name for name, holds in compared.items() if holds)
    return Contest(Extract(choice, best.mention.words, signs), rivals, doubts=doubts)


def _rival(best: AmountMention, scored: Sequence[_Scored], ballot: Ballot) -> float:
    """The score of the best candidate of another size; 0 if there is none."""
    size = abs(ballot.value(best))
    return max((score for score, mention in scored if abs(mention.money.value) != size), default=0.0)


def _rivals(scored: Sequence[_Scored], ballot: Ballot, taken: Decimal | None) -> tuple[Rival, ...]:
    """The best candidates of another size."""
    ranked = sorted(scored, key=lambda each: -each.score)
    sized = ((abs(each.mention.money.value), _rival_of(each, ballot)) for each in ranked)
    return best_rivals(sized, taken)


def _rival_of(lost: _Scored, ballot: Ballot) -> Rival:
    mention, doubts = lost.mention, ballot.doubts(lost.mention)
    label = label_reason("amount", mention.kind.name) if mention.kind else "unlabelled"
    reasons = tuple(sorted(doubts, key=lambda name: -doubts[name])) or (label,)
    return Rival(float(ballot.value(mention)), mention.words, mention.line.page + 1, lost.score, reasons)


def _blank(best: _Scored, lead: float, kind: str | None, ballot: Ballot) -> str | None:
    """Why no amount is taken, None if the best one is."""
    if best.score < _THRESHOLD:
        return "weak"
    if not _is_credible(best.mention, best.score, kind, ballot):
        return "not_credible"
    is_clear = best.mention.kind or ballot.is_proven(best.mention)
    return "too_close" if lead < (_LEAST_LEAD if is_clear else _LEAST_NAMELESS_LEAD) else None


def _is_credible(best: AmountMention, score: float, kind: str | None, ballot: Ballot) -> bool:
    """Whether the best amount may be a total at all in a paper with this kind of total."""
    if ballot.is_idle(best) or ballot.is_misread(best):
        return False
    if kind == "rarely":
        return _is_plain(best, score, ballot)
    return kind != "sometimes" or _is_asked(best, ballot)


def make_ballot(mentions: Sequence[AmountMention], kind: str | None, traits: Traits) -> Ballot:
    """The evidence for the amounts of a document with this kind of total."""
    weights = _WEIGHTS.get(kind or "bill", _BILL)
    is_account = kind == "balance"
    counted = with_change(mentions) if kind == "purchase" else mentions
    gives_change = any(each.kind is AmountKind.CHANGE for each in counted)
    credit_note = traits.credit_note and kind in _WITH_CREDIT_NOTES and not gives_change

    asked = {each.money.value for each in counted if each.kind in _ASKING}

    def value(mention: AmountMention) -> Decimal:
        if is_account:
            return account_value(mention)
        # The statement of a card may print what is owed with the sign of a debit.
        is_owed = kind == "statement" and mention.kind is AmountKind.CLOSING and -mention.money.value in asked
        return -mention.money.value if is_owed else billed_value(mention, credit_note)

    return Ballot(counted, weights, kind == "purchase", is_account, traits, value)


def _is_asked(mention: AmountMention, ballot: Ballot) -> bool:
    """Whether an amount is due or returned.

    Else it is the price of a month in a contract, a number in a sentence, one of the many of a form, or, without a
    currency in the paper, a sum of hours or points.
    """
    lines = [fold(each.line.text) for each in ballot.mentions if each.money.value == mention.money.value]
    recurs = any(map(_RECURRING.search, lines)) and not (ballot.is_sole(mention) and any(map(_YEARLY.search, lines)))
    if mention.in_prose:
        return mention.kind in _ASKED and not recurs
    is_lost = len(ballot.mentions) > _MOST_AMOUNTS and not ballot.is_proven(mention)
    return mention.kind in _PRICES or (ballot.traits.has_currency and not (recurs or is_lost))


def _is_plain(mention: AmountMention, score: float, ballot: Ballot) -> bool:
    """Whether an amount is a total beside its label, and not one of many totals of a report.

    So is the only amount of a cheque or a ticket, that of a fine, and the only one that a letter demands.
    """
    is_fine = mention.kind is AmountKind.DUE and names_fine(mention.label)
    if ballot.is_of_one(mention) or (ballot.is_sole(mention) and is_fine):
        return True
    is_money = ballot.traits.has_currency or ballot.is_proven(mention)
    if not is_money or _RECURRING.search(fold(mention.line.text)):
        return False
    return _is_demand(mention, ballot) if mention.in_prose else score >= _PLAIN and _is_total(mention, ballot)


def _is_demand(mention: AmountMention, ballot: Ballot) -> bool:
    """Whether it is the only amount that a letter demands."""
    return mention.kind is AmountKind.DUE and ballot.traits.is_letter and ballot.demands == 1


def _is_total(mention: AmountMention, ballot: Ballot) -> bool:
    """Whether the label is that of a total, and not of one of many in a report."""
    is_one_of_many = mention.kind is AmountKind.TOTAL and ballot.totals > _MOST_TOTALS
    return mention.kind in TOTALS and not is_one_of_many
