"""`meta.json` is untrusted: what is read of it, and the first fault of one that cannot be used."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.manifest import HINT, MAX_BYTES, Manifest, ManifestFile, parse_manifest

ID = "154C1b2a-0000-4000-8000-00000000000f"


def _raw(**changes: Any) -> bytes:
    made = {
        "id": ID,
        "created_at": "2024-03-05T14:30:00+01:00",
        "documents": [{"file": "a.png", "type": "image", "order": 1}],
        **changes,
    }
    return json.dumps({name: value for name, value in made.items() if value is not ...}).encode()


def _file(name: Any = "a.png", order: Any = 1, kind: Any = "image") -> dict[str, Any]:
    return {"file": name, "type": kind, "order": order}


def _fault(raw: bytes) -> str:
    with pytest.raises(InvalidInputError) as caught:
        parse_manifest(raw)
    assert caught.value.hint == HINT
    assert caught.value.message.startswith("meta.json ")
    return caught.value.message.removeprefix("meta.json ")


def test_a_manifest_needs_an_id_a_time_and_files() -> None:
    found = parse_manifest(_raw())
    assert found == Manifest(
        id=found.id,
        created_at=datetime(2024, 3, 5, 13, 30, tzinfo=UTC),
        files=(ManifestFile(PurePosixPath("a.png"), "image"),),
        source="inbox",
        tags=(),
        note="",
        again=False,
    )
    assert str(found.id) == ID.lower()


def test_a_sender_may_say_more() -> None:
    said = {"source": " Scanner  2 ", "tags": ["Home", " home", "Tax  2024", " "], "note": " a\x00b\n", "again": True}
    found = parse_manifest(_raw(metadata={**said, "other": 1}, other=[1]))
    assert (found.source, found.tags, found.note, found.again) == ("Scanner 2", ("home", "tax 2024"), "ab", True)
    assert parse_manifest(_raw(metadata={"source": "  "})).source == "inbox"


def test_the_files_are_in_their_order() -> None:
    documents = [_file("b/c.pdf", 2, "pdf"), _file("a.png", -1), _file("./d.txt", 10, "text")]
    assert [str(file.path) for file in parse_manifest(_raw(documents=documents)).files] == ["a.png", "b/c.pdf", "d.txt"]


@pytest.mark.parametrize(
    ("created_at", "moment"),
    [
        ("2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("2024-03-05T14:30", datetime(2024, 3, 5, 14, 30, tzinfo=UTC)),
        ("2024-03-05T14:30:00Z", datetime(2024, 3, 5, 14, 30, tzinfo=UTC)),
        ("2024-03-05 00:30:00+02:00", datetime(2024, 3, 4, 22, 30, tzinfo=UTC)),
        ("1900-01-01", datetime(1900, 1, 1, tzinfo=UTC)),
        ("2999-12-31T23:59:59", datetime(2999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_is_in_utc_unless_it_names_its_zone(created_at: str, moment: datetime) -> None:
    assert parse_manifest(_raw(created_at=created_at)).created_at == moment


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": ...}, "does not fit at $: 'id' is a required property"),
        ({"id": 5}, "does not fit at $.id: 5 is not of type 'string'"),
        ({"id": "x"}, "has an id that is not a UUID"),
        ({"id": f"{{{ID}}}"}, "has an id that is not a UUID in its usual form, 8-4-4-4-12 digits"),
        ({"id": ID.replace("-", "")}, "has an id that is not a UUID in its usual form, 8-4-4-4-12 digits"),
        ({"id": f"urn:uuid:{ID}"}, "has an id that is not a UUID in its usual form, 8-4-4-4-12 digits"),
        ({"created_at": "soon"}, "has a created_at that is not an ISO 8601 date and time"),
        ({"created_at": "2024-02-30"}, "has a created_at that is not an ISO 8601 date and time"),
        ({"created_at": "0001-01-01T00:00:00+23:00"}, "has a created_at that is not an ISO 8601 date and time"),
        ({"created_at": "1899-12-31"}, "has a created_at that is not between the years 1900 and 2999"),
        ({"created_at": "3000-01-01"}, "has a created_at that is not between the years 1900 and 2999"),
        ({"documents": []}, "does not fit at $.documents: [] should be non-empty"),
        (
            {"documents": [_file(kind="video")]},
            "does not fit at $.documents[0].type: 'video' is not one of ['image', 'pdf', 'text']",
        ),
        ({"documents": [_file(order="1")]}, "does not fit at $.documents[0].order: '1' is not of type 'integer'"),
        ({"documents": [_file(order=True)]}, "does not fit at $.documents[0].order: True is not of type 'integer'"),
        ({"documents": [_file(""), _file()]}, "does not fit at $.documents[0].file: '' should be non-empty"),
        ({"documents": [_file("a"), _file("b")]}, "gives two files the same order"),
        ({"documents": [_file("a"), _file("./a", 2)]}, "names a file twice"),
        ({"documents": [_file("a/b"), _file("a//b", 2)]}, "names a file twice"),
        ({"documents": [_file("../a")]}, "names '../a', which is not inside the folder"),
        ({"documents": [_file("a/../../b")]}, "names 'a/../../b', which is not inside the folder"),
        ({"documents": [_file("/etc/passwd")]}, "names '/etc/passwd', which is not inside the folder"),
        ({"documents": [_file(".")]}, "names '.', which is not inside the folder"),
        ({"documents": [_file("a\x00b")]}, "names 'a\\x00b', which cannot be a file name"),
        ({"documents": [_file("\ud800")]}, "names '\\ud800', which cannot be a file name"),
        ({"metadata": []}, "does not fit at $.metadata: [] is not of type 'object'"),
        ({"metadata": {"again": "yes"}}, "does not fit at $.metadata.again: 'yes' is not of type 'boolean'"),
        ({"metadata": {"tags": ["a"] * 101}}, "does not fit at $.metadata.tags: "),
    ],
)
def test_the_first_fault_is_named(changes: dict[str, Any], fault: str) -> None:
    said = _fault(_raw(**changes))
    assert said.startswith(fault) if fault.endswith(": ") else said == fault


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", "is not valid JSON: "),
        (b"{", "is not valid JSON: "),
        (b"\xff", "is not valid JSON: "),
        (b'{"id": 1, "id": 2}', "is not valid JSON: the key 'id' stands twice in one object"),
        (b"[]", "does not fit at $: [] is not of type 'object'"),
        (b"[" * 100_000, "is nested too deeply"),
        (b" " * (MAX_BYTES + 1), "is larger than 1048576 bytes"),
        (b'{"id": ' + b"9" * 5000 + b"}", "is not valid JSON: "),
    ],
)
def test_what_is_no_manifest_is_refused(raw: bytes, fault: str) -> None:
    assert _fault(raw).startswith(fault)


def test_a_fault_shows_a_short_part_of_what_was_sent_on_one_line() -> None:
    said = _fault(_raw(documents=[_file("../" + "x\n" * 1000)]))
    assert said.startswith("names '../x\\nx\\n")
    assert len(said) < 500


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"tags": ["x" * 101]}, "a tag or source has 101 characters"),
        ({"source": "x" * 101}, "a tag or source has 101 characters"),
        ({"tags": ["a\x1b[2J"]}, "the tag or source 'a\\x1b[2J' holds control characters"),
        ({"source": "a\u202eb"}, "the tag or source 'a\\u202eb' holds control characters"),
    ],
)
def test_a_tag_that_cannot_be_kept_is_refused(metadata: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_manifest(_raw(metadata=metadata))
    assert caught.value.message == said


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["file", "type", "order", "source", "tags", "note", "again"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["id", "created_at", "documents", "metadata"]), _JSON))
def test_any_json_is_a_manifest_or_has_a_fault(changes: dict[str, Any]) -> None:
    said = "a manifest"
    try:
        parse_manifest(_raw(**changes))
    except InvalidInputError as error:
        said = error.message
    assert said.isprintable()
