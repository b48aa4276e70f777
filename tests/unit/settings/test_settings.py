"""Settings come from `[alfrd]` and the environment, which takes precedence. An error is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.settings import Settings, load, unknown_variables


def _config(folder: Path, text: str) -> Path:
    path = folder / "luigi.cfg"
    path.write_text(f"[alfrd]\n{text}\n", encoding="utf-8")
    return path


def test_without_anything_said_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load({}, None)
    assert settings.data_dir == tmp_path / "data"
    assert settings.inbox_dir == tmp_path / "data" / "inbox"
    assert settings.settle_seconds == 10
    assert (settings.ocr_engine, settings.language_engine) == ("local", "offline")


def test_the_file_speaks_and_the_environment_has_the_last_word(tmp_path: Path) -> None:
    config = _config(tmp_path, "settle_seconds = 3\nmax_attempts = 2")
    settings = load({"ALFRD_MAX_ATTEMPTS": "7"}, config)
    assert settings.settle_seconds == 3
    assert settings.max_attempts == 7


def test_a_relative_folder_belongs_to_the_file_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert load({}, _config(tmp_path, "data_dir = ./archive")).data_dir == tmp_path / "archive"


def test_a_relative_folder_of_the_environment_belongs_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load({"ALFRD_DATA_DIR": "mine"}, None).inbox_dir == tmp_path / "mine" / "inbox"


def test_the_inbox_follows_the_data_folder_only_when_it_is_not_named(tmp_path: Path) -> None:
    config = _config(tmp_path, f"data_dir = {tmp_path}/a\ninbox_dir =")
    assert load({}, config).inbox_dir == tmp_path / "a" / "inbox"
    assert load({"ALFRD_INBOX_DIR": str(tmp_path / "b")}, config).inbox_dir == tmp_path / "b"


def test_an_unknown_key_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load({}, _config(tmp_path, "dat_dir = x"))
    assert "'dat_dir'" in caught.value.line
    assert "data_dir" in caught.value.hint


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("settle_seconds", "soon"),
        ("settle_seconds", "-1"),
        ("pdf_text_layer", "maybe"),
        ("pdf_text_layer", ""),
        ("max_attempts", "0"),
        ("prompt_score_ceiling", "1.5"),
        ("settle_seconds", "inf"),
        ("retry_seconds", "nan"),
        ("max_cost_per_day", "Infinity"),
        ("data_dir", "a\0b"),
        ("data_dir", "~nobody-of-that-name/x"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_key_and_place(tmp_path: Path, key: str, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({}, _config(tmp_path, f"{key} = {text}"))
    assert key in caught.value.message
    assert str(tmp_path) in caught.value.message
    assert "\n" not in caught.value.line


@pytest.mark.parametrize(
    ("key", "text", "hint"),
    [
        ("max_attempts", "soon", "Must be a whole number"),
        ("retry_seconds", "soon", "Must be a number"),
        ("max_cost_per_day", "much", "Must be an amount in US dollars, or empty"),
        ("notify_command", "mail\0 me", "Must be a program and its arguments"),
        ("s3_encryption", "none", "Must be empty, or one of: AES256, aws:kms"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_what_it_must_be(tmp_path: Path, key: str, text: str, hint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({}, _config(tmp_path, f"{key} = {text}"))
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("true", "Yes", "ON", "1")),
        *((text, False) for text in ("false", "no", "Off", "0")),
    ],
)
def test_a_truth_has_many_words(tmp_path: Path, text: str, expected: bool) -> None:
    assert load({}, _config(tmp_path, f"pdf_text_layer = {text}")).pdf_text_layer is expected


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ALFRD_MAX_PAGES"):
        load({"ALFRD_MAX_PAGES": "many"}, None)


@pytest.mark.parametrize("text", ["[alfrd]\n{}\n", "{}\n[alfrd]\n", "[alfrd]\nmax_pages = 1\nmax_pages = 1 {}\n"])
def test_a_broken_file_is_one_line_that_shows_no_password(tmp_path: Path, text: str) -> None:
    path = tmp_path / "luigi.cfg"
    path.write_text(text.format("database_url postgresql://u:hunter2@h/x"), encoding="utf-8")
    with pytest.raises(SettingsError, match="line") as caught:
        load({}, path)
    assert "\n" not in caught.value.line
    assert "hunter2" not in caught.value.line


def test_a_file_that_names_no_folder_has_its_archive_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert load({}, _config(tmp_path, "max_pages = 7")).data_dir == tmp_path / "data"


def test_a_variable_that_came_out_empty_names_no_folder(tmp_path: Path) -> None:
    assert load({"ALFRD_DATA_DIR": ""}, _config(tmp_path, "data_dir = mine")).data_dir == tmp_path / "mine"


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("ALFRD_DATADIR", "ALFRD_DATA_DIR"),
        ("ALFRD_DATE_DIR", "ALFRD_DATA_DIR"),
        ("ALFRD_DATA", "ALFRD_DATA_DIR"),
        ("ALFRD_DATA_DIRECTORY", "ALFRD_DATA_DIR"),
        ("ALFRD_MAX_COST_PER_DAYS", "ALFRD_MAX_COST_PER_DAY"),
    ],
)
def test_a_misspelt_variable_is_named_with_the_one_that_is_meant(variable: str, meant: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({variable: "x"}, None)
    assert variable in caught.value.message
    assert caught.value.hint == f"Did you mean {meant}?"


def test_what_others_call_their_variables_is_their_affair() -> None:
    others = {"ALFRD_HOME": "x", "ALFRD_TEST_SECONDS": "x", "ALFRD_CLI_LIST_LIMIT": "3", "ALFRD_TRIGGER": ""}
    load(others, None)
    assert unknown_variables(others) == ["ALFRD_HOME", "ALFRD_TEST_SECONDS"]


def test_the_shipped_file_names_every_setting_and_says_what_it_is() -> None:
    root = Path(__file__).parents[3]
    lines = (root / "luigi.cfg").read_text("utf-8").splitlines()
    section = lines[lines.index("[alfrd]") :]
    for name in Settings.__dataclass_fields__:
        place = next(i for i, line in enumerate(section) if line.split("=")[0].strip() == name)
        assert section[place - 1].startswith("#"), f"{name} has no comment"
    assert load({}, root / "luigi.cfg") == load({"ALFRD_DATA_DIR": str(root / "data")}, None)
