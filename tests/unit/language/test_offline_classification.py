from __future__ import annotations

import pytest

from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import engine
from alfrd_luigi.language.validation import ask

TYPES = [(entry.name, entry.description) for entry in shipped_types()]

DOCUMENTS = {
    "grocery receipt": (
        "receipt",
        "GREENLEAF MARKET\n14 Harbour Road\n03/11/2023 17:42\nMILK 2L  3.10\nRYE BREAD  2.45\nAPPLES 1.2KG  4.02\n"
        "SUBTOTAL  9.57\nTAX  0.38\nTOTAL  9.95\nCASH  20.00\nCHANGE  10.05",
    ),
    "bare till slip": (
        "receipt",
        "Corner Deli\n5 Main St\n(555) 010-2200\n8:14 AM\n1 Bagel  $3.25\n1 Coffee  $2.75\nTax  $0.48\nTotal  $6.48",
    ),
    "malaysian tax invoice from a till": (
        "receipt",
        "KEDAI CONTOH SDN BHD\n(123456-X)\nGST ID: 000111222333\nTAX INVOICE\nInvoice No: CS0011\nCashier: A1\n"
        "TEH O AIS  2.20 SR\nNASI LEMAK  5.50 SR\nRounding Adj  -0.02\nTotal RM  7.70\nCash  10.00\nChange  2.30",
    ),
    "german till slip": (
        "receipt",
        "Beispielmarkt GmbH\nHauptstr. 1\n10115 Berlin\nVollmilch  1,29 A\nBrot  2,49 A\nSUMME EUR  3,78\nBar  5,00\n"
        "Rückgeld EUR  1,22\nMwSt A 7%  0,25\nKasse 3  12.04.2022 09:31",
    ),
    "french till slip": (
        "receipt",
        "Boulangerie Exemple\n12 rue du Four\nTicket de caisse\nBaguette  1,10\nCroissant  1,30\nTOTAL  2,40\n"
        "Carte bancaire  2,40\nDont TVA 5,5%  0,13\nMerci de votre visite",
    ),
    "rent receipt": (
        "receipt",
        "RENT RECEIPT\nNo. 17\nReceived from Tenant A the sum of $950.00\nfor rent of Unit 4, March 2022\nPaid by check\n"
        "Landlord signature",
    ),
    "card slip": (
        "receipt",
        "SAMPLE CAFE\nMerchant ID 99887\nTerminal ID 01\nSALE\nVISA ************1111\nApproval Code 112233\n"
        "Amount $18.40\nTip $3.00\nTotal $21.40",
    ),
    "english invoice": (
        "invoice",
        "Example Widgets Inc.\nINVOICE\nInvoice No. 2041\nInvoice Date 4 May 2021\nBill To\nSample Stores\n"
        "Description  Qty  Unit Price  Amount\nWidget  10  12.00  120.00\nSubtotal 120.00\nSales tax 9.60\nTotal 129.60\n"
        "Terms: Net 30. Thank you for your business",
    ),
    "german invoice with salutation": (
        "invoice",
        "Muster Handwerk GmbH\nRechnung\nRechnungsnummer: 2022-118\nRechnungsdatum: 03.02.2022\n"
        "Sehr geehrte Damen und Herren,\nfür unsere Leistungen berechnen wir:\nPos 1  Reparatur  250,00 EUR\n"
        "Nettobetrag 250,00\nMwSt. 19% 47,50\nGesamtbetrag 297,50 EUR\nZahlbar innerhalb 14 Tagen\nIBAN DE00 0000\n"
        "Mit freundlichen Grüßen",
    ),
    "french invoice": (
        "invoice",
        "Exemple SARL\nFacture n° 2021-77\nDate : 12/03/2021\nClient : Société Modèle\nPrestation  1  400,00 €\n"
        "Total HT 400,00 €\nTVA 20% 80,00 €\nTotal TTC 480,00 €\nÉchéance : 12/04/2021",
    ),
    "spanish invoice": (
        "invoice",
        "Ejemplo S.L.\nNIF B00000000\nFACTURA\nNúmero de factura: A-19\nFecha: 02/06/2020\nBase imponible 100,00\n"
        "IVA 21% 21,00\nTotal 121,00 EUR",
    ),
    "italian invoice": (
        "invoice",
        "Esempio S.r.l.\nP.IVA 00000000000\nFattura n. 45 del 10/01/2022\nDescrizione  Importo\nConsulenza  500,00\n"
        "Imponibile 500,00\nIVA 22% 110,00\nTotale fattura 610,00",
    ),
    "dutch invoice": (
        "invoice",
        "Voorbeeld B.V.\nFactuur\nFactuurnummer 88012\nFactuurdatum 01-09-2021\nOmschrijving  Bedrag\nFiets  499,00\n"
        "BTW 21%  86,60\nTotaal te betalen  499,00",
    ),
    "polish invoice": (
        "invoice",
        "Przyklad Sp. z o.o.\nFaktura VAT nr 12/2021\nSprzedawca NIP 0000000000\nNabywca\nRazem do zaplaty 123,00 PLN",
    ),
    "electricity bill": (
        "utility_bill",
        "Northwind Power\nYour electric bill\nAccount 5500-11\nBill date Jun 3, 2022\nMeter reading 4410 to 4903\n"
        "493 kWh used\nEnergy charge $61.20\nCustomer charge $9.00\nAmount due $70.20\nDue date Jun 24, 2022",
    ),
    "water bill": (
        "utility_bill",
        "City of Sampleton\nWater and Sewer Utility\nService address 9 Elm Ct\nWater usage 6,200 gallons\nSewer 31.00\n"
        "Stormwater 6.50\nTotal amount due 68.75\nPlease pay by 10/15/2021",
    ),
    "uk energy bill with salutation": (
        "utility_bill",
        "Albion Energy\nDear customer\nYour electricity bill\nElectricity used 310 kWh at 28.1p\nStanding charge 31 days\n"
        "VAT 5%\nTotal to pay £103.80 by Direct Debit",
    ),
    "mobile bill": (
        "service_bill",
        "Orbit Wireless\nYour bill\nAccount number 400-22\nBilling period May 2 - Jun 1\nMonthly plan $40.00\n"
        "Data usage 4.1 GB\nTaxes and regulatory fees $3.90\nCurrent charges $43.90\nAutoPay on Jun 20",
    ),
    "bank statement": (
        "bank_statement",
        "First Example Bank\nChecking account statement\nStatement period 01/01/2022 - 01/31/2022\nBeginning balance $510.00\n"
        "Deposits $1,200.00\nWithdrawals $900.00\nEnding balance $810.00",
    ),
    "german bank statement": (
        "bank_statement",
        "Musterbank\nKontoauszug Nr. 4\nAlter Kontostand 1.020,00 EUR\nGutschrift 300,00\nNeuer Kontostand 1.320,00 EUR",
    ),
    "credit card statement": (
        "credit_card",
        "Example Card Services\nCredit card statement\nNew balance $642.18\nMinimum payment due $25.00\n"
        "Payment due date 03/12/2022\nCredit limit $5,000\nPurchases $412.00\nInterest charged $8.10",
    ),
    "brokerage statement": (
        "investment",
        "Example Brokerage\nPortfolio statement\nAccount value $25,110.20\nMutual fund shares 210.5\nDividends $88.10\n"
        "Unrealized gain $1,020.00\nMember SIPC",
    ),
    "pay stub": (
        "payroll",
        "Example Works LLC\nEarnings Statement\nPay period 02/01/2022 - 02/15/2022\nPay date 02/18/2022\nRegular hours 80\n"
        "Gross pay $2,000.00\nFICA $153.00\nNet pay $1,540.00\nYTD gross $6,000.00",
    ),
    "job offer": (
        "employment",
        "Example Works LLC\nDear Candidate,\nWe are pleased to offer you the position of Technician. Your start date is\n"
        "June 1 and your annual salary will be $52,000.\nSincerely,\nHuman Resources",
    ),
    "wage statement": (
        "tax",
        "Form W-2 Wage and Tax Statement 2021\nOMB No. 1545-0008\nWages, tips, other compensation 41,200.00\n"
        "Federal income tax withheld 4,120.00\nEmployer identification number 00-0000000",
    ),
    "property tax bill": (
        "tax",
        "County of Sample\nTax Collector\nProperty Tax Bill 2022\nParcel number 12-34\nAssessed value 310,000\nTax due 3,410.00",
    ),
    "permit": (
        "government",
        "City of Sampleton\nBuilding Permit\nPermit number B-2021-14\nIssued by the city clerk. Expires 12/31/2022\nFee 90.00",
    ),
    "auto insurance bill": (
        "insurance",
        "Sample Mutual Insurance\nPolicy number AU-100\nPolicy period Jan 1 - Jun 30, 2022\nVehicle 2015 sedan, VIN 1XX\n"
        "Collision $500 deductible\nTotal premium $412.00\nDue date Jan 20, 2022",
    ),
    "doctor's bill": (
        "medical",
        "Sampleton Clinic\nPatient name: A. Sample\nDate of service 03/02/2022\nOffice visit $180.00\nInsurance paid $120.00\n"
        "Patient responsibility $60.00\nPlease pay by 04/15/2022",
    ),
    "landlord's letter": (
        "property",
        "Sample Property Management\nMay 3, 2022\nDear Tenant,\nYour lease ends on July 31. The monthly rent will be $1,210\n"
        "from August. Please sign and return the enclosed form.\nKind regards,\nThe Building Manager",
    ),
    "registration renewal": (
        "vehicle",
        "Department of Motor Vehicles\nVehicle Registration Renewal\nLicense plate SAMPLE1\nVIN 1XXBX00X0XX000000\n"
        "Registration fee $84.00\nExpires 08/31/2022",
    ),
    "court summons": (
        "legal",
        "Superior Court of Sample County\nSUMMONS\nCase No. 22-100\nPlaintiff v. Defendant\nYou are hereby notified",
    ),
    "tuition bill": (
        "education",
        "Sample State University\nStudent account statement\nStudent ID 00112\nSpring 2022\nTuition $4,100.00\nFees $210.00\n"
        "Total amount due $4,310.00\nDue date January 20, 2022",
    ),
    "school letter": (
        "education",
        "Sample Primary School\nDear Parents,\nThe class teacher will lead a field trip to the museum on 4 May. Each pupil\n"
        "needs a packed lunch.\nYours sincerely,\nThe Head",
    ),
    "invitation": ("event", "You are invited\nto celebrate the opening of the hall\nSaturday 4 June, 6 pm\nRSVP by 20 May"),
    "coupon": (
        "promotional",
        "SPECIAL OFFER\nSave up to 40% off all garden chairs\nLimited time only\nOffer valid until 30 June\nShop now",
    ),
    "sweepstakes": ("junk", "CONGRATULATIONS\nYou may have won our grand prize sweepstakes!\nAct now to claim your reward"),
    "personal letter": (
        "other",
        "12 March 2021\nDear Robin,\nThank you for your letter. The garden is in bloom and we hope to see you soon.\n"
        "Best wishes,\nKim",
    ),
    "bank letter": (
        "other",
        "First Example Bank\nDear Customer,\nWe are writing about your savings account. From 1 July the interest rate\n"
        "changes to 2.0%.\nYours faithfully,\nCustomer Care",
    ),
    "business e-mail": (
        "other",
        "From: Kim\nSent: Monday, March 1, 2021 9:15 AM\nTo: Robin\nSubject: Planning meeting\nCan we move it to Thursday?",
    ),
    "memo": ("other", "MEMORANDUM\nTO: All staff\nFROM: Facilities\nDATE: June 1\nSUBJECT: Elevator\nIt is out of order."),
    "unreadable": ("other", "~~ ~ ii lll .. -"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_type_of(name: str) -> None:
    expected, text = DOCUMENTS[name]

    assert classify(text)["document_type"] == expected


def classify(text: str, types: list[tuple[str, str]] = TYPES, tags: tuple[str, ...] = ()) -> dict[str, object]:
    return ask(engine("offline"), questions.classify("Sort it.", [text], types, tags))
