"""What a text must be to be tried as a version of a prompt."""

from __future__ import annotations

from alfrd_luigi.database import prompts
from alfrd_luigi.database.prompts import EVOLVING, ActivePrompt, Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.settings import settings


def checked(session: Session, active: ActivePrompt, text: str) -> str:
    """The text as it is stored. Raises InvalidInputError if it cannot challenge the active version."""
    wanted, most, key = text.replace("\r\n", "\n").replace("\0", "").strip(), settings().prompt_max_words, active.key
    check_key(key)
    if not wanted:
        raise InvalidInputError(f"the text for {key} is empty", "Begin with the active one: alfrd prompts show")
    if (words := len(wanted.split())) > most:
        raise InvalidInputError(
            f"the text for {key} has {words} words, more than {most}", "Shorten it, or raise prompt_max_words"
        )
    if same := next((row.version for row in prompts.of_key(session, key) if row.text.strip() == wanted), None):
        raise InvalidInputError(f"the text is that of version {same} of {key}", "Change it, or accept that version")
    return wanted


def check_key(key: Key) -> None:
    """Raise InvalidInputError if the versions of the key are not tried. That of a summariser without a type is only the
    beginning of the prompts of new types.
    """
    if key.kind not in EVOLVING or key == Key("summarizer"):
        raise InvalidInputError(
            f"{key} is not tried against other texts", "Those of classifiers, series and types are: summarizer:TYPE"
        )
