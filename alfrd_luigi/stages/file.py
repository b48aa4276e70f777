"""The stage `file`: finds the series of a document, if it has one, and creates the file that collects the series.

It also finds the documents that are the same paper, which are counted once. Where a person said in which series a
document is, or that it is in none, that counts, and nothing is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, files, locks, series, trials
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.series import KnownSeries, Series
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.accounts import Account, account_of, account_of_key, choose_account, common_account
from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.services.books import Books
from alfrd_luigi.stages import duplicates, placing
from alfrd_luigi.stages.graph import series_read
from alfrd_luigi.stages.stage import Result, Stage, language_stage

# A question has room for this many; those with the newest documents come first.
_KNOWN_SERIES = 100
# The newest documents of a series show its account as well as all of them.
_MEMBERS = 50
_PERSON = "person"
# Of the series that the document could have joined, these few are named.
_MOST_NEAR = 3


class Filing(NamedTuple):
    """The series of a document, and how it was chosen, as the answer of the stage records it.

    `account` is that of the paper, in its normalised form; `near` are the numbers of the sender's other series of the
    same type.
    """

    row: Series | None
    how: Literal["person", "no_series", "no_name", "same_paper", "joined", "merged", "new"]
    account: str = ""
    near: tuple[int, ...] = ()

    def stored(self) -> dict[str, Any]:
        """The choice in JSON's types."""
        return {"how": self.how, "account": self.account, "near": list(self.near)}


def _question(session: Session, id: UUID, prompt: str) -> Question:
    document = documents.facts(session, id)._asdict()
    known = [each._asdict() for each in series.known(session, _KNOWN_SERIES)]
    return questions.file(prompt, document, known)


def _known(session: Session, id: UUID, _: Books) -> Result | None:
    """The result without a question, where a person placed the document."""
    return Result({"series": None}, _PERSON) if series.placement(session, id) else None


def _store(session: Session, id: UUID, result: Result) -> None:
    copy = duplicates.read(session, id)
    # Documents of one series, or copies of one paper, may be filed at once, each with its own spelling of the entity.
    # The lock lets one of them create the series, and the others find it. It also keeps series from being merged.
    locks.hold_to_end(session, LockClass.SERIES, 0)
    duplicates.link(session, copy)
    filing = _filing(session, id, result.answer["series"], account_of(copy.facts.structured_data))
    row = filing.row
    documents.set_filed(session, id, row.id if row else None, filing.stored(), is_read=series_read())
    if row is not None:
        placing.describe(session, id, row)
        series.take_common_name(session, row.id)
        files.mark_outdated(session, row.id)
    trials.wake(session)


def _filing(session: Session, id: UUID, answer: Mapping[str, Any] | None, account: Account) -> Filing:
    """The series in which a person placed the document, or else the one that was found."""
    placement = series.placement(session, id)
    if placement is not None:
        placed = None if placement.series_id is None else series.get(session, placement.series_id)
        return Filing(placed, "person", account.key)
    if answer is None:
        return Filing(None, "no_series", account.key)
    if not normalise_entity(answer["entity"]):
        return Filing(None, "no_name", account.key)
    chosen = _find_or_create(session, id, KnownSeries(**answer), account)
    return chosen._replace(row=chosen.row and series.target(session, chosen.row))


def _find_or_create(session: Session, id: UUID, found: KnownSeries, account: Account) -> Filing:
    """The series of the same paper, or the one that the account fits, or a new one."""
    row = series.of_same_paper(session, id, found.series_type)
    if row is not None:
        return Filing(row, "same_paper", account.key)
    of_entity = _of_entity(session, found)
    accounts = [_known_account(session, each, account) for each in of_entity]
    chosen = choose_account(account, accounts)
    is_merged = chosen is None and not account.key and _are_merged(of_entity)
    chosen = 0 if is_merged else chosen
    if chosen is None:
        return Filing(_create(session, found, of_entity, account), "new", account.key, _near(of_entity))
    key = (common_account([accounts[chosen] or Account(), account]) or Account()).key
    row = of_entity[chosen]
    says_more = key and key not in [each.account for each in of_entity]
    joined = series.set_account(session, row.id, key) if says_more else row
    return Filing(joined, "merged" if is_merged else "joined", account.key, _near(of_entity, row.id))


def _near(of_entity: Sequence[Series], chosen: int | None = None) -> tuple[int, ...]:
    return tuple(each.id for each in of_entity if each.id != chosen)[:_MOST_NEAR]


def _of_entity(session: Session, found: KnownSeries) -> list[Series]:
    """The series of this type of the sender, one for each account. Their names may differ as they were read."""
    known = series.of_type(session, found.series_type)
    keys = {each.entity_key for each in known if same_entity(found.entity, each.entity)}
    return [each for each in known if each.entity_key in keys]


def _are_merged(found: Sequence[Series]) -> bool:
    """Whether these are several that were merged into one, so that a paper without an account can be of no other."""
    return len(found) > 1 and len({each.merged_into or each.id for each in found}) == 1


def _create(session: Session, found: KnownSeries, siblings: Sequence[Series], account: Account) -> Series:
    """A series beside those of the sender's other accounts."""
    key = siblings[0].entity_key if siblings else normalise_entity(found.entity)
    if siblings and not account.key:
        found = found._replace(title=f"{found.title}, account unknown")
    return series.find_or_create(session, found, key, account.key)


def _known_account(session: Session, of: Series, paper: Account) -> Account | None:
    """The account of a series, as far as a paper is compared with it.

    None if its documents are of several accounts, as those filed by earlier versions may be.
    """
    known = account_of_key(of.account)
    if known.is_whole and paper.number:
        return known
    members = [account_of(fields) for fields in series.fields_of_members(session, of.id, _MEMBERS)]
    return common_account([known, *members]) or (known if of.account else None)


STAGE: Stage = language_stage("file", _question, _store, _known)
