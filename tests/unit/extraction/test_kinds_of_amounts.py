"""What the labels of amounts mean, in the words of bills, receipts, payslips and statements of six languages."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.amounts import find_total
from alfrd_luigi.extraction.amounts.labels import AmountKind, amount_kind

# By language, each kind with its labels.
LABELS: dict[str, dict[str, str]] = {
    "en": {
        "FINAL": "Grand total; Amount payable; Invoice total; Order total; Total (incl. VAT); Total incl. tax; "
        "Total after tax; Annual premium",
        "DUE": "Amount due; Balance due; Total due; Please pay; Net pay; Take home pay; Outstanding balance; "
        "Total to pay; Amount to pay",
        "CLOSING": "Closing balance; New balance",
        "CREDIT": "Credit balance; Refund",
        "TOTAL": "Total; Total amount; Total charges",
        "PAID": "Visa; Mastercard; Paid; Amount paid; Payment received; Total paid",
        "AMOUNT": "Amount; Price; Premium; Rent; Fee",
        "SUBTOTAL": "Subtotal; Sub total; Net amount; Total excl. VAT; Total before tax",
        "TAX": "VAT; GST; Sales tax; Tax amount",
        "CHARGE": "Shipping; Delivery; Service charge; Tip; Gratuity; Late fee",
        "ROUNDING": "Rounding",
        "DISCOUNT": "Discount",
        "TENDERED": "Cash; Tendered",
        "CHANGE": "Change",
        "EARLIER": "Previous balance; Opening balance; Balance brought forward; Balance forward",
        "OTHER": "Minimum payment; Past due; Unit price; Gross pay; Deductions; You saved; Total savings; Total items; "
        "Total qty",
    },
    "de": {
        "FINAL": "Gesamtsumme; Gesamtbetrag; Endbetrag; Rechnungsbetrag; Bruttobetrag; Summe brutto",
        "DUE": "Zahlbetrag; Zu zahlen; Zu zahlender Betrag; Nachzahlung; Offener Betrag; Fälliger Betrag; "
        "Auszahlungsbetrag; Nettoverdienst; Noch zu zahlen; Restbetrag; Lastschriftbetrag",
        "CLOSING": "Neuer Kontostand; Kontostand; Endsaldo",
        "CREDIT": "Guthaben; Erstattung",
        "TOTAL": "Summe; Gesamt; Gesamtpreis; Total",
        "PAID": "EC-Karte; Kartenzahlung; Bezahlt",
        "GROSS": "Brutto",
        "AMOUNT": "Betrag; Saldo; Beitrag; Prämie",
        "SUBTOTAL": "Nettobetrag; Netto; Zwischensumme; Summe netto",
        "TAX": "MwSt; MwSt. 19%; USt; Umsatzsteuer",
        "CHARGE": "Versand; Versandkosten; Mahngebühr; Trinkgeld",
        "ROUNDING": "Rundung",
        "DISCOUNT": "Rabatt; Skonto",
        "TENDERED": "Bar; Gegeben",
        "CHANGE": "Rückgeld; Zurück",
        "EARLIER": "Alter Kontostand; Anfangssaldo; Übertrag",
        "OTHER": "Anzahlung; Abschlag; Mindestbetrag; Einzelpreis; Pfand; Kaution",
    },
    "fr": {
        "FINAL": "Total TTC; Montant TTC; Total général",
        "DUE": "Net à payer; Montant à payer; À payer; Reste à payer; Solde à payer; Montant prélevé; Montant dû",
        "CLOSING": "Nouveau solde",
        "CREDIT": "Remboursement",
        "TOTAL": "Total",
        "PAID": "Carte bancaire; CB; Payé",
        "AMOUNT": "Solde; Cotisation",
        "SUBTOTAL": "Total HT; Montant HT; Sous-total",
        "TAX": "TVA; TVA 20%",
        "CHARGE": "Frais de port; Livraison; Pourboire",
        "ROUNDING": "Arrondi",
        "DISCOUNT": "Remise",
        "TENDERED": "Espèces",
        "CHANGE": "Rendu; Monnaie rendue",
        "EARLIER": "Ancien solde",
        "OTHER": "Acompte; Prix unitaire; Salaire brut; Net imposable",
    },
    "es": {
        "FINAL": "Importe total; Total factura",
        "DUE": "Total a pagar; Importe a pagar; Líquido a percibir; Pendiente",
        "CLOSING": "Saldo actual",
        "CREDIT": "Devolución",
        "TOTAL": "Total",
        "PAID": "Tarjeta; Pagado",
        "AMOUNT": "Saldo; Cuota",
        "SUBTOTAL": "Subtotal; Base imponible",
        "TAX": "IVA; IVA 21%",
        "CHARGE": "Propina; Gastos de envío",
        "ROUNDING": "Redondeo",
        "DISCOUNT": "Descuento",
        "TENDERED": "Efectivo; Entregado",
        "CHANGE": "Cambio",
        "EARLIER": "Saldo anterior",
        "OTHER": "A cuenta; Total devengado",
    },
    "it": {
        "FINAL": "Importo totale; Totale fattura; Totale complessivo; Totale euro",
        "DUE": "Totale da pagare; Netto a pagare; Netto in busta",
        "CLOSING": "Saldo finale",
        "CREDIT": "Rimborso",
        "TOTAL": "Totale",
        "PAID": "Bancomat; Pagato; Importo pagato",
        "AMOUNT": "Saldo; Importo; Canone",
        "SUBTOTAL": "Imponibile; Subtotale",
        "TAX": "IVA; IVA 22%",
        "CHARGE": "Spese di spedizione; Mancia",
        "ROUNDING": "Arrotondamento",
        "DISCOUNT": "Sconto",
        "TENDERED": "Contanti",
        "CHANGE": "Resto",
        "EARLIER": "Saldo precedente",
        "OTHER": "Acconto",
    },
    "nl": {
        "FINAL": "Totaalbedrag; Eindtotaal; Totaal incl. btw",
        "DUE": "Totaal te betalen; Te betalen; Nog te betalen; Openstaand; Nettoloon",
        "CLOSING": "Nieuw saldo",
        "CREDIT": "Terugbetaling",
        "TOTAL": "Totaal",
        "PAID": "Pin; Betaald",
        "AMOUNT": "Saldo; Bedrag; Premie; Huur",
        "SUBTOTAL": "Subtotaal; Totaal excl. btw",
        "TAX": "BTW; BTW 21%",
        "CHARGE": "Verzendkosten; Fooi",
        "DISCOUNT": "Korting",
        "TENDERED": "Contant",
        "CHANGE": "Wisselgeld",
        "EARLIER": "Vorig saldo",
        "OTHER": "Aanbetaling; Borg",
    },
}


@pytest.mark.parametrize("language", LABELS)
def test_a_label_says_what_its_amount_is(language: str) -> None:
    for kind, labels in LABELS[language].items():
        assert {label: amount_kind(label) for label in labels.split("; ")} == dict.fromkeys(
            labels.split("; "), AmountKind[kind]
        )


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Summe 40,00 EUR\nTrinkgeld 4,00 EUR\nGesamt 44,00 EUR", "44.00"),
        ("Totaal 40,00 EUR\nFooi 4,00 EUR\nTotaal 44,00 EUR", "44.00"),
        ("Subtotal 40.00\nTip 4.00\nTotal 44.00", "44.00"),
        ("Total 40,00 EUR\nPourboire 4,00 EUR\nTotal 44,00 EUR", "44.00"),
        ("Total 40,00 EUR\nPropina 4,00 EUR\nTotal 44,00 EUR", "44.00"),
        ("Totale 40,00 EUR\nMancia 4,00 EUR\nTotale 44,00 EUR", "44.00"),
    ],
)
def test_a_tip_belongs_to_the_total(text: str, total: str) -> None:
    found = find_total([text], "receipt")
    assert found is not None
    assert str(found.value.value) == total
