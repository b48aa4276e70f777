"""Attacks on a desk: from other sites, from other programs on this machine, and by requests that no page sends."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from uuid import UUID

import pytest

from alfrd_luigi.database import document_details
from alfrd_luigi.database.connection import database
from alfrd_luigi.desk.application import application
from alfrd_luigi.desk.keys import Keys
from alfrd_luigi.desk.place import Place, show
from support.archives import Archive
from support.desks import Answer, ServedDesk

FORM = "value.total=1.00&was.total=123.50"


def total(id: UUID) -> float:
    return float(document_details.document(database().session(), id).total_amount or 0)


def test_its_owner_reads_and_corrects(served_desk: ServedDesk, bills: list[UUID]) -> None:
    assert served_desk.ask("GET", "/").status == 200
    assert served_desk.ask("POST", f"/documents/{bills[0]}/set", FORM).status == 303
    assert total(bills[0]) == 1


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]:80", "127.0.0.1.nip.io", ""]
)
def test_a_name_that_points_to_loopback_reaches_nothing(served_desk: ServedDesk, host: str) -> None:
    assert served_desk.ask("GET", "/", Host=host).status in (400, 421)


@pytest.mark.parametrize("cookie", ["", "alfrd-desk-1=x", "{name}=", "{name}=guess", "{name}=\u00e9"])
def test_without_the_cookie_of_the_session_nothing_is_told(
    served_desk: ServedDesk, bills: list[UUID], cookie: str
) -> None:
    sent = cookie.format(name=served_desk.place.cookie)
    for path in ("/", "/documents", f"/documents/{bills[0]}", "/review/queue", "/static/style.css", "/nothing"):
        answer = served_desk.ask("GET", path, Cookie=sent)
        assert (answer.status, "NORTHWIND" in answer.body) == (401, False)
    assert served_desk.ask("POST", f"/documents/{bills[0]}/set", FORM, Cookie=sent).status == 401


def test_a_key_opens_the_desk_once(served_desk: ServedDesk) -> None:
    key = served_desk.keys.cut()
    asked = [served_desk.ask("GET", f"/open?key={key}", Cookie="").status for _ in range(2)]
    assert asked == [200, 401]
    assert served_desk.ask("GET", "/open?key=", Cookie="").status == 401
    assert served_desk.ask("GET", "/open", Cookie="").status == 401


def test_the_cookie_is_for_this_browser_alone(served_desk: ServedDesk) -> None:
    sent = served_desk.open().headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(sent)
    assert sent[0].startswith(f"alfrd-desk-{served_desk.place.port}=")
    assert not any(part.startswith(("Domain", "Expires", "Max-Age")) for part in sent)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://{host}",
        "http://localhost:{port}",
        "http://{host}/",
        "http://{host}@evil.example",
        "http://{host}, http://evil.example",
        "HTTP://{host}",
    ],
)
def test_no_other_page_changes_anything(served_desk: ServedDesk, bills: list[UUID], origin: str) -> None:
    sent = origin.format(host=served_desk.place.hosts[0], port=served_desk.place.port)
    answer = served_desk.ask("POST", f"/documents/{bills[0]}/set", FORM, Origin=sent)
    assert (answer.status, total(bills[0])) == (403, 123.5)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "Same-Origin", "same-origin, cross-site", "?"])
@pytest.mark.parametrize("path", ["/", "/data/documents-2024-1.js", "/static/style.css", "/review/queue"])
def test_no_other_page_loads_anything(served_desk: ServedDesk, site: str, path: str) -> None:
    assert served_desk.ask("GET", path, Sec_Fetch_Site=site, Sec_Fetch_Dest="script").status == 403
    assert served_desk.ask("GET", path, Sec_Fetch_Site=site, Sec_Fetch_Dest="document").status == 403


def test_only_a_whole_page_leads_to_the_entrance(served_desk: ServedDesk) -> None:
    def ask(dest: str) -> int:
        path = f"/open?key={served_desk.keys.cut()}"
        return served_desk.ask("GET", path, Cookie="", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest=dest).status

    assert [ask(dest) for dest in ("document", "iframe", "image", "script", "empty")] == [200, 403, 403, 403, 403]


def test_nothing_changes_by_reading(served_desk: ServedDesk) -> None:
    rules = application(Place(1), Keys(), "en").url_map.iter_rules()
    acts = [rule for rule in rules if rule.methods is not None and "POST" in rule.methods]
    assert len(acts) > 15
    assert not any("GET" in (rule.methods or ()) for rule in acts)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_other_methods_do_nothing(served_desk: ServedDesk, bills: list[UUID], method: str) -> None:
    answer = served_desk.ask(method, f"/documents/{bills[0]}/set", FORM)
    assert (answer.status in (200, 405), total(bills[0])) == (True, 123.5)
    assert served_desk.ask(method, f"/documents/{bills[0]}/set", FORM, Origin="http://evil.example").status == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/documents", "/review", "/nothing", "/review/queue", "/static/style.css", "/data/documents-2024-1.js"],
)
def test_every_answer_has_the_headers(served_desk: ServedDesk, path: str) -> None:
    found = served_desk.ask("GET", path).headers
    policy = found["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"
    assert found["cross-origin-resource-policy"] == found["cross-origin-opener-policy"] == "same-origin"
    assert found["cache-control"] == "no-store"
    assert "server" not in found


def test_those_who_are_refused_get_the_headers_too(served_desk: ServedDesk) -> None:
    for answer in (served_desk.ask("GET", "/", Cookie=""), served_desk.ask("GET", "/", Host="evil.example")):
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../application.py",
        "/static/%2e%2e/texts.toml",
        "/static/..%2ftexts.toml",
        "/data/documents-2024-1.js/..",
        "/static/",
    ],
)
def test_no_path_leads_out(served_desk: ServedDesk, path: str) -> None:
    assert served_desk.ask("GET", path).status in (403, 404, 405)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{",
        '{"seen": 0}',
        '{"seen": "0", "values": {}}',
        '{"seen": 0, "values": {"total": 1}}',
        '{"seen": 0, "values": {"total": "1"}, "places": {"total": {"page": 1, "boxes": [[0, 0, 2, 1]]}}}',
        '{"seen": 0, "values": {"no such": "1"}}',
    ],
)
def test_a_request_that_no_page_sends_is_refused(served_desk: ServedDesk, bills: list[UUID], body: str) -> None:
    answer = served_desk.ask(
        "POST", f"/review/{bills[0]}", body, Content_Type="application/json", Accept="application/json"
    )
    assert (answer.status, total(bills[0])) == (422, 123.5)


def test_a_large_form_is_refused(served_desk: ServedDesk, bills: list[UUID]) -> None:
    assert served_desk.ask("POST", f"/documents/{bills[0]}/set", f"value.note={'x' * 2_000_000}").status == 413


def test_it_listens_on_loopback_alone(served_desk: ServedDesk) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: only asks which address would be used
        except OSError:
            pytest.fail("this machine has no address besides loopback")
        own = probe.getsockname()[0]
    with pytest.raises(ConnectionRefusedError), socket.create_connection((own, served_desk.place.port), timeout=2):
        pass


def test_the_key_stands_in_a_private_file_and_in_no_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    file = show(Place(8700), "the-key", tmp_path, {"DISPLAY": ":0"})
    assert file is not None
    assert opened == [file.as_uri()]
    assert "the-key" not in opened[0]
    assert file.stat().st_mode & 0o777 == 0o600
    assert re.search(r'url=http://127\.0\.0\.1:8700/open\?key=the-key"', file.read_text())


def test_without_a_display_no_file_is_made(tmp_path: Path) -> None:
    assert show(Place(8700), "the-key", tmp_path, {}) is None
    assert list(tmp_path.iterdir()) == []


def test_a_cookie_of_this_name_from_another_port_does_not_shut_out_the_owner(served_desk: ServedDesk) -> None:
    name = served_desk.place.cookie
    for sent in (f"{name}=guess; {served_desk.cookie}", f"{served_desk.cookie}; {name}=guess"):
        assert served_desk.ask("GET", "/", Cookie=sent).status == 200
    assert served_desk.ask("GET", "/", Cookie=f"{name}=guess; {name}=another").status == 401


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_json_in_a_form_is_no_json(served_desk: ServedDesk, bills: list[UUID], kind: str) -> None:
    body = '{"seen": 0, "values": {"total": "1", "x": "="}}'
    assert served_desk.ask("POST", f"/review/{bills[0]}", body, Content_Type=kind).status == 422
    assert total(bills[0]) == 123.5


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/\\evil.example", "/%2f%2fevil.example", "/documents/", "/review/"]
)
def test_no_address_leads_to_another_site(served_desk: ServedDesk, path: str) -> None:
    answer = served_desk.ask("GET", path)
    assert (answer.status, "location" in answer.headers) == (404, False)


def test_odd_keys_are_told(served_desk: ServedDesk, bills: list[UUID]) -> None:
    number = "9" * 30
    for path in (f"/series/{number}", f"/data/series/{number}.js", f"/review/{bills[0]}/pages/{number}"):
        assert served_desk.ask("GET", path).status == 404
    for path in ("/types/%00", "/runs/%00", f"/review/{bills[0]}?type=%00"):
        assert served_desk.ask("GET", path).status == 400
    assert served_desk.ask("POST", f"/documents/{bills[0]}/move", "series=%00").status == 422
    other = "00000000-0000-4000-8000-000000000000"
    assert served_desk.ask("POST", f"/documents/{other}/rerun", "stage=ocr").status == 404
    assert served_desk.ask("POST", f"/documents/{bills[0]}/rerun", "stage=--help").status == 422
    assert served_desk.ask("GET", "/progress/1").status == 404
    for path in (f"/files/{other}/1", f"/files/{bills[0]}/9", f"/pictures/{other}/1", f"/pictures/{bills[0]}/1"):
        assert served_desk.ask("GET", path).status == 404


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/x.txt", "x.txt"),
        ("..", "file"),
        ("C:\\\\x\\\\y.txt", "y.txt"),
        (".hidden.txt", "hidden.txt"),
        ("\u00e9" * 300 + ".txt", "\u00e9" * 98 + ".txt"),
    ],
)
def test_the_name_of_a_file_leads_nowhere(
    served_desk: ServedDesk, bills: list[UUID], archive: Archive, sent: str, kept: str
) -> None:
    answer = upload(served_desk, sent)
    (told,) = json.loads(answer.body)["added"]
    assert told["name"] == kept
    assert (archive.inbox / told["id"] / kept).read_text() == "A letter"
    assert {path.name for path in archive.data_dir.iterdir() if path.name.startswith(".upload")} == set()


def upload(desk: ServedDesk, *names: str) -> Answer:
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\nA letter\r\n' for name in names
    ]
    kind = "multipart/form-data; boundary=x"
    return desk.ask("POST", "/add", "".join(parts) + "--x--\r\n", Content_Type=kind, Accept="application/json")


# Werkzeug leaves the files that it has read to the garbage collection.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_too_many_files_in_one_request_are_refused(served_desk: ServedDesk, bills: list[UUID]) -> None:
    assert upload(served_desk, *(f"{number}.txt" for number in range(10_000))).status == 413


def test_an_original_cannot_run(served_desk: ServedDesk, bills: list[UUID]) -> None:
    answer = served_desk.ask("GET", f"/files/{bills[0]}/1")
    assert answer.status == 200
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert answer.headers["content-type"].startswith("text/plain")
    database().session().script("UPDATE document_files SET media_type = 'text/html', name = 'a/\u00e9\"\r\n.html'")
    answer = served_desk.ask("GET", f"/files/{bills[0]}/1")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%A9%22%0D%0A.html"
    assert answer.headers["content-type"] == "application/octet-stream"
