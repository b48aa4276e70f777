"""`alfrd doctor` finds each fault, says how to repair it, and continues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from psycopg2 import sql
from psycopg2.extensions import make_dsn, parse_dsn

from alfrd_luigi.database import outages
from alfrd_luigi.database.connection import database
from alfrd_luigi.health import machine
from alfrd_luigi.standin import StandIn
from support import document_rows
from support.archives import Archive
from support.commands import Alfrd
from support.connections import connected

MODEL = "amazon.nova-lite-v1:0"
_SPENT = """
    INSERT INTO calls (cost_usd, stage, service, operation, question_key, attempt, outcome, seconds)
    VALUES (%s, 'x', 'bedrock', 'x', repeat('e', 64), 1, 'answered', 1)
"""


@pytest.fixture(autouse=True)
def _inbox(archive: Archive) -> None:
    archive.inbox.mkdir(parents=True, mode=0o700)


def examined(alfrd: Alfrd, *arguments: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    result = alfrd("doctor", "--json", *arguments)
    found: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(result.stdout):
        found.setdefault(finding["check"], []).append(finding)
    return result.exit_code, found


def states(findings: list[dict[str, str]]) -> set[str]:
    return {finding["state"] for finding in findings}


def test_a_fresh_machine_is_well(alfrd: Alfrd) -> None:
    code, found = examined(alfrd)
    assert code == 0
    assert all(states(findings) <= {"well", "doubtful"} for findings in found.values())
    assert {"versions", "configuration", "database", "inbox", "disk", "documents", "account", "luigid"} <= set(found)


def test_on_a_terminal(alfrd: Alfrd) -> None:
    shown = alfrd("doctor").stdout
    assert "PostgreSQL" in shown
    assert "textract 3, bedrock 5, file_generation 2" in shown


@pytest.mark.parametrize(
    ("settings", "check", "mend"),
    [
        ({"database_url": "postgresql://nobody@127.0.0.1:1/x"}, "database", "Check database_url"),
        ({"inbox_dir": "/nowhere/inbox"}, "inbox", "alfrd init"),
        ({"maildir_dir": "/nowhere/mail"}, "maildir", "Set maildir_dir"),
        ({"documents_url": "ftp://here"}, "documents", "leave it empty"),
        ({"ocr_engine": "abbyy"}, "text recognition", "local"),
        ({"language_engine": "bedrock"}, "language", "docs/aws.md"),
        ({"language_engine": "openai_compatible"}, "language", "openai_url"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_still_checked(
    alfrd: Alfrd, archive: Archive, settings: dict[str, str], check: str, mend: str
) -> None:
    archive.configure(**settings)
    code, found = examined(alfrd)
    assert code == 1
    (wrong,) = [finding for finding in found[check] if finding["state"] == "wrong"]
    assert mend in wrong["mend"]
    assert "luigid" in found


def test_a_luigid_that_is_named_and_not_there(
    alfrd: Alfrd, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "luigi.cfg"
    config.write_text("[core]\nscheduler_host = 127.0.0.1\nscheduler_port = 9\n[resources]\ntextract = three\n")
    monkeypatch.setenv("LUIGI_CONFIG_PATH", str(config))
    archive.configure()
    code, found = examined(alfrd)
    assert code == 1
    assert "scripts/luigid" in found["luigid"][0]["mend"]
    assert "textract" in found["configuration"][-1]["said"]


def _use(archive: Archive, **settings: str) -> None:
    archive.configure(ocr_engine="textract", language_engine="bedrock", bedrock_model_id=MODEL, **settings)


def test_an_account_is_not_asked_unless_one_says_so(alfrd: Alfrd, archive: Archive, aws: StandIn) -> None:
    _use(archive)
    code, found = examined(alfrd)
    assert code == 0
    assert "not asked" in states(found["account"])
    assert aws.calls == []
    assert states(found["spending"]) == {"doubtful"}


def test_an_account_is_asked_for_nothing(
    alfrd: Alfrd, archive: Archive, s3_bucket: str, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", s3_endpoint)
    _use(archive, documents_url=f"s3://{s3_bucket}/archive", max_cost_per_day="5")
    code, found = examined(alfrd, "--call")
    assert code == 0, found
    assert "AWS knows the account 123456789012" in found["account"][-1]["said"]
    assert "can be listed" in found["documents"][-1]["said"]
    assert found["spending"][0]["said"] == "at most 5 USD a day"


def test_a_missing_account_is_wrong(
    alfrd: Alfrd, archive: Archive, aws: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    _use(archive)
    code, found = examined(alfrd)
    assert code == 1
    assert "credentials" in found["account"][0]["said"]


def test_a_price_that_is_missing_matters_where_spending_is_limited(
    alfrd: Alfrd, archive: Archive, aws: StandIn
) -> None:
    archive.configure(language_engine="bedrock", bedrock_model_id="unheard-of")
    assert "doubtful" in states(examined(alfrd)[1]["language"])
    archive.configure(max_cost_per_day="1")
    assert "wrong" in states(examined(alfrd)[1]["language"])


def test_trials_that_may_cost_less_than_a_call_are_told(alfrd: Alfrd, archive: Archive, aws: StandIn) -> None:
    archive.configure(language_engine="bedrock", bedrock_model_id=MODEL)

    def said() -> list[str]:
        code, found = examined(alfrd)
        assert code == 0
        return [f"{each['state']}: {each['said']}. {each['mend']}" for each in found.get("trials", [])]

    told = (
        "doubtful: prompt_trial_cost = 0.1 is {} USD {}, and a call of a trial may cost 0.0011 USD."
        " Raise it, or set a higher max_cost_per_day"
    )
    assert said() == [told.format("0.0000", "in 30 days")]
    with connected(archive.database_url) as own:
        own.execute(_SPENT, ["0.005"])
    assert said() == [told.format("0.0005", "in 30 days")]
    with connected(archive.database_url) as own:
        own.execute(_SPENT, ["0.02"])
    assert said() == []
    archive.configure(max_cost_per_day="0.001")
    assert said() == [told.format("0.0001", "a day")]
    archive.configure(prompt_trial_cost=0)
    assert said() == []


def test_a_model_server_of_ones_own(alfrd: Alfrd, archive: Archive, aws: StandIn) -> None:
    archive.configure(language_engine="openai_compatible", openai_url=f"{aws.url}/v1", openai_model="llama3")
    code, found = examined(alfrd, "--call")
    assert code == 0
    assert "answers" in found["language"][-1]["said"]
    archive.configure(openai_url="http://127.0.0.1:9/v1")
    assert examined(alfrd, "--call")[0] == 1


def test_a_recogniser_that_is_not_installed_is_missed(
    alfrd: Alfrd, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.configure(ocr_engine="tesseract")
    monkeypatch.setenv("PATH", str(tmp_path))
    code, found = examined(alfrd)
    assert code == 1
    (finding,) = found["text recognition"]
    assert finding["state"] == "wrong"
    assert "tesseract is not installed" in finding["said"]
    assert "apt install tesseract-ocr" in finding["mend"]


@pytest.mark.parametrize(
    ("free", "state"),
    [
        (2_000_000_000, "well"),
        (1_999_999_999, "doubtful"),
        (200_000_000, "doubtful"),
        (199_999_999, "wrong"),
    ],
)
def test_a_disk_with_little_room(alfrd: Alfrd, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    monkeypatch.setattr(machine, "free_bytes", lambda _: free)
    (finding,) = examined(alfrd)[1]["disk"]
    assert (finding["state"], bool(finding["mend"])) == (state, state != "well")
    assert finding["said"].startswith(f"{free / 1e9:.1f} GB are free in ")


def test_others_may_not_look_into_the_inbox(alfrd: Alfrd, archive: Archive) -> None:
    for mode, state in ((0o770, "well"), (0o701, "doubtful")):
        archive.inbox.chmod(mode)
        assert states(examined(alfrd)[1]["inbox"]) == {state}


@pytest.mark.parametrize(("limit", "told"), [(19, []), (18, ["17 more connections are left: a run does less at once"])])
def test_few_connections_are_told(alfrd: Alfrd, archive: Archive, limit: int, told: list[str]) -> None:
    url = archive.database_url
    with connected(url) as owner:
        values = sql.Literal(limit), sql.Identifier(parse_dsn(url)["user"])
        owner.execute(sql.SQL("CREATE ROLE of_few LOGIN CONNECTION LIMIT {} IN ROLE {}").format(*values))
    archive.configure(database_url=make_dsn(url, user="of_few"))
    code, found = examined(alfrd)
    archive.configure(database_url=url)
    with connected(url) as owner:
        owner.execute("DROP ROLE of_few")
    assert (code, [each["said"] for each in found["database"] if each["state"] != "well"]) == (0, told)


def test_an_outage_is_told_with_its_hours(alfrd: Alfrd, archive: Archive) -> None:
    session = database().session()
    outages.record(session, document_rows.run_of_the_test(session), "textract", "it is busy")
    with connected(archive.database_url) as own:
        own.execute("UPDATE outages SET since = last_at - interval '90 minutes'")
    code, found = examined(alfrd)
    (told,) = [each["said"] for each in found["database"] if each["state"] == "doubtful"]
    assert (code, told.endswith("(1.5 h): it is busy")) == (0, True)


def test_names_and_ports_that_are_none(
    alfrd: Alfrd, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "luigi.cfg"
    config.write_text("[core]\nscheduler_host = 127.0.0.1\nscheduler_port = http\n")
    monkeypatch.setenv("LUIGI_CONFIG_PATH", str(config))
    archive.configure(colour="red")
    code, found = examined(alfrd)
    assert (code, states(found["luigid"])) == (1, {"wrong"})
    assert "scheduler_port = 'http'" in found["luigid"][0]["said"]
    assert [each["said"] for each in found["configuration"] if each["state"] == "doubtful"] == [
        "ALFRD_COLOUR is set, and there is no such setting"
    ]


def test_a_maildir_needs_both_of_its_folders(alfrd: Alfrd, archive: Archive, tmp_path: Path) -> None:
    archive.configure(maildir_dir=tmp_path)
    (tmp_path / "new").mkdir()
    assert states(examined(alfrd)[1]["maildir"]) == {"wrong"}
    (tmp_path / "cur").mkdir()
    assert states(examined(alfrd)[1]["maildir"]) == {"well"}
