"""The zones of a document that name its recipient, and the labels that name its issuer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alfrd_luigi.extraction.lines import Cell, TextLine

RECIPIENT = re.compile(
    r"^\W*(?:bill(?:ed|ing)?\W?(?:to|address|for)|ship(?:ped|ping)?\W?(?:to|address)|sold\W?to|deliver(?:ed|"
    r"y)?\W?(?:to|address)?|invoiced?\W?to|customer(?: name| address| details)?|"
    r"client|buyer|purchaser|consignee|to|recipient|prepared for|received from|tenant|policy\W?holder|"
    r"(?:named )?insured|account holder|student(?: name)?|patient|employee(?: name)?|"
    r"attn|attention|c/o|service (?:address|for|to)|member|guest|name|mr|mrs|ms|dr|the honorable|dear|cc|"
    r"klant|factuuradres|afleveradres|aan|kunde|rechnungsempf\w+|lieferadresse|rechnungsadresse|rechnung an|client|"
    r"factur[eé] [aà]|adress[eé] [aà]|adresse de \w+|livr\w+ [aà]|destinataire|"
    r"cliente|facturar a|enviar a|destinatario|spett\w*|intestatario)\b\s*[:;.]?",
    re.IGNORECASE,
)
ISSUER = re.compile(
    r"\b(?:bill(?:ed)? from|invoice from|from|pay(?:able)? to|make (?:all )?che(?:ck|que)s? payable to|"
    r"make check payable and mail to|remit(?:tance)?(?: payment)? to|remit to|mail (?:payment|check)s? to|"
    r"sold by|seller|vendor|supplier|service provider|issued by|provided by|shipped from|landlord|lessor|payee|"
    r"biller|insurer|"
    r"underwritten by|employer|verkoper|leverancier|verk[aä]ufer|lieferant|rechnungssteller|absender|vendeur|"
    r"fournisseur|[eé]metteur|emisor|vendedor|"
    r"proveedor|fornitore|emittente|dimiliki oleh|owned by|operated by|managed by|a division of|"
    r"all aws services are sold by)\b\s*[:.]?\s*",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"\b(?:(?:thank you|thanks|tq|terima kasih) for (?:shopping|dining|visiting|choosing|your (?:purchase|business|"
    r"order|visit))(?: (?:at|with|from|to))?|welcome to|"
    r"(?:copyright|\u00a9|\(c\))(?: ?\d{4})?(?:[- ]?\d{4})?,?(?: by)?|greetings from|bedankt voor uw (?:aankoop|"
    r"bestelling) bij|"
    r"vielen dank f[uü]r (?:ihren einkauf|ihre bestellung) bei)\s+",
    re.IGNORECASE,
)
_REACH = 6


def recipient_zones(lines: Sequence[TextLine]) -> set[tuple[int, int]]:
    """The cells, as (line number, cell index), of recipients' blocks: up to six lines in the label's column."""
    zones: set[tuple[int, int]] = set()
    for position, line in enumerate(lines):
        for index, cell in enumerate(line.cells):
            if RECIPIENT.match(cell.text) and not _is_sentence(cell):
                zones |= _block(lines, position, index)
    return zones


def _is_sentence(cell: Cell) -> bool:
    return len(cell.text.split()) > 7


def _block(lines: Sequence[TextLine], position: int, index: int) -> set[tuple[int, int]]:
    """The label's cell, and the cells below it up to the label of an issuer."""
    label = lines[position].cells[index].text.rstrip()
    block = {(lines[position].number, index)}
    if label.endswith(":"):
        block.add((lines[position].number, index + 1))
    for line in lines[position + 1 : position + _REACH]:
        if ISSUER.match(line.text.strip()):
            break
        block.add((line.number, min(index, len(line.cells) - 1)))
    return block
