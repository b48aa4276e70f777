"""What the words before an amount say about it, in the languages of the documents that arrive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache

from alfrd_luigi.language.offline.lines import fold, skeleton


class Kind(Enum):
    """What an amount is to its document."""

    FINAL = auto()
    """The whole price, tax and rounding included."""
    DUE = auto()
    """What is left to pay."""
    CLOSING = auto()
    """The balance at the end of a statement's period."""
    TOTAL = auto()
    """A plain "total": mostly the whole price, now and then one of several."""
    PAID = auto()
    """What was paid, by card or in all."""
    AMOUNT = auto()
    SUBTOTAL = auto()
    TAX = auto()
    CHARGE = auto()
    """Service charge, tip, delivery: added to the subtotal."""
    ROUNDING = auto()
    DISCOUNT = auto()
    TENDERED = auto()
    CHANGE = auto()
    OTHER = auto()
    """Known, and not what anyone pays: quantities, points, limits, earlier balances."""


_PHRASES: Mapping[Kind, str] = {
    Kind.FINAL: """grand total, nett total, net total, final total, overall total, total payable, total amount payable, amount payable,
        net payable, total invoice, invoice total, total invoice amount, invoice amount, bill total, total bill, order total, total order,
        receipt total, total receipt, total sales, total sale, total rounded, rounded total, total after rounding, total after rounding adj,
        total after adj, total with tax, total in words, total amount with tax, total after tax, total purchase, total monthly premium,
        total premium, premium due, annual premium, monthly premium, total charges and fees,
        eindtotaal, totaal te voldoen, totaalbedrag, factuurbedrag, factuurtotaal, totaal factuur,
        gesamtbetrag, rechnungsbetrag, endbetrag, bruttobetrag, gesamtsumme, endsumme, rechnungssumme, gesamt brutto, summe brutto,
        total ttc, montant ttc, montant total, total general, total facture, montant de la facture, prix total, ttc,
        total factura, importe total, total general, total documento, totale documento, totale fattura, totale complessivo,
        valor total, total da fatura, jumlah besar, jumlah bayaran, jumlah keseluruhan, att betala totalt, totalbelopp, totalbelob""",
    Kind.DUE: """amount due, total due, total amount due, balance due, total balance due, payment due, total payment due, total now due,
        amount owed, amount you owe, you owe, amount owing, total owing, balance owing, balance payable, amt due, total to pay, to pay,
        amount to pay, please pay, pay this amount, pay by, current amount due, current due, due now, now due, outstanding balance,
        balance outstanding, total outstanding, total balance, account balance, current balance, amt payable, total amt payable,
        te betalen, te voldoen, totaal te betalen, openstaand bedrag, te betalen bedrag, zu zahlen, zu zahlender betrag, zahlbetrag,
        zahlungsbetrag, zahlender betrag, offener betrag, noch zu zahlen, net a payer, montant a payer, a payer, reste a payer, solde a payer,
        solde du, montant du, total a pagar, a pagar, importe a pagar, saldo pendiente, pendiente de pago, liquido a pagar,
        totale da pagare, da pagare, netto a pagare, importo da pagare, att betala, a betale, til betaling, do zaplaty, razem do zaplaty""",
    Kind.CLOSING: """new balance, ending balance, closing balance, statement balance, end balance, balance carried forward, balance c f,
        your new balance, final balance, balance at end, balance this statement, total new balance, balance on, balance as of,
        balance at close, ending value, ending account value, total account value, account value, closing value, portfolio value, total value,
        eindsaldo, nieuw saldo, saldo eind, endsaldo, neuer saldo, neuer kontostand, kontostand am, schlusssaldo, endbestand,
        nouveau solde, solde final, solde de cloture, solde au, saldo final, nuevo saldo, saldo actual, saldo finale, nuovo saldo""",
    Kind.TOTAL: """total, totals, total amount, total amt, total rm, total price, total cost, total charge, total charges, total current charges,
        current charges, current billing, net pay, net salary, take home pay, net amount payable, jumlah, jumlah rm, totaal, totaalprijs,
        gesamt, summe, gesamtpreis, betrag gesamt, totale, totalt, suma, razem, importe, sum total, total net pay, total usd, total eur, total gbp,
        total inr, nettolohn, auszahlungsbetrag, nett amount, bill amount, bill amt, nett, net amt, net bill, net sales, total fare,
        total tuition and fees, total estimated, total due and payable, amount charged, total charged""",
    Kind.PAID: """paid, amount paid, total paid, total amount paid, paid amount, payment, total payment, payment amount, payment received,
        payments received, payments, visa, mastercard, master card, debit card, credit card, card payment, eftpos, amex, pin, betaald, pinnen,
        bezahlt, gezahlt, kartenzahlung, ec karte, girocard, paye, carte bancaire, pagado, tarjeta, pagato, bancontact, maestro, ideal,
        contactless, sale amount, purchase amount, transaction amount, debit""",
    Kind.AMOUNT: "amount, amt, bedrag, betrag, montant, sum, price, premium, balance, fee, rent, fees, saldo, solde, tuition, cost, monto, importo",
    Kind.SUBTOTAL: """subtotal, sub total, sub ttl, total before tax, total before, total excluding, total excl, amount before tax, taxable amount,
        taxable value, taxable, total taxable, total net, net amount, net, nettobetrag, netto, zwischensumme, subtotaal, gesamt netto, summe netto,
        total ht, montant ht, sous total, total hors, hors taxes, base imponible, base imposable, base iva, imponibile, totale imponibile, ht,
        delsumma, goods value, goods, merchandise, total merchandise, item total, items total, total items amount, total w o tax, total ex,
        warenwert, nettosumme, total exclusief, totaal exclusief, totaal excl, goederen, gross amount, gross, total gross amount""",
    Kind.TAX: """tax, total tax, tax total, total taxes, taxes, sales tax, gst, total gst, gst total, gst amount, gst amt, tax amount, total tax amount,
        tax amt, vat, total vat, vat total, vat amount, btw, totaal btw, btw bedrag, btw totaal, mwst, mehrwertsteuer, umsatzsteuer, ust,
        steuer, steuerbetrag, summe mwst, tva, total tva, montant tva, iva, total iva, cuota iva, importe iva, totale iva, igst, cgst, sgst, moms,
        sst, hst, pst, qst, service tax, total igst, total cgst, total sgst, withholding, sales tax total, imposta""",
    Kind.CHARGE: """service charge, srv chg, svc chg, serv charge, service chg, srvc, tip, tips, gratuity, delivery, delivery charge, delivery fee,
        shipping, shipping handling, shipping and handling, s h, freight, postage, handling, verzendkosten, versandkosten, frais de port,
        gastos de envio, porto, late fee, surcharge, service fee""",
    Kind.ROUNDING: """rounding, rounding adj, rounding adjustment, rounding adjust, round adj, rnd adj, bill rounding, total rounding, rounding amt,
        pembundaran, pelarasan, adj, rounded, round off, roundoff, round, afronding, rundung, arrondi, redondeo, arrotondamento""",
    Kind.DISCOUNT: """discount, total discount, disc, less discount, member discount, korting, rabatt, remise, descuento, sconto, coupon, voucher,
        discount total, discount amount, less, promo, promotion, credit applied, adjustment, skonto""",
    Kind.TENDERED: """cash, total cash, cash tendered, tendered, tender, cash received, received, amount tendered, total tender, total tendered, cash paid,
        contant, bar, gegeben, especes, efectivo, contanti, kontant, tunai, cash payment, received amount, amount received, deposit,
        bar gegeben, entregado, recu""",
    Kind.CHANGE: """change, change due, balance change, cash change, cash back, change amount, change amt, change given, baki, wisselgeld, ruckgeld,
        rendu, monnaie, rendu monnaie, cambio, cambio entregado, resto, vaxel, zuruck, your change, cashback""",
    Kind.OTHER: """total qty, qty, total quantity, quantity, total item, total items, items, item count, total units, total pcs, total savings, savings,
        total saving, you saved, total saved, total points, points, point, previous balance, last balance, opening balance, beginning balance,
        starting balance, balance forward, balance brought forward, previous amount due, previous statement, last statement, prior balance,
        previous unpaid balance, minimum payment, minimum payment due, minimum due, minimum amount due, min payment, total minimum payment due,
        credit limit, available credit, credit available, total credit limit, credit line, year to date, ytd, total deposits, deposits, total withdrawals,
        withdrawals, total credits, total debits, total checks, total fees, total interest, interest, interest charged, average balance, average daily balance,
        past due, past due amount, amount past due, unpaid balance, total payments, payments and credits, total payments received, payment thank you, last payment,
        total payments and credits, beginsaldo, vorig saldo, alter saldo, anfangssaldo, alter kontostand, ancien solde, solde initial, solde precedent,
        saldo anterior, saldo inicial, saldo iniziale, unit price, price per unit, prijs per stuk, einzelpreis, prix unitaire, precio unitario,
        late payment, if paid after, after due date, late amount, deductible, limit, coverage limit, reference, exchange rate, gross pay, gross salary,
        total earnings, total deductions, deductions, brutto, bruttolohn, hourly rate, rate, member points, loyalty, prepaid, gift card balance, card balance,
        total number, total no, total count, no of items, weight, total weight, average posted balance, total savings accounts, aantal, menge""",
}  # fmt: skip
_BY_SKELETON: Mapping[str, Kind] = {
    skeleton(phrase): kind for kind, phrases in reversed(_PHRASES.items()) for phrase in phrases.split(",")
}
_SHORTEST_CONTAINED = 5
_LONGEST_FIRST = sorted(_BY_SKELETON, key=len, reverse=True)
_TAXES = r"(?:gst|vat|tax(?:es)?|sst|hst|btw|mwst|ust|tva|iva|moms|cgst|sgst|igst|service|taxe|rounding|adj)"
_WITH = r"(?:incl?(?:us\w*|ud\w*|l)?|inkl\w*|incluye|incluido|includes|incluso|tax paid)"
_WITHOUT = r"(?:excl?(?:us\w*|ud\w*|l)?|exkl\w*|without|before|zzgl|ohne|sin|senza|hors|exc)"
_INCLUSIVE = re.compile(rf"\b{_WITH}[^a-z]*(?:of )?(?:[\d.%@s]+ ?)?\s*{_TAXES}|{_TAXES}[\s\d.%]*{_WITH}\b|\btotal\w*\W+{_WITH}\b|\btotaal\W+{_WITH}")
_EXCLUSIVE = re.compile(rf"\b{_WITHOUT}[^a-z]*(?:of )?(?:[\d.%@s]+ ?)?\s*{_TAXES}|\btota\w*\W+{_WITHOUT}\b|\b{_WITHOUT}\W+total")
_TOTAL_LIKE = {kind for kind in (Kind.FINAL, Kind.DUE, Kind.TOTAL)}
_FUZZY = tuple(key for key in _LONGEST_FIRST if len(key) >= 5 and _BY_SKELETON[key] in _TOTAL_LIKE)


@lru_cache(maxsize=4096)
def classify(label: str) -> Kind | None:
    """The kind of amount that a label announces: its longest known phrase decides ("subtotal" before "total"); None if unknown."""
    folded = fold(label)
    if _EXCLUSIVE.search(folded):
        return Kind.SUBTOTAL
    kind = _longest_phrase(label)
    if _INCLUSIVE.search(folded):
        return Kind.SUBTOTAL if kind is Kind.SUBTOTAL else Kind.FINAL if "tot" in folded or kind in _TOTAL_LIKE else kind
    return kind or _resembling(skeleton(label))


def _longest_phrase(label: str) -> Kind | None:
    compact = skeleton(label)
    if compact in _BY_SKELETON:
        return _BY_SKELETON[compact]
    words = {skeleton(word) for word in re.split(r"[^\w|!]+", fold(label))}
    found = next((key for key in _LONGEST_FIRST if key in words or (len(key) >= _SHORTEST_CONTAINED and key in compact)), None)
    return _BY_SKELETON[found] if found else None


def _resembling(compact: str) -> Kind | None:
    """The total that a misread label resembles ("TOTL AMOUNT", "IOTAL"); at 80 of 100 one letter in five may be wrong."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(compact, _FUZZY, scorer=fuzz.ratio, score_cutoff=80) if len(compact) >= 4 else None
    return _BY_SKELETON[best[0]] if best else None
