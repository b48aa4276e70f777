"""`alfrd tag`: what the commands print, and what they say of a mistake."""

from __future__ import annotations

import json

from alfrd_luigi.database import tags
from alfrd_luigi.database.session import Session
from support import document_rows
from support.commands import Alfrd


def test_tags_are_changed_and_listed(alfrd: Alfrd, session: Session) -> None:
    first, second = (str(document_rows.filed(session, name=name)) for name in ("a.txt", "b.txt"))
    assert alfrd("tag", "add", "Tax 2024", first, second).stdout == "tax 2024: added to 2 documents\n"
    assert alfrd("tag", "remove", "tax 2024", second).stdout == "tax 2024: removed from 1 document\n"
    assert alfrd("tag", "rename", "tax 2024", "taxes").stdout == "taxes: the new name, on 1 document\n"
    done = json.loads(alfrd("tag", "merge", "taxes", "utility_bill", "--json").stdout)
    assert (done["tag"], done["documents"], done["dry_run"]) == ("utility_bill", [first], False)
    listed = json.loads(alfrd("tag", "list", "--json").stdout)
    assert {"tag": "utility_bill", "documents": 2} in listed
    assert "utility_bill" in alfrd("tag", "list").stdout
    assert tags.present_name(session, "tax 2024") == "utility_bill"


def test_a_mistake_is_one_line_with_what_to_do(alfrd: Alfrd, session: Session) -> None:
    id = document_rows.filed(session, tags=("home",))
    result = alfrd("tag", "rename", "home", "utility_bill")
    assert (result.exit_code, result.stderr) == (
        5,
        'error: the name \'utility_bill\' is in use. To make one tag of both: alfrd tag merge "home" "utility_bill"\n',
    )
    for asked, code, hint in (
        (("add", "series:1:x", id), 5, "alfrd series"),
        (("remove", "work", id), 5, f"alfrd show {id}"),
        (("merge", "work", "home"), 3, "alfrd tag list"),
        (("add", "home", "00000000"), 3, "alfrd list"),
    ):
        result = alfrd("tag", *asked)
        assert (result.exit_code, result.stderr.count("\n"), hint in result.stderr) == (code, 1, True)
