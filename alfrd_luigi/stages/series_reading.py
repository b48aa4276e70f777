"""Whether series read their documents: only a language model does, and only if the settings allow it."""

from __future__ import annotations

from alfrd_luigi.language import engines
from alfrd_luigi.settings import settings


def is_on() -> bool:
    """Whether a series with enough documents has a prompt of its own, by which its documents are read."""
    return settings().series_prompts and engines.has_model()
