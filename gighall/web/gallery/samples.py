"""What the gallery's components show: short and long, plain and awkward, in three scripts.

These are the words of imaginary people and stay in the language they wrote in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOMENT = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
LONG_NAME = "Maximiliane-Theodora von Hohenlohe-Waldenburg-Schillingsfürst"
DELIVERED = """Here is the corrected script with a note for each change.

1. The date is read as UTC.
2. The empty list no longer stops it."""
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"


@dataclass(frozen=True, slots=True)
class Mark:
    """Why some words are withheld."""

    why: str
    clause_url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a message: words as they are, or withheld ones."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as the timeline prints it."""

    number: int | str
    by: str
    by_name: str
    by_initials: str
    mine: bool
    at: datetime
    pieces: list[Piece]
    state: str = ""
    note: str = ""
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Gig:
    """A gig as a card prints it."""

    title: str
    seller_name: str
    kind_label: str
    price: str
    summary: str = ""
    delivery_note: str = ""
    href: str = "#cards"
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Samples:
    """Everything the gallery's templates print."""

    moment: datetime
    long_name: str
    names: list[str]
    gigs: list[Gig]
    talk: list[Entry]
    masked: list[Entry]
    unsent: list[Entry]
    statement: list[tuple[datetime, str, int]]
    codes: list[str]
    delivered: str


def samples() -> Samples:
    """Return the samples."""
    return Samples(
        moment=MOMENT,
        long_name=LONG_NAME,
        names=["Ana Ruiz", "Bo Lindqvist", LONG_NAME, "ליאור כהן", "Нина", "山田 花子"],
        gigs=_gigs(),
        talk=_talk(),
        masked=_masked(),
        unsent=_unsent(),
        statement=[
            (MOMENT, "Held for “Read your code with you”", -4220),
            (MOMENT + timedelta(days=2), "Given back: the seller could not come", 4220),
            (MOMENT + timedelta(days=3), f"Voucher {LONG_WORD}", 125_000),
        ],
        codes=["3f9k-21xq", "8d0l-44aa", "q7r1-0o0i", "m2n8-1lI1", "zz90-5s5s", "b8b3-2z2z"],
        delivered=DELIVERED,
    )


def _gigs() -> list[Gig]:
    return [
        Gig(
            "I read your Python with you, by chat",
            "Ana Ruiz",
            "Chat session",
            "€40.00",
            "You paste what puzzles you, we read it line by line until you can explain it to others.",
            "45 minutes",
            is_online=True,
        ),
        Gig("Proofreading", "Bo Lindqvist", "Deliverable", "€12.50"),
        Gig(
            f"{LONG_WORD} – history, meaning and how to spell it under stress",
            LONG_NAME,
            "Chat session",
            "€1,205.00",
            "One long word.",
            "2 hours",
            is_online=True,
        ),
        Gig(
            "שיחת ייעוץ על קורות חיים",
            "ליאור כהן",
            "Chat session",
            "€25.00",
            "נעבור יחד על קורות החיים שלך.",
            "30 minutes",
        ),
    ]


def _said(
    number: int | str,
    mine: bool,
    minutes: int,
    *pieces: Piece,
    state: str = "",
    note: str = "",
    follows: bool = False,
) -> Entry:
    name, letters = ("Ana Ruiz", "AR") if mine else ("Bo Lindqvist", "BL")
    return Entry(
        number,
        "ana" if mine else "bo",
        name,
        letters,
        mine,
        MOMENT + timedelta(minutes=minutes),
        list(pieces),
        state,
        note,
        follows,
    )


def _talk() -> list[Entry]:
    code = "for row in rows:\n    total += row.amount_minor  # cents\nprint(total)"
    return [
        _said(3, False, 0, Piece("Hi Ana! The script stops at the second file. Do you need the file too?")),
        _said(4, True, 1, Piece("Yes please, here on this page. What does it print last?")),
        _said(5, False, 3, Piece(f"This is the loop:\n\n{code}"), follows=False),
        _said(6, False, 3, Piece("שלום, זה עובד גם בעברית? כן 👍"), follows=True),
        _said(7, True, 5, Piece(f"It does. {LONG_WORD * 2}"), state="received"),
    ]


def _masked() -> list[Entry]:
    why = "An e-mail address. Contact outside the hall is not allowed here; the clause says when it is."
    mark = Mark(why, "/terms/", "email")
    return [
        _said(
            8,
            True,
            6,
            Piece("Write me at "),
            Piece("ana@example.org", mark),
            Piece(" if this page is down."),
            note="The other side does not see the marked words. Nothing else happens.",
        ),
        _said(
            9,
            False,
            8,
            Piece("I got your message, but I see only "),
            Piece("••••••••", mark),
            Piece(". Let us stay here."),
        ),
    ]


def _unsent() -> list[Entry]:
    return [
        _said("", True, 9, Piece("On its way."), state="sending"),
        _said("", True, 9, Piece("The train is in a tunnel."), state="unsent"),
        _said(
            "",
            True,
            10,
            Piece("A very long paste."),
            state="refused",
            note="This order was closed a minute ago. Write in the inbox instead.",
        ),
    ]
