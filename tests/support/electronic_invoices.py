"""Electronic invoices by hand, after the public standards: CII, ZUGFeRD 1 and UBL; and PDFs that hold them."""

from __future__ import annotations

from collections.abc import Mapping

from support.corpus.pdfs import assembled, stream

_CII_SPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
_UBL_SPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
CII_SUMS = {
    "LineTotalAmount": "100.00",
    "TaxBasisTotalAmount": "100.00",
    "TaxTotalAmount": "19.00",
    "GrandTotalAmount": "119.00",
    "DuePayableAmount": "119.00",
}
UBL_SUMS = {
    "LineExtensionAmount": "100.00",
    "TaxExclusiveAmount": "100.00",
    "TaxInclusiveAmount": "119.00",
    "PayableAmount": "119.00",
}


def cii(
    sums: Mapping[str, str] = CII_SUMS,
    *,
    type_code: str = "380",
    issued: str = '<udt:DateTimeString format="102">20240305</udt:DateTimeString>',
    currency: str = "EUR",
    lines: int = 2,
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> str:
    """An invoice in CII, as in Factur-X, ZUGFeRD 2 and XRechnung, of 100.00 and 19 % tax."""
    return f"""{declaration}
<rsm:CrossIndustryInvoice {_CII_SPACES}>
  <rsm:ExchangedDocument>
    <ram:ID>RE-2024-17</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode>
    <ram:IssueDateTime>{issued}</ram:IssueDateTime>
    <ram:IncludedNote><ram:Content>Danke für Ihren Auftrag.</ram:Content></ram:IncludedNote>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    {"".join(_cii_line(number) for number in range(1, lines + 1))}
    <ram:ApplicableHeaderTradeAgreement>
      <ram:BuyerReference>04011000-12345-03</ram:BuyerReference>
      <ram:SellerTradeParty>
        <ram:Name>Müller Werkzeuge GmbH</ram:Name>
        <ram:PostalTradeAddress>
          <ram:PostcodeCode>80333</ram:PostcodeCode><ram:LineOne>Hofgasse 3</ram:LineOne>
          <ram:CityName>München</ram:CityName><ram:CountryID>DE</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/113/40209</ram:ID></ram:SpecifiedTaxRegistration>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE123456789</ram:ID></ram:SpecifiedTaxRegistration>
      </ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:ID>K-88</ram:ID><ram:Name>Beispiel AG</ram:Name></ram:BuyerTradeParty>
      <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO-5</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery/>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>RE-2024-17 K-88</ram:PaymentReference>
      <ram:InvoiceCurrencyCode>{currency}</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>58</ram:TypeCode>
        <ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>DE89 3704 0044 0532 0130 00</ram:IBANID>
        </ram:PayeePartyCreditorFinancialAccount>
      </ram:SpecifiedTradeSettlementPaymentMeans>
      <ram:SpecifiedTradePaymentTerms>
        <ram:DueDateDateTime><udt:DateTimeString format="102">20240404</udt:DateTimeString></ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        {"".join(_amount("ram", name, amount) for name, amount in sums.items())}
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""


def _amount(prefix: str, name: str, amount: str) -> str:
    """An amount; "100.00 EUR" states its currency. Several amounts are separated by a bar."""
    parts = (each.split() for each in amount.split("|"))
    return "".join(
        f"<{prefix}:{name}{''.join(f' currencyID={code!r}' for code in codes)}>{number}</{prefix}:{name}>"
        for number, *codes in parts
    )


def _cii_line(number: int) -> str:
    return f"""<ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct><ram:Name>Hammer {number}</ram:Name></ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeDelivery>
        <ram:BilledQuantity unitCode="C62">{number}.0000</ram:BilledQuantity>
      </ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
        <ram:LineTotalAmount>50.00</ram:LineTotalAmount>
      </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>"""


def zugferd_1() -> str:
    """The same invoice in the older syntax of ZUGFeRD 1.0."""
    renamed = {
        "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100": "urn:ferd:CrossIndustryDocument:invoice:1p0",
        "CrossIndustryInvoice": "CrossIndustryDocument",
        "rsm:ExchangedDocument": "rsm:HeaderExchangedDocument",
        "rsm:SupplyChainTradeTransaction": "rsm:SpecifiedSupplyChainTradeTransaction",
        "ApplicableHeaderTrade": "ApplicableSupplyChainTrade",
        "SpecifiedTradeSettlementHeaderMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
        "SpecifiedTradeSettlementLineMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
        "SpecifiedLineTrade": "SpecifiedSupplyChainTrade",
    }
    made = cii()
    for name, older in renamed.items():
        made = made.replace(name, older)
    return made


def ubl(root: str = "Invoice", sums: Mapping[str, str] = UBL_SUMS, *, currency: str = "EUR", tax: str = "19.00") -> str:
    """The same invoice in UBL, as in XRechnung and Peppol; or a credit note, with the root `CreditNote`."""
    quantity = "CreditedQuantity" if root == "CreditNote" else "InvoicedQuantity"
    due = "" if root == "CreditNote" else "<cbc:DueDate>2024-04-04</cbc:DueDate>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" {_UBL_SPACES}>
  <cbc:ID>RE-2024-17</cbc:ID><cbc:IssueDate>2024-03-05</cbc:IssueDate>{due}
  <cbc:{root}TypeCode>{"381" if root == "CreditNote" else "380"}</cbc:{root}TypeCode>
  <cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>PO-5</cbc:ID></cac:OrderReference>
  <cac:AccountingSupplierParty><cac:Party>
    <cac:PartyName><cbc:Name>Werkzeug-Müller</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cbc:StreetName>Hofgasse 3</cbc:StreetName><cbc:CityName>München</cbc:CityName>
      <cbc:PostalZone>80333</cbc:PostalZone></cac:PostalAddress>
    <cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Müller Werkzeuge GmbH</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cac:PartyLegalEntity><cbc:RegistrationName>Beispiel AG</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>RE-2024-17 K-88</cbc:PaymentID>
    <cac:PayeeFinancialAccount><cbc:ID>DE89370400440532013000</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cac:TaxTotal>{_amount("cbc", "TaxAmount", tax)}</cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    {"".join(_amount("cbc", name, value) for name, value in sums.items())}
  </cac:LegalMonetaryTotal>
  <cac:{root}Line><cbc:ID>1</cbc:ID><cbc:{quantity} unitCode="H87">2</cbc:{quantity}>
    <cbc:LineExtensionAmount>100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Hammer</cbc:Name></cac:Item>
  </cac:{root}Line>
</{root}>"""


def pdf_with(*attachments: tuple[str, bytes], says: tuple[str, ...] = ()) -> bytes:
    """A PDF of one page with a text layer of these lines, and with attachments."""
    shown = b" ".join(b"(%s) Tj T*" % line.encode("cp1252") for line in says)
    first = 6
    objects: list[bytes] = []
    names = []
    for name, content in attachments:
        number = first + len(objects)
        objects += [
            stream(content),
            b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name.encode(), name.encode(), number),
        ]
        names.append(b"(%s) %d 0 R" % (name.encode(), number + 1))
    catalog = b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % b" ".join(names) if names else b""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>",
            stream(b"BT /F1 12 Tf 16 TL 50 740 Td %s ET" % shown),
            *objects,
        ]
    )
