"""The tests in a browser see what a page must not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support.browsing import Visitor, check_access, check_width

POLICY = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; script-src 'self'; img-src 'self'\">"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<script src=bad.js></script>", "uncaught: planted"),
        (f"{POLICY}<p style='color: red'>", "style"),
        (f"{POLICY}<script>alert(1)</script>", "script"),
        (f"{POLICY}<img src=https://example.invalid/x.png alt=x>", "example.invalid"),
        ("<img src=../outside.png alt=x>", "requested: file://"),
    ],
)
def test_trouble_is_seen(browser: Browser, tmp_path: Path, page: str, told: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bad.js").write_text("throw new Error('planted')")
    (folder / "index.html").write_text(f"<!doctype html><title>x</title>{page}")
    visitor = Visitor(browser)
    visitor.open(folder)
    visitor.close()
    assert any(told in each for each in visitor.troubles), visitor.troubles


def test_faults_of_access_and_width_are_seen(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><img src=index.html><div><input>" + "x" * 500)
    page = visitor.open(tmp_path)
    with pytest.raises(AssertionError, match="image-alt"):
        check_access(page)
    with pytest.raises(AssertionError, match="px wide"):
        check_width(page)
