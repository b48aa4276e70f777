"""Single letters of different senders that belong to no series and demand no payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alfrd_luigi.samples.content import rent
from alfrd_luigi.samples.content.household import CITY, HOLDER, STREET, YEAR, long_date
from alfrd_luigi.samples.paper import Gap, Page, Paper, Text


@dataclass(frozen=True)
class _Letter:
    name: str
    document_type: str
    sender: str
    address: str
    date: date
    subject: str
    paragraphs: tuple[str, ...]
    signed: str


_LETTERS = (
    _Letter(
        "letter-landlord",
        "property",
        rent.ENTITY,
        "48 Harbor Way, Suite 210, San Mira, CA 94999",
        date(YEAR, 3, 14),
        "Notice to tenants: inspection of your apartment",
        (
            "As your landlord we inspect the smoke alarms and the plumbing of every apartment in the building once a "
            "year. Our inspector will enter your apartment on Thursday, March 28, between 9 am and noon.",
            "You need not be present. If this day does not suit you, please call the office within one week. Under the "
            "terms of your lease the tenant keeps the access to the water valves clear.",
            "The inspection does not change your lease or your rent.",
        ),
        "Property management",
    ),
    _Letter(
        "letter-school",
        "education",
        "Willow Creek Elementary School",
        "300 Willow Creek Road, San Mira, CA 94999",
        date(YEAR, 9, 18),
        "Parent and teacher conferences",
        (
            "We invite you to this term's parent and teacher conferences in the week of October 14. Each "
            "conference lasts twenty minutes. Your child's teacher will show you their work and the report card.",
            "Please return the slip with your preferred time to the classroom teacher by the end of September.",
            "School ends at noon on conference days. The after-school program is open as usual.",
        ),
        "The principal's office",
    ),
    _Letter(
        "letter-bank",
        "other",
        "Harborlight Community Bank",
        "12 Exchange Square, San Mira, CA 94999",
        date(YEAR, 6, 20),
        "Our branch in Market Lane is moving",
        (
            "We are writing to tell you that our branch in Market Lane closes on Friday, July 19, and opens on the "
            "following Monday at its new address, 12 Exchange Square.",
            "You need do nothing. Telephone numbers and opening hours stay the same, and your safe deposit box will be "
            "moved under guard.",
            "We look forward to welcoming you in our new rooms, which are also easier to reach with a wheelchair.",
        ),
        "Your branch team",
    ),
    _Letter(
        "letter-garden-club",
        "other",
        "San Mira Garden Club",
        "5 Nursery Lane, San Mira, CA 94999",
        date(YEAR, 10, 21),
        "Thank you for your help",
        (
            "Thank you for helping with the planting of the young trees along the river last Saturday. Thanks to you "
            "and fourteen others, all sixty of them were in the ground before the rain came.",
            "We would be glad to see you again in spring, when we look after them for the first time. A few "
            "photographs will follow as soon as they are sorted.",
        ),
        "The board of the Garden Club",
    ),
)


def letters() -> Iterator[Paper]:
    """All letters. Nothing is random."""
    for letter in _LETTERS:
        yield Paper(letter.name, letter.document_type, letter.sender, letter.date, None, None, (_page(letter),))


def _page(letter: _Letter) -> Page:
    paragraphs = [block for paragraph in letter.paragraphs for block in (Text(paragraph), Gap())]
    return (
        Text(letter.sender, 15, bold=True),
        Text(letter.address, 10),
        Gap(30),
        Text(HOLDER),
        Text(STREET),
        Text(CITY),
        Gap(20),
        Text(long_date(letter.date)),
        Gap(20),
        Text(letter.subject, 12, bold=True),
        Gap(),
        Text(f"Dear {HOLDER},"),
        Gap(),
        *paragraphs,
        Text("Sincerely,"),
        Gap(),
        Text(letter.signed),
        Text(letter.sender),
    )
