"""An act that cannot be is refused in one line, with what to do instead, and nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from alfrd_luigi.corrections import bin
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import documents, series, types
from alfrd_luigi.database.connection import database
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd
from support.filled_archive import contents

NOT_FOUND, BUSY, BAD_INPUT, USAGE = 3, 4, 5, 2


def _refused(alfrd: Alfrd, archive: Archive, commands: Mapping[str, tuple[int, str]]) -> None:
    """Run each command, whose words are parted by `|`. Its error is one line, and no row changes."""
    before = contents(archive.database_url)
    for command, (code, line) in commands.items():
        done = alfrd(*command.split("|"))
        assert (done.exit_code, done.stdout, done.stderr) == (code, "", f"error: {line}\n"), command
    after = contents(archive.database_url)
    assert {**after, "sequences": before["sequences"]} == before


def _alike(count: int) -> Sequence[UUID]:
    """Ids that begin alike."""
    return [UUID(f"aaaaaaaa-0000-4000-8000-{number:012}") for number in range(count)]


def test_names_of_issuers(alfrd: Alfrd, archive: Archive) -> None:
    session = database().session()
    for name in ("Crusty", "Market"):
        id = document_rows.filed(session, entity=f"{name} Ltd")
        documents.insert_page(session, id, 1, documents.Page(f"{name} Ltd\nTotal 4.20", [], 0.9, "ocr", 0.0))
        set_values(session, id, {"entity": name}, "anna")
    _refused(
        alfrd,
        archive,
        {
            "issuers|rename|Crusty|Crusty": (
                BAD_INPUT,
                "the issuer has the name 'Crusty' already. See it with: alfrd issuers list",
            ),
            "issuers|rename|Crusty|Market": (
                BAD_INPUT,
                "another issuer has the name 'Market'. See both with: alfrd issuers list",
            ),
            "issuers|rename|Crusty| ": (BAD_INPUT, "an issuer needs a name. Give it in quotes if it has spaces"),
            "issuers|alias|Crusty|Market": (
                BAD_INPUT,
                "another issuer is known as 'Market' already. See it with: alfrd issuers list",
            ),
            "issuers|forget|Nobody": (
                NOT_FOUND,
                "the memory has no issuer 'Nobody'. See the issuers with: alfrd issuers list",
            ),
        },
    )


def test_types_of_documents(alfrd: Alfrd, archive: Archive) -> None:
    assert alfrd("types", "rename", "utility_bill", "energy").exit_code == 0
    assert alfrd("types", "retire", "junk").exit_code == 0
    session = database().session()
    for name in ("energy", "warranty"):
        types.propose(session, name, "A proposal", document_rows.registered(session))
    assert alfrd("types", "accept", "warranty").exit_code == 0
    seen = "See them with: alfrd types list"
    _refused(
        alfrd,
        archive,
        {
            "types|add|utility_bill|--description|Bills": (
                BAD_INPUT,
                "'utility_bill' is the first name of the type 'energy'. Choose another name",
            ),
            "types|add|gym|--description| ": (
                BAD_INPUT,
                "the description of a type is empty. Say which documents have this type",
            ),
            "types|accept|energy": (BAD_INPUT, f"there is a type 'energy' already. {seen}"),
            "types|accept|warranty": (
                NOT_FOUND,
                "no type 'warranty' is proposed. See the proposals with: alfrd types list",
            ),
            "types|refuse|nothing": (
                NOT_FOUND,
                "no type 'nothing' is proposed. See the proposals with: alfrd types list",
            ),
            "types|retire|junk": (BAD_INPUT, f"the type 'junk' is retired already. {seen}"),
        },
    )
    both = alfrd("types", "add", "gym", "--description", "x", "--field", "a:text", "--fields", "/dev/null")
    assert (both.exit_code, "--field and --fields exclude each other" in both.stderr) == (USAGE, True)


def test_series_of_documents(alfrd: Alfrd, archive: Archive) -> None:
    session = database().session()
    mine, other = document_rows.filed(session), document_rows.filed(session, entity="Shop")
    own = documents.series_of(session, mine)
    _refused(
        alfrd,
        archive,
        {
            f"series|rename|{own}|{'x' * 201}": (
                BAD_INPUT,
                f"a series cannot be called '{'x' * 201}'. A name is one line of text",
            ),
            f"series|split|{own}|{other}": (
                BAD_INPUT,
                f"document {other} is not in series {own}. See its documents with: alfrd series show {own}",
            ),
            f"series|split|{own}|{mine}": (
                BAD_INPUT,
                f"no document would be left in series {own}. To name it: alfrd series rename {own} TITLE",
            ),
        },
    )


def test_parts_of_one_series_get_numbers_that_no_other_has(alfrd: Alfrd, archive: Archive) -> None:
    session = database().session()
    papers = [document_rows.filed(session, structured_data={}) for _ in range(4)]
    own = documents.series_of(session, papers[0])
    for paper in papers[:3]:
        assert alfrd("series", "split", own, paper).exit_code == 0
    titles = sorted(each.title for each in series.listing(database().session()))
    assert titles == ["Northwind Water bills", *(f"Northwind Water bills, no. {number}" for number in (2, 3, 4))]


def test_documents_that_are_not_ready_or_not_there(alfrd: Alfrd, archive: Archive) -> None:
    session = database().session()
    new = document_rows.registered(session)
    for id in _alike(2):
        document_rows.registered(session, id=id)
    bin.delete(session, _alike(2), "anna")
    _refused(
        alfrd,
        archive,
        {
            f"approve|{new}": (
                BAD_INPUT,
                f"document {new} has no values to approve yet. Approve it when it is filed",
            ),
            f"unset|{new}|total": (
                BAD_INPUT,
                f"no person has set 'total' of document {new}. See whose word each value is with: alfrd show {new}",
            ),
            "restore|aaaa": (
                NOT_FOUND,
                "more than one deleted document's id begins with 'aaaa'. Give more of the id",
            ),
            "restore|bbbb": (
                NOT_FOUND,
                "no deleted document has the id 'bbbb'. See the ids with: alfrd delete --list",
            ),
        },
    )


def test_a_value_of_a_failed_document_makes_it_due(alfrd: Alfrd, archive: Archive) -> None:
    id = document_rows.failed(database().session())
    assert alfrd("set", id, "title=Locked").exit_code == 0
    assert documents.state(database().session(), id).status == "pending"
