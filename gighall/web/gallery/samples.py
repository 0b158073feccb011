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
    help_url: str
    kind: str
    outcome: str = "mask"


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a message: words as they are, or withheld ones."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file as its entry prints it."""

    href: str
    name: str
    size: str
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Timer:
    """The timer of a session."""

    seconds: int
    cap_seconds: int | None
    figures: str
    cap_figures: str
    words: str
    is_counting: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a session, and whether it is there."""

    name: str
    is_mine: bool = False
    is_here: bool = False
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """The head of a session page."""

    phase: str
    clock: Timer
    sides: list[Side]
    sentence: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message or a file as the timeline prints it."""

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
    other: list[Piece] | None = None
    file: File | None = None


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
    files: list[Entry]
    offers: list[dict[str, object]]
    ticket_lines: list[dict[str, object]]
    unsent: list[Entry]
    found: list[dict[str, str]]
    phrases: list[dict[str, object]]
    statement: list[tuple[datetime, str, int]]
    codes: list[str]
    sessions: list[Session]
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
        files=_files(),
        offers=_offers(),
        ticket_lines=_ticket_lines(),
        unsent=_unsent(),
        found=_found(),
        phrases=_phrases(),
        statement=[
            (MOMENT, "Held for “Read your code with you”", -4220),
            (MOMENT + timedelta(days=2), "Given back: the seller could not come", 4220),
            (MOMENT + timedelta(days=3), f"Voucher {LONG_WORD}", 125_000),
        ],
        codes=["3f9k-21xq", "8d0l-44aa", "q7r1-0o0i", "m2n8-1lI1", "zz90-5s5s", "b8b3-2z2z"],
        delivered=DELIVERED,
        sessions=_sessions(),
    )


def _sessions() -> list[Session]:
    mine, theirs = Side("Bo Lindqvist", is_mine=True, is_here=True), Side("Ana Ruiz", is_here=True)
    away = Side(LONG_NAME, seen_at=MOMENT)
    counting = Timer(761, 3_600, "12:41", "60:00", "12 minutes 41 seconds of 60 minutes", is_counting=True)
    standing = Timer(3_723, None, "62:03", "", "62 minutes 3 seconds")
    return [
        Session("running", counting, [mine, theirs], "Both of you are here: time counts."),
        Session("running", standing, [mine, away], f"{LONG_NAME} is not here, so no minute counts."),
        Session("paused", counting, [mine, Side("ליאור כהן")], "Paused. No minute counts."),
        Session("ended", counting, [], "The session has ended. 12 minutes 41 seconds count."),
    ]


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
    other: list[Piece] | None = None,
    file: File | None = None,
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
        other,
        file,
    )


def _talk() -> list[Entry]:
    code = "for row in rows:\n    total += row.amount_minor  # cents\nprint(total)"
    return [
        _said(3, False, 0, Piece("Hi Ana! The script stops at the second file. Do you need the file too?")),
        _said(4, True, 1, Piece("Yes please, here on this page. What does it print last?")),
        _said(5, False, 3, Piece(f"This is the loop:\n\n{code}"), follows=False),
        _said(6, False, 3, Piece("שלום, זה עובד גם בעברית? כן 👍"), follows=True),
        _said(7, True, 5, Piece(f"It does. {LONG_WORD * 2}"), state="read"),
        _said(8, True, 6, Piece("I am here until noon.")),
    ]


def _masked() -> list[Entry]:
    why = "An e-mail address. Contact outside the hall is not allowed here; the clause says when it is."
    mark = Mark(why, "/contact/#order", "email")
    until = "Allowed here by support’s exception until 3 December 2026, 14:00 UTC."
    allowed = Mark(until, "/contact/#order", "phone", "allow")
    noted = Mark("These words sound like going elsewhere. You need not.", "/contact/#order", "intent", "note")
    shown = [
        Piece("Write me at "),
        Piece("█████", mark),
        Piece(" if this page is down."),
    ]
    return [
        _said(
            9,
            True,
            6,
            Piece("Write me at "),
            Piece("ana@example.org", mark),
            Piece(" if this page is down."),
            note="The other side sees a grey bar instead of: e-mail address.",
            other=shown,
            state="received",
        ),
        _said(
            10,
            False,
            8,
            Piece("I got your message, but I see only "),
            Piece("█████", mark),
            Piece(". "),
            Piece("Shall we go on elsewhere", noted),
            Piece("? Better let us stay here."),
            note="These words sound like going elsewhere, which is not allowed. You need not.",
        ),
        _said(30, True, 9, Piece("For the call: "), Piece("+44 20 7946 0000", allowed), note=until),
    ]


def _files() -> list[Entry]:
    return [
        _said(11, False, 9, file=File("#timeline", "plan.pdf", "1.2 MB")),
        _said(
            12, True, 9, file=File("#timeline", f"{LONG_WORD} {LONG_WORD}.tar.gz", "19.8 MB"), state="read"
        ),
        _said(13, False, 9, file=File("/static/icons/icon-192.png", "תמונה.png", "4.1 KB", is_picture=True)),
    ]


def _ticket_lines() -> list[dict[str, object]]:
    def line(by_name: str, words: str, badge: str = "", *, internal: bool = False) -> dict[str, object]:
        said: dict[str, object] = {"by_name": by_name, "at": MOMENT, "words": words, "badge": badge}
        return said | {"mine": not badge, "is_internal": internal}

    return [
        line("Ana Ruiz", f"May my clients send me a link to their drafts?\n{LONG_WORD}"),
        line("Bo Lindqvist", "", "has it now", internal=True),
        line(
            "Bo Lindqvist",
            "The gig is about reviews: a link makes sense.",
            "note, for staff only",
            internal=True,
        ),
        line(LONG_NAME, "אפשר לבקש חריגה מדף השירות.", "support"),
    ]


def _offers() -> list[dict[str, object]]:
    terms = [("Price", "€60.00"), ("Length", "90 minutes"), ("Stands until", "21 March, 10:30")]
    open_offer = {
        "title": "Read your code with you",
        "scope": f"Both loops, and a page of notes.\nNot part of it: {LONG_WORD}",
        "terms": terms,
        "state_label": "open",
        "href": "#timeline",
        "link_label": "See and accept",
    }
    closed = open_offer | {"title": LONG_WORD, "state_label": "declined", "link_label": "See the offer"}
    return [
        {"number": number, "at": MOMENT, "by_name": "Ana Ruiz", "offer": offer}
        for number, offer in ((18, open_offer), (19, closed))
    ]


def _found() -> list[dict[str, str]]:
    return [
        {
            "words": "ana@example.org",
            "why": "This e-mail address is withheld from the other side. Talk and share everything here.",
            "clause_url": "#timeline",
            "help_url": "/contact/",
        },
        {
            "words": LONG_WORD * 2,
            "why": "This link is withheld from the other side. Paste what matters as text instead.",
            "clause_url": "#timeline",
            "help_url": "/contact/",
        },
    ]


def _phrases() -> list[dict[str, object]]:
    return [
        {
            "group": "Your quick responses",
            "items": [
                {"label": "Hello", "text": "Hello, and thank you for your question!"},
                {"label": "שלום", "text": "שלום ותודה על השאלה!"},
                {"label": LONG_WORD * 2, "text": "A long word."},
            ],
        },
        {
            "group": "To say no",
            "items": [
                {"label": "Stay here", "text": "I would love to, but here we keep everything on this page."}
            ],
        },
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
