"""What the words around a date say about it, in the languages of the documents that arrive."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache

from alfrd_luigi.language.offline.lines import skeleton


class Kind(Enum):
    """What a date is to its document."""

    ISSUED = auto()
    """The date of the document itself, said in so many words."""
    DATE = auto()
    """A bare "date"."""
    AS_OF = auto()
    """The day that a statement speaks of."""
    NEARBY = auto()
    """The day of an order, a payment or a delivery: seldom far from the document's own."""
    PERIOD = auto()
    OTHER = auto()
    """Due dates, birthdays, expiries: never the document's own."""


_PHRASES: Mapping[Kind, str] = {
    Kind.ISSUED: """invoice date, date of invoice, inv date, invoice dt, bill date, date of bill, billing date, bill dt, bizdate, biz date, business date,
        statement date, date of statement, statement dt, issue date, date of issue, date issued, issued, issued on, issued date, receipt date,
        date of receipt, transaction date, trans date, txn date, trx date, document date, doc date, sales date, sale date, date of sale, purchase date,
        invoiced, invoice issued, tax point, tax point date, date time, date and time, datetime, notice date, letter date, statement closing date,
        closing date, date prepared, prepared, dated, statement issued, pay date, sent, date sent, check date, mailing date, date mailed, date of letter,
        factuurdatum, datum factuur, rechnungsdatum, belegdatum, ausstellungsdatum, datum der rechnung, rechnung vom, notadatum, bondatum, buchungsdatum,
        date de facture, date facture, date de la facture, date d'emission, date de facturation, facture du, fait le, emis le, facturatiedatum,
        fecha de emision, fecha emision, fecha de factura, fecha factura, fecha de expedicion, fecha expedicion, fecha del documento, data fattura,
        data emissione, data di emissione, data documento, data de emissao, data da fatura, tarikh invois, fakturadatum, fakturadato, data wystawienia,
        dagtekening, rekeningdatum, rechnungsdatum leistungsdatum, rechnungs datum, invoice and supply date, date printed invoice""",
    Kind.DATE: "date, datum, fecha, data, tarikh, dato, dt, le, vom, on, date today, today, today's date, den",
    Kind.AS_OF: "as of, as at, charges as of, summary of charges as of, balance as of, closing, ending, statement for, for, per, stand, through, to",
    Kind.NEARBY: """order date, ordered, date ordered, orderdatum, besteldatum, bestelldatum, date de commande, fecha de pedido, data ordine, ship date,
        shipped, shipping date, shipment date, delivery date, date of delivery, delivered, leverdatum, lieferdatum, leistungsdatum, date de livraison,
        fecha de entrega, date of supply, supply date, service date, date of service, payment date, paid on, date paid, paid, payment received, payment,
        check in, check out, arrival, departure, print date, printed, printed on, date printed, print, po date, quote date, work date, received,
        posting date, posted, effective date, effective, time printed, report date, created, last updated, updated, download date, betaald op""",
    Kind.PERIOD: """period, billing period, statement period, service period, policy period, coverage period, rental period, pay period, from, service from,
        billing cycle, service dates, periode, zeitraum, abrechnungszeitraum, leistungszeitraum, facturatieperiode, periodo, du, desde, tussen,
        term, charges from, charges for, bill period, beginning, opening date, start date, end date, period ending, period beginning, meter read""",
    Kind.OTHER: """due, due date, date due, payment due, payment due date, due by, due on, pay by, please pay by, pay before, payable by, amount due on,
        amount due by, total amount due on, total amount due by, due date of payment, must be paid, last day, final date, deadline, before, by, no later than, until,
        vervaldatum, vervaldag, uiterste betaaldatum, betalen voor, te betalen voor, fallig, fallig am, falligkeitsdatum, zahlbar bis, zahlungsziel, bis,
        echeance, date d'echeance, date limite, a payer avant, payable le, vencimiento, fecha de vencimiento, scadenza, data scadenza, data de vencimento,
        forfallsdato, forfallodatum, expiry, expiry date, expires, expires on, exp, exp date, expiration, expiration date, card expiry, valid until, valid till, valid thru,
        valid to, valid from, best before, use by, date of birth, birth date, dob, birthday, born, geboortedatum, geburtsdatum, date de naissance, member since,
        previous statement, previous, next, next bill, next statement, next payment, next reading, next meter reading, last statement, last payment, last bill,
        last year, since, established, direct debit, direct debit will be taken on, will be taken, autopay, will be charged, will be debited, training date, gst reg date,
        return by, exchange before, redeem by, not reflected, payments received after, after, received after, hire date, promotion, offer, in effect, effective as of,
        termination, renewal, renewal date, version, rev, revised, form, approval, approved, licence, license, prescription, contract date, registered""",
}  # fmt: skip
_BY_SKELETON: Mapping[str, Kind] = {
    skeleton(phrase): kind for kind, phrases in reversed(_PHRASES.items()) for phrase in phrases.split(",")
}
_LONGEST_FIRST = sorted(_BY_SKELETON, key=len, reverse=True)
_SHORTEST_CONTAINED = 6
# "on", "for" and the like are labels where they stand by themselves, not at the end of half a sentence.
_SHORT_LABEL = 2
_SHORTEST_IN_SENTENCE = 3


@lru_cache(maxsize=4096)
def classify(label: str) -> Kind | None:
    """The kind of date that a label announces: the longest known phrase in its last words decides; None if unknown."""
    compact = skeleton(label)
    if compact in _BY_SKELETON:
        return _BY_SKELETON[compact]
    words = {skeleton(word) for word in label.split()}
    shortest = 1 if len(words) <= _SHORT_LABEL else _SHORTEST_IN_SENTENCE
    found = next((key for key in _LONGEST_FIRST if _occurs(key, words, compact) and len(key) >= shortest), None)
    if found:
        return _BY_SKELETON[found]
    return Kind.DATE if compact.endswith(("date", "datum")) else None


def _occurs(key: str, words: set[str], compact: str) -> bool:
    return key in words or (len(key) >= _SHORTEST_CONTAINED and key in compact)
