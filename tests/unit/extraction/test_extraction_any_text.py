from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import DocumentType, shipped_types
from alfrd_luigi.language.engines import engine
from support.local_engines import ask

TYPES = shipped_types()
NAMED = [(entry.name, entry.description) for entry in TYPES]
WORDS = st.sampled_from(
    [
        *("Invoice", "Total", "TOTAL:", "Subtotal", "Tax", "Account", "#", "Dear", "Re:", "Due Date:", "Policy Number"),
        *("$12.50", "12,50 \u20ac", "RM 3", "-5.00", "(3.00)", "999999999999999999.99", "1e9", "12-34", "kWh", "VIN"),
        *("99/99/9999", "2024-02-30", "01/02/2023", "31.12.99", "February 30, 2024", "Period", "to"),
        *("\0", "\ud800", "\u202e", "\t", "\n", "\n\n", "|", "**", "@", "%"),
    ]
)
PAGES = st.lists(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map("  ".join)),
    max_size=3,
)
QUICKLY = settings(
    max_examples=60, deadline=None, print_blob=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@QUICKLY
@given(PAGES)
def test_any_text_is_classified_and_scored(pages: list[str]) -> None:
    answer = ask(engine("offline"), questions.classify("p", pages, NAMED))

    ask(engine("offline"), questions.score_classification("p", pages, NAMED, answer))


@QUICKLY
@given(PAGES, st.sampled_from(TYPES))
def test_any_text_is_recorded_scored_and_filed(pages: list[str], entry: DocumentType) -> None:
    answer = ask(engine("offline"), questions.summarize("p", pages, entry.name, entry.fields_schema))

    ask(engine("offline"), questions.score_summary("p", pages, entry.name, entry.fields_schema, answer))
    ask(engine("offline"), questions.file("p", {**answer, "document_type": entry.name}))
