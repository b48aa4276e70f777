"""The shells complete what a person types, with the script that `alfrd completion` prints."""

from __future__ import annotations

from uuid import UUID

import pytest

from alfrd_luigi.database.connection import database
from support import document_rows, shells
from support.archives import Archive


@pytest.mark.parametrize("shell", shells.COMMANDS)
def test_an_id_a_key_and_a_column_are_completed(archive: Archive, shell: str) -> None:
    session = database().session()
    document_rows.filed(session, id=UUID("abcd1234-0000-4000-8000-000000000000"))
    document_rows.filed(session, id=UUID("ffff1234-0000-4000-8000-000000000000"))
    assert "abcd1234" in shells.completed(shell, "alfrd show abc", "abcd1234")
    key = "summarizer:receipt"
    assert key in shells.completed(shell, "alfrd prompts show summarizer:rec", key)
    assert "id,currency" in shells.completed(shell, "alfrd list --columns id,cur", "id,currency")


@pytest.mark.parametrize("shell", shells.COMMANDS)
def test_no_shell_executes_what_it_completes(archive: Archive, shell: str) -> None:
    document_rows.filed(database().session(), tags=("$(touch x)",))
    quoted = r"\$\(touch\ x\)"
    assert quoted in shells.completed(shell, r"alfrd tag remove \$", quoted)
