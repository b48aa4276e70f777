"""Finds the type of a document by the weighted phrases of each type."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.contests import Contest, Rival, best_rivals
from alfrd_luigi.extraction.dates import find_document_date
from alfrd_luigi.extraction.entities.spacing import close_letters
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.languages import words
from alfrd_luigi.extraction.lines import TextLine, fold, read_lines
from alfrd_luigi.extraction.phrases import PhraseIndex, is_line, occurs
from alfrd_luigi.extraction.type_rules import all_rules, rules_of

CORRESPONDENCE = "correspondence"
OTHER = "other"
INVOICE = "invoice"

# The evidence for `other`. A type must have more.
_OTHER_EVIDENCE = 2.5
# The evidence that changes the odds by a factor of e. With the weights of document_types, a lead of 8 units means .98.
_TEMPERATURE = 2.0
# A single phrase, such as a field that a form leaves empty, must have more, unless it is a title.
_LONE_EVIDENCE = 4.4
# A letter gets the type of its subject only with this much evidence, from this many phrases.
_TOPIC_EVIDENCE = 7.0
_TOPIC_PHRASES = 2
_FORM_SHARE = 0.6
"""The share of the evidence for the form of an invoice that counts for the subject that is billed."""
_HEADING_LINES = 10
_TABLE_CELLS = 6
"""The fewest cells of the head of a table, which names columns: "Receipt" among them is no title."""
_SEPARATOR = re.compile(r"\s[\u2013\u2014\u00b7|-]\s")
_HEADING_WORDS = 5
"""The words of a cell that may be a title. A sentence names other papers at its end: "Show this on all invoices"."""
_NAME_WEIGHT = 4.0
"""The weight of the phrases of a heading that name a kind of paper, not its subject."""
_TITLE_EVIDENCE = 4.0
"""The evidence of a phrase that is a title of its own, beyond that of a phrase in the heading."""
_TITLE_LINES = 25
_TITLE_WORDS = 5
_MAX_TAGS = 5
_MOST_PHRASES = 5
_LEAST = 1e-9
"""No share is so small, or so close to all, that its odds are infinite."""


@dataclass(frozen=True)
class Profile:
    """The phrases that are evidence for a type or, with a negative weight, against it."""

    name: str
    heading: PhraseIndex
    words: PhraseIndex
    shapes: Mapping[str, tuple[re.Pattern[str], float]]
    topical: bool
    billed: bool
    description: str | None


@dataclass(frozen=True)
class ProfileMatch:
    """A type with its evidence and the phrases that were found, the strongest first."""

    profile: Profile
    evidence: float
    phrases: tuple[str, ...]
    titled: bool
    """Whether one of the phrases is a title of its own."""


@dataclass(frozen=True)
class Ranking:
    """The profiles by evidence, the best first, and the probability of each and of `other`."""

    candidates: tuple[ProfileMatch, ...]
    probabilities: Mapping[str, float]


def classify(pages: Sequence[str], types: Sequence[Mapping[str, str]], tags: Sequence[str]) -> dict[str, Any]:
    """The answer to the question `classify`. Each of `types` has a name; `tags` are the known tags."""
    names = [each["name"] for each in types]
    ranking = rank(pages)
    winner = decide(ranking)
    fallback = OTHER if OTHER in names else names[0]
    chosen = winner.profile.name if winner and winner.profile.name in names else fallback
    return {
        "document_type": chosen,
        "confidence": round(_confidence(ranking, chosen, names), 3),
        "reasoning": _reasoning(winner, ranking.candidates[0], chosen),
        "tags": _tags(pages, chosen, tags),
        "suggested_type": _suggestion(winner, names),
    }


def weigh_type(pages: Sequence[str], chosen: str, names: Sequence[str]) -> Contest[str]:
    """The type that was chosen for a document among `names`, and the others that were considered.

    The words of a type are its phrases, one a line, the strongest first. The sign `score` is its evidence.
    """
    candidates = rank(pages).candidates
    own = next((each for each in candidates if each.profile.name == chosen), None)
    likely = (each for each in candidates if each.phrases and each.evidence >= 0)
    points = own.evidence if own else math.inf
    rivals = best_rivals(((each.profile.name, _rival(each, names, points)) for each in likely), chosen)
    if own is None:
        return Contest(None, rivals, "weak")
    return Contest(Extract(chosen, _words(own), {"score": own.evidence}), rivals)


def _rival(match: ProfileMatch, names: Sequence[str], points: float) -> Rival:
    return Rival(match.profile.name, _words(match), None, match.evidence, (_reason(match, names, points),))


def _reason(match: ProfileMatch, names: Sequence[str], points: float) -> str:
    """Why a type lost against one with this evidence."""
    if match.profile.name == CORRESPONDENCE:
        return "form_of_letter"
    if match.profile.name not in names:
        return "no_such_type"
    return "fewer_words" if match.evidence < points else "tied"


def _words(match: ProfileMatch) -> str:
    return "\n".join(match.phrases[:_MOST_PHRASES])


def rank(pages: Sequence[str]) -> Ranking:
    """The ranking of all profiles for a document."""
    return _ranking(tuple(pages))


@lru_cache(maxsize=8)
def _ranking(pages: tuple[str, ...]) -> Ranking:
    """Cached, because an answer is made, explained and scored by the same ranking."""
    lines = close_letters(read_lines(pages))
    raw = "\n".join(line.text for line in lines)
    heading = _heading(lines)
    text, lowered = fold(raw), raw.lower()
    found = [_candidate(profile, heading, text, lowered) for profile in profiles()]
    candidates = sorted(_with_their_form(found), key=lambda each: -each.evidence)
    weights = {each.profile.name: math.exp(each.evidence / _TEMPERATURE) for each in candidates}
    weights[OTHER] = math.exp(_OTHER_EVIDENCE / _TEMPERATURE)
    total = sum(weights.values())
    return Ranking(tuple(candidates), {name: weight / total for name, weight in weights.items()})


def _with_their_form(found: Sequence[ProfileMatch]) -> Iterator[ProfileMatch]:
    """The matches; a bill for a subject that is clear has the form of an invoice, which is then evidence for it."""
    form = max(next((each.evidence for each in found if each.profile.name == INVOICE), 0.0), 0.0)
    for each in found:
        is_clear = each.evidence >= _TOPIC_EVIDENCE and len(each.phrases) > _TOPIC_PHRASES
        share = _FORM_SHARE * min(form, each.evidence) if each.profile.billed and is_clear else 0.0
        yield replace(each, evidence=each.evidence + share)


def _heading(lines: Sequence[TextLine]) -> str:
    """The folded cells of the first lines, and the titles below: a letter has its title below both addresses."""
    first = [line for line in lines[:_TITLE_LINES] if line.page == 0]
    heads = (line for line in first[:_HEADING_LINES] if len(line.cells) < _TABLE_CELLS)
    cells = (part for line in heads for cell in line.cells for part in _SEPARATOR.split(cell.text))
    titles = (line.text for line in first[_HEADING_LINES:] if _is_title(line))
    return "\n".join(map(fold, [*(" ".join(cell.split()[:_HEADING_WORDS]) for cell in cells), *titles]))


def _is_title(line: TextLine) -> bool:
    """Whether a line is a few words without the end of a sentence or a label."""
    text = line.text.strip()
    return len(line.cells) == 1 and len(text.split()) <= _TITLE_WORDS and text[:1].isalnum() and text[-1] not in ".,;:"


def decide(ranking: Ranking) -> ProfileMatch | None:
    """The profile of the document's type, None for `other`.

    Correspondence gets the type of its subject if the evidence for it is clear.
    """
    best = ranking.candidates[0]
    if best.evidence <= (_OTHER_EVIDENCE if best.titled or len(best.phrases) > 1 else _LONE_EVIDENCE):
        return None
    if best.profile.name != CORRESPONDENCE:
        return best
    return next(filter(_is_clear_topic, ranking.candidates), None)


def _is_clear_topic(candidate: ProfileMatch) -> bool:
    is_clear = candidate.evidence >= _TOPIC_EVIDENCE and len(candidate.phrases) >= _TOPIC_PHRASES
    return candidate.profile.topical and is_clear


@cache
def profiles() -> tuple[Profile, ...]:
    """The profiles of all types, including suggested types and correspondence."""
    return tuple(_profile(name, rules) for name, rules in all_rules().items() if "words" in rules)


def _profile(name: str, rules: Mapping[str, Any]) -> Profile:
    shapes = {shape: (re.compile(rule["pattern"]), rule["weight"]) for shape, rule in rules.get("shapes", {}).items()}
    topical, billed = rules.get("topical", False), rules.get("billed", False)
    heading, text = _phrases(name, rules, "heading"), _phrases(name, rules, "words")
    return Profile(name, heading, text, shapes, topical, billed, rules.get("description"))


def _phrases(name: str, rules: Mapping[str, Any], part: str) -> PhraseIndex:
    """The phrases of a type in all languages, with their weights."""
    weights = dict(rules[part])
    for language in words("types"):
        weights |= language.get(name, {}).get(part, {})
    return PhraseIndex(weights)


def _candidate(profile: Profile, heading: str, text: str, raw: str) -> ProfileMatch:
    shapes = ((name, weight) for name, (shape, weight) in profile.shapes.items() if shape.search(raw))
    headings = list(profile.heading.found(heading))
    found = [*headings, *profile.words.found(text), *shapes]
    speaking = sorted((each for each in found if each[1] > 0), key=lambda each: -each[1])
    phrases = tuple(dict.fromkeys(phrase for phrase, _ in speaking))
    titled = any(is_line(phrase, heading) for phrase, weight in headings if weight >= _NAME_WEIGHT)
    # Receipts and bills have the title "invoice" too.
    bonus = _TITLE_EVIDENCE if titled and profile.name != INVOICE else 0.0
    return ProfileMatch(profile, sum(weight for _, weight in found) + bonus, phrases, titled)


def _confidence(ranking: Ranking, chosen: str, names: Sequence[str]) -> float:
    """The probability that the chosen type is right; that of a text without any known phrase is its share."""
    if not ranking.candidates[0].phrases:
        return _share(ranking, chosen, names)
    return probability("type", {"odds": log_odds(ranking, chosen, names)})


def log_odds(ranking: Ranking, chosen: str, names: Sequence[str]) -> float:
    """The logarithm of the odds of a type by its evidence, before they are scaled by what is right in practice."""
    share = min(max(_share(ranking, chosen, names), _LEAST), 1 - _LEAST)
    return math.log(share / (1 - share))


def _share(ranking: Ranking, chosen: str, names: Sequence[str]) -> float:
    """The share of a type in all evidence. The form of a letter is evidence for `other` and for the subject's type.

    For `other` it includes the shares of the types that are not among `names`.
    """
    known = ranking.probabilities
    share = known.get(chosen, 0.0)
    topical = {profile.name for profile in profiles() if profile.topical}
    if chosen in topical:
        share += known[CORRESPONDENCE]
    if chosen == OTHER:
        share += sum(each for name, each in known.items() if name not in names)
    return share


def _reasoning(winner: ProfileMatch | None, best: ProfileMatch, chosen: str) -> str:
    if best.evidence <= _OTHER_EVIDENCE:
        return "Nothing in the text speaks clearly for any type."
    form = f"Has the form of correspondence ({_quoted(best)})" if best.profile.name == CORRESPONDENCE else ""
    if winner is None:
        return f"{form}, and no subject is clear enough for another type."
    if winner.profile.name != chosen:
        return f"Reads like a {winner.profile.name} ({_quoted(winner)}), which is not among the types."
    subject = f"The words of this type that it has: {_quoted(winner)}."
    return f"{form}. {subject}" if form else subject


def _quoted(candidate: ProfileMatch) -> str:
    return ", ".join(f'"{phrase}"' for phrase in candidate.phrases[:_MOST_PHRASES])


def _suggestion(winner: ProfileMatch | None, names: Sequence[str]) -> dict[str, str] | None:
    if winner is None or winner.profile.name in names or winner.profile.description is None:
        return None
    return {"name": winner.profile.name, "description": winner.profile.description}


def _tags(pages: Sequence[str], document_type: str, known: Sequence[str]) -> list[str]:
    text = fold("\n".join(pages))
    rules = rules_of(document_type).get("tags", {})
    tags = [tag for tag, phrases in rules.items() if any(occurs(phrase, text) for phrase in phrases)]
    dated = find_document_date(pages, document_type)
    if dated is not None:
        tags.append(str(dated.value.year))
    spelling = {tag.casefold().replace(" ", "-"): tag for tag in known}
    return [spelling.get(tag, tag) for tag in tags[-_MAX_TAGS:]]
