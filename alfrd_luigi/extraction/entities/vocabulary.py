"""The vocabulary of letterheads: legal forms, trades, and words that occur near names."""

from __future__ import annotations

import re

# Legal forms at the end of a company's name.
LEGAL_FORM = re.compile(
    r"\b(?:s[do0]n\W{0,2}\s?b[hn]d|sdn\b|berhad|bhd|llc|l\.l\.c|llp|inc(?:orporated)?|ltd|limited|corp(?:oration)?|"
    r"plc|gmbh(?:\s?&\s?co\.?\s?kg)?|mbh|ag|kg|ohg"
    r"|e\.k|ug|se|b\.\s?v|n\.\s?v|bv|nv|v\.o\.f|vof|s\.\s?a\.?\s?s?|sa|sas|sarl|s\.a\.r\.l|eurl|s\.\s?l\.?\s?u?|"
    r"slu?|s\.\s?r\.\s?l|srl|s\.\s?p\.\s?a|spa|lda|ltda"
    r"|pty|pte|pvt|ab|aps|a/s|oy|oyj|as|sp\.?\s?z\s?o\.?\s?o|s\.\s?r\.\s?o|co\.?,? ltd|company|& co)\b\.?",
    re.IGNORECASE,
)
# Words in the names of businesses.
TRADE = re.compile(
    r"\b(?:enterprises?|trading|restoran|restaurant|caf[eé]|bistro|kitchen|bakery|grill|bar|hotel|inn|pharmacy|"
    r"farmasi|clinic|klinik|hospital|medical|"
    r"healthcare|dental|stationery|books?|hardwares?|supplies|supply|mart|market|supermarket|store|shop|stores|"
    r"centre|center|motors?|auto|station|petrol|fuel|"
    r"services?|solutions|systems|technologies|technology|consulting|holdings?|group|industries|manufacturing|"
    r"resources|marketing|properties|property|"
    r"management|realty|bank|savings|credit union|financial|insurance|assurance|mutual|university|college|school|"
    r"institute|academy|association|society|"
    r"foundation|department|city of|county of|electric|energy|gas|water|power|light|utility|utilities|telecom|"
    r"communications|wireless|broadband|cable|internet|"
    r"mobile|networks?|plumbing|heating|construction|interiors?|design|studio|press|media|laborator(?:y|ies)|"
    r"partners|associates|agency|logistics|"
    r"transport|airlines?|travel|boutique|fashion|electronics|computers?|furniture|fitness|salon|spa|laundry|kedai|"
    r"syarikat|perniagaan|pasar|pasaraya|"
    r"stadtwerke|sparkasse|versicherung|krankenkasse|universit[aä]t|gemeente|verzekeringen|energie|banque|"
    r"assurances?|soci[eé]t[eé]|universidad|seguros|banco|"
    r"insurances|waterworks|landlord services|housing|rentals?|leasing|law|attorneys?)\b",
    re.IGNORECASE,
)
TRADE_ONLY = re.compile(rf"(?:{TRADE.pattern}|\b(?:and|the)\b|[\W\d_])+", re.IGNORECASE)
# Headings, greetings and field names. A text without other words is no name.
GENERIC = re.compile(
    r"(?:\b(?:simplified|tax|vat|gst|sales|cash|credit|debit|commercial|proforma|pro[- ]forma|original|copy|"
    r"duplicate|customer|official|payment|rent|merchant|monthly|annual|"
    r"quarterly|account|billing|bill|invoices?|receipts?|statements?|notice|summary|details?|information|overview|"
    r"record|order|quotation|quote|memo|letter|"
    r"page|of|for|your|the|this|our|to|from|a|and|in|on|is|my|welcome|thank|you|thanks|paid|unpaid|due|date|amount|"
    r"total|number|no|nr|id|ref|reference|re-?print|"
    r"rechnung|factuur|facture|factura|fattura|faktura|kontoauszug|kassenbon|bon|quittung|beleg|gutschrift|recibo|"
    r"ticket|fatura|nota|rekening|rekeningoverzicht|ricevuta|"
    r"relev[eé]|extracto|simplificada|e-?mail|fax|tel|phone|table|cashier|check|checked|project|energy|electricity|"
    r"gas|water|internet|service|services|premium|policy|loan|"
    r"insurance|bank|checking|savings|consolidated|tuition|fees?|confidential|urgent|subject|cc|bcc|dear|sir|madam|"
    r"hello|hi|new|old|balance|item|items|qty|quantity|"
    r"description|price|unit|name|address|company|slogan|logo|here|take|away|dine|eat|walk|delivery|pos|counter|"
    r"attention|attn|important|message|contact|us|questions|help|"
    r"transaction|approved|sale|purchase|visa|mastercard|member|guest|customers?|client|store|branch|outlet|open|"
    r"closed|hours|daily|vat|reg|registration|"
    r"ebill|e-bill|einvoice|e-invoice|online|mobile|usage|history|charges?|current|previous|period|months?|year|"
    r"final|first|second|reminder)\b|[\W\d_])+",
    re.IGNORECASE,
)
# Signs that a text is an address, a telephone number or a field rather than a name.
NOT_A_NAME = re.compile(
    r"\b(?:tel|telp|phone|ph|fax|hp|mobile|e-?mail|website|www|https?|gst|vat|btw|kvk|iban|bic|swift|siret|siren|"
    r"tva|nif|cif|abn|acn|ust|steuer|brn|ssm|roc|"
    r"reg(?:istration)?|co\. ?reg|licen[cs]e|invoice ?(?:no|number|date|#)|receipt ?(?:no|#)|order ?(?:no|#|"
    r"number)|account ?(?:no|number|#)|acct|policy ?(?:no|number)|"
    r"customer ?(?:no|id|name|number)|cashier|operator|served|server|table|terminal|counter|date|datum|fecha|time|"
    r"page|p\.?o\.? ?box|suite|apt|floor|unit \w*\d|lot \w*\d|"
    r"jalan|jln|lorong|taman|seksyen|section \d|persiaran|lebuh\w*|bandar|kampung|selangor|johor|kuala lumpur|"
    r"penang|darul|"
    r"street|avenue|ave|road|rd|drive|blvd|boulevard|lane|highway|hwy|parkway|plaza \d|terrace|stra(?:ss|ß)e|"
    r"\w+stra(?:ss|ß)e|\w+straat|\w+weg|\w+laan|rue|calle|avenida|piazza|"
    r"united states|deutschland|nederland|france|malaysia$|dear|attn|amounts?|total|balance|charges?|payments?|"
    r"history|received|usage|\d{5}(?:-\d{4})?$)\b|@|\bno\.? ?\d|#",
    re.IGNORECASE,
)
REGISTRATION = re.compile(
    r"\s*[(\[{]?\s*(?:(?:co(?:mpany)?|business|gst|reg(?:istration)?)\.?\s?)*(?:reg(?:istration)?|no|nr|roc|brn|id|"
    r"kvk|hrb|abn)\.?\s?(?:no|nr|number)?\.?\s?[:.]?\s*\(?[A-Z]{0,3}\d[\w\-/ ]*\)?$"
    r"|\s*[(\[{]\s*[A-Z]{0,4}\s?\d[\d\-\s]{3,}[-\s]?\w{0,2}\s*[)\]}I1]?\.?$|\s+\d{5,}\s?-\s?\w\)?$|\s*\((?:co|reg|"
    r"roc|gst)[^)]*\)?$|\s*\($",
    re.IGNORECASE,
)
