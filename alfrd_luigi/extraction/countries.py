"""Finds the country that issued a document, which decides the meaning of "$" and the order of day and month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from alfrd_luigi.extraction.extracts import Extract

_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|"
    "OR|PA|RI|SC|SD|TN|"
    "TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
# Legal forms, tax numbers, postal codes, telephone prefixes and place names.
_SIGNS: Mapping[str, str] = {
    "MY": r"\bsdn\.?\s*bhd|\bRM\s?\d|\(RM\)|\b(?:kuala lumpur|selangor|johor|penang|malaysia|jalan|jln|taman|darul|"
    r"damansara|petaling|"
    r"klang|cheras|puchong|ipoh|melaka|sabah|sarawak|kedah|perak|pahang|putrajaya)\b|\bGST ID\b",
    "SG": r"\bpte\.?\s*ltd|\bsingapore\b|\bS\$",
    "IN": r"₹|\bGSTIN\b|\bpvt\.?\s*ltd|\b(?:india|bengaluru|bangalore|mumbai|delhi|maharashtra|karnataka)\b|"
    r"\bRs\.?\s?\d",
    "US": rf"(?-i:\b(?:{_STATES})\b)\.?,?\s+\d{{5}}(?:-\d{{4}})?\b|\b(?:USA|U\.S\.A|united states|us dollars|"
    rf"member fdic)\b",
    "CA": r"(?-i:\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b)|\b(?:canada|ontario|quebec|alberta)\b|\b[GH]ST/[HQ]ST\b|\bC(?:AN?|DN)?\$",
    "AU": r"\bABN\b|\bpty\.?\s*ltd|\baustralia\b|(?-i:\b(?:NSW|QLD|VIC) \d{4}\b)",
    "NZ": r"\bnew zealand\b|\bNZBN\b|\bNZ\$",
    "GB": r"£|(?-i:\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b)|\b(?:united kingdom|england|scotland|london)\b|\.co\.uk\b",
    "IE": r"\b(?:ireland|dublin|eircode)\b",
    "CH": r"\bCHE-?\d|\b(?:schweiz|suisse|svizzera|switzerland|z[uü]rich)\b|\bCHF\b",
    "DE": r"\bGmbH\b|\bUSt-?Id|\bMwSt\b|\b(?:deutschland|germany)\b|\bDE\s?\d{9}\b|\bRechnung",
    "AT": r"\b(?:[oö]sterreich|austria|wien)\b|\bATU\s?\d{8}\b",
    "NL": r"\bB\.\s?V\.|\bKvK\b|\bBTW\b|\b(?:nederland|netherlands|factuur)|\bNL\s?\d{9}\s?B\d\d",
    "BE": r"\b(?:belgi[eëqu]+|belgium|bruxelles|brussels?)\b|\bBE\s?0\d{3}",
    "FR": r"\bSIRE[NT]\b|\bT\.?V\.?A\b|\bTTC\b|\bSARL\b|\bfrance\b|\bFR\s?\d{11}\b",
    "ES": r"\bN\.?I\.?F\b|\bC\.?I\.?F\b|\bI\.?V\.?A\b|\b(?:espa[nñ]a|spain|madrid|barcelona|factura)\b|\bS\.\s?L\.",
    "IT": r"\bP(?:artita|\.)\s?IVA\b|\bS\.?p\.?A\b|\bS\.?r\.?l\b|\b(?:italia|italy|fattura|milano|roma)\b",
    "PT": r"\b(?:portugal|lisboa|contribuinte)\b|\bfatura\b",
    "BR": r"R\$|\bCNPJ\b|\bbrasil\b",
    "MX": r"\bRFC\b|\bm[eé]xico\b",
    "SE": r"\b(?:sverige|sweden|stockholm|faktura(?:datum|nummer)|bankgiro|momsreg)",
    "NO": r"\b(?:norge|norway|oslo|mva)\b|\bfakturadato\b",
    "DK": r"\b(?:danmark|denmark|k[oø]benhavn|CVR)\b",
    "PL": r"\b(?:polska|poland|NIP|faktura vat)\b|\bzł",
    "ZA": r"\bsouth africa\b",
    "ID": r"\bRp\.?\s?\d|\b(?:indonesia|jakarta)\b",
    "HK": r"\bhong kong\b|\bHK\$",
    "JP": r"\b(?:japan|tokyo)\b|円",
    "CN": r"\b(?:china|beijing|shanghai)\b|元",
}
_SIGN_FINDERS = {country: re.compile(pattern, re.IGNORECASE).finditer for country, pattern in _SIGNS.items()}


def find_country(pages: Sequence[str]) -> Extract[str] | None:
    """The country (ISO 3166) with the most signs in the text, and one of them. None without signs, or for a tie."""
    signs = {country: [sign for page in pages for sign in found(page)] for country, found in _SIGN_FINDERS.items()}
    ranked = sorted(signs, key=lambda country: len(signs[country]), reverse=True)
    if not signs[ranked[0]] or len(signs[ranked[0]]) == len(signs[ranked[1]]):
        return None
    return Extract(ranked[0], signs[ranked[0]][0][0])
