"""A service's message for a refused request: the part that may be repeated, and what to do.

A refusal may repeat what was sent: secrets, and the text of a document. Both are removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from alfrd_luigi.errors import PermanentError, RefusedRequestError
from alfrd_luigi.secrecy import keep_secret, redacted

_LENGTH = 300
_LOOKED_AT = 2_000  # characters; a refusal may be as long as an answer
# Environment variables with secrets, which no message may contain, whichever service they are for.
_SECRET = re.compile(r"SECRET|TOKEN|PASSWORD|API_?KEY|ACCESS_KEY")
_LEFT_OUT = "…"
_WORD = re.compile(r"\w+")
# Text in quotation marks, unless it is a plain word, which may be the name of a parameter. Apostrophes inside words do
# not count.
_MARKED = re.compile(r"""(?<!\w)(['"`])(?![a-z_]+\1)(.{4,}?)\1(?!\w)""")
# This many consecutive words are a quotation. A single word is one if it looks like a name or a number.
_RUN = 3
_SHORTEST_NAME = 4

_words = partial(re.compile, flags=re.IGNORECASE)
_OF_LENGTH = _words(
    r"(?:input|prompt|request|message|text)s? (?:is |was |are )?too (?:long|large)|context (?:length|window|size|limit)"
    r"|too many (?:input )?tokens|maxlength|string too long|input token count|prompt contains \d+ tokens"
    r"|input (?:tokens?|length|is)\b.{0,60}(?:exceed|must be|longer)"
    r"|exceed\w* .{0,60}\b(?:input|prompt|context)|input tokens exceeded"
    r"|range of input length|initial prompt|reduce (?:the|your) (?:length|prompt|input)"
)
# A limit that includes the length of the answer may be too small for any document.
_OF_ANSWER_LENGTH = _words(r"max_?(?:completion_|new_|output_)?tokens|completion|maximum tokens|output tokens")
_OF_CONTENT = _words(
    r"content[ _-]?(?:filter|policy|management|moderation)|responsible[ _-]?ai|content (?:is|was|has been) blocked"
)
_OF_QUOTA = _words(r"per day|a day|daily|quota|insufficient_quota|billing|credit balance")
# What to change, by the thing that the service names. {model} is the setting of the model.
_REMEDIES = (
    (
        _words(r"inference profile|on-demand throughput"),
        "Set {model} to an inference profile of the model, such as us.…, eu.… or global.…",
    ),
    (
        _words(r"temperature|top_?p\b|top_?k\b|sampling"),
        "Leave the setting temperature empty, or set {model} to another model",
    ),
    (
        _words(r"\btool"),
        "Set {model} to a model that can be made to use a tool",
    ),
    (
        _words(r"response_?format|json.?schema|structured output|grammar|guided"),
        "Set {model} to a model with JSON-schema output; its server must support that as well",
    ),
    (
        _OF_ANSWER_LENGTH,
        "Set {model} to a model that takes max_tokens and gives answers of 3,000 tokens",
    ),
    (
        _words(r"account|payment|billing|subscri|marketplace|quota|credit|access|allowed|agreement|use case"),
        "Check the account, and its access to the model that {model} names",
    ),
)
_OTHER_REMEDY = "Check {model} and the setting temperature; docs/aws.md says what a model must support"


def told(said: object, private: Iterable[str] = ()) -> str:
    """The message on one line of at most 300 characters, without secrets and without quotations of `private`.

    A quotation is text in quotation marks, three consecutive words, or one word with capitals or digits.
    """
    keep_secret(*(value for name, value in os.environ.items() if _SECRET.search(name)))
    known = redacted(str(said))[:_LOOKED_AT]
    text = "".join(character if character.isprintable() else " " for character in known)
    return _unquoted(" ".join(text.split()), list(private))[:_LENGTH]


def is_of_quota(said: str) -> bool:
    """Whether the service says that a quota is used up, and not only that it is busy."""
    return _OF_QUOTA.search(said) is not None


def refusal(message: str, model: str) -> PermanentError | RefusedRequestError:
    """The error for a refused request, by its message. `model` is the setting of the model.

    PermanentError if the message is about the length or the content of the document.
    """
    if is_of_document(message):
        return of_document(message)
    return RefusedRequestError(message, remedy(message, model))


def is_of_document(message: str) -> bool:
    """Whether a refusal is about the length or the content of what was sent."""
    is_of_length = _OF_LENGTH.search(message) is not None and _OF_ANSWER_LENGTH.search(message) is None
    return is_of_length or _OF_CONTENT.search(message) is not None


def of_document(message: str) -> PermanentError:
    """The error for a request that is refused because of the document in it."""
    if _OF_LENGTH.search(message):
        return PermanentError(message, "Lower max_text_tokens, or choose a model that takes longer texts; then retry")
    return PermanentError(message, "Its content is refused: choose another model, then retry")


def remedy(message: str, model: str) -> str:
    """What to change in the settings or at the service. `model` is the setting of the model."""
    known = (hint for words, hint in _REMEDIES if words.search(message))
    return next(known, _OTHER_REMEDY).format(model=model)


def _unquoted(text: str, private: Sequence[str]) -> str:
    sources = "\n".join(private).lower()
    text = _MARKED.sub(lambda mark: mark[1] + _LEFT_OUT + mark[1] if mark[2].lower() in sources else mark[0], text)
    found = list(_WORD.finditer(text))
    quoted = _quoted([match[0] for match in found], private)
    parts, end = [], 0
    for number, match in enumerate(found):
        if number in quoted:
            parts += [text[end : match.start()], _LEFT_OUT]
            end = match.end()
    return re.sub(rf"{_LEFT_OUT}(?:\W*{_LEFT_OUT})+", _LEFT_OUT, "".join([*parts, text[end:]]))


def _quoted(words: list[str], private: Sequence[str]) -> set[int]:
    """The positions of the words that belong to quotations."""
    names: set[str] = set()
    runs: set[tuple[str, ...]] = set()
    for text in private:
        known = _WORD.findall(text)
        names.update(filter(_is_name, known))
        runs.update(_runs(known))
    quoted = {number for number, word in enumerate(words) if word in names}
    for start, run in enumerate(_runs(words)):
        if run in runs:
            quoted.update(range(start, start + _RUN))
    return quoted


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    lower = [word.lower() for word in words]
    return zip(*(lower[start:] for start in range(_RUN)), strict=False)


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST_NAME and (word != word.lower() or any(map(str.isdigit, word)))
