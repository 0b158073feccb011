"""Shapes of the API. Ids are opaque strings, amounts whole numbers of the smallest coin, times ISO 8601 in UTC."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from gighall.base import limits
from gighall.base.text import is_storable


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError("the text contains characters that cannot be stored")
    return text


Words = Annotated[str, StringConstraints(max_length=50_000), AfterValidator(_storable)]
PublicId = Annotated[str, StringConstraints(max_length=24), AfterValidator(_storable)]
# PostgreSQL's bigint is far wider; no price is.
Minor = Annotated[int, Field(ge=0, le=10**12)]


class RefusalOut(Schema):
    """Why something was not done, as a code and as a sentence for the person."""

    why: str
    say: str


class MeOut(Schema):
    """The person who calls."""

    id: str
    name: str
    email: str
    is_staff: bool
    accepted_terms: int | None
    present_terms: int


class TermsIn(Schema):
    """The version of the terms that is accepted; it must be the present one."""

    number: Annotated[int, Field(ge=1, le=10**6)]


class ProfileIn(Schema):
    """How others see the person who calls."""

    name: Annotated[Words, StringConstraints(min_length=1, max_length=limits.PERSON_NAME_CHARACTERS_MAX)]
    time_zone: Annotated[str, StringConstraints(max_length=64)]


class HallIn(Schema):
    """The hall's name and the hue of its colour, in degrees."""

    name: Annotated[Words, StringConstraints(min_length=1, max_length=limits.HALL_NAME_CHARACTERS_MAX)]
    accent_hue: Annotated[int, Field(ge=0, le=359)]


class TokenIn(Schema):
    """By which name a token is known to its owner."""

    name: Annotated[Words, StringConstraints(min_length=1, max_length=limits.TOKEN_NAME_CHARACTERS_MAX)]


class TokenOut(Schema):
    """A new token. ``token`` is shown this one time."""

    id: str
    name: str
    token: str


Kind = Literal["chat_session", "video_session", "deliverable"]
Detail = Literal["postal_address", "printed_name", "phone_number", "email_address", "account_name"]
Category = Literal["programming", "data", "writing", "languages", "study", "design", "business", "everyday"]
# Wider than any limit, so that a number that is too large is refused with a sentence.
Count = Annotated[int, Field(ge=0, le=100_000)]


class RequirementIn(Schema):
    """A question that the seller asks every buyer."""

    text: Words
    is_required: bool = True


class GigIn(Schema):
    """What a seller fills in. A session has ``minutes``, a deliverable ``delivery_days``; the other stays null."""

    kind: Kind = "chat_session"
    category: Category
    title: Words
    text: Words
    price_minor: Minor
    minutes: Count | None = None
    delivery_days: Count | None = None
    revisions: Count = limits.GIG_REVISIONS_DEFAULT
    requirements: Annotated[list[RequirementIn], Field(max_length=100)] = []
    declared_details: Annotated[list[Detail], Field(max_length=100)] = []


class RequirementOut(Schema):
    """A question to every buyer, as others read it."""

    text: str
    is_required: bool


class ExceptionOut(Schema):
    """Outside contact that support lets stand in orders: which kinds, until when, and why."""

    kinds: list[str]
    until: datetime
    reason: str


class GigOut(Schema):
    """A gig as others read it: contact details are withheld. ``exceptions`` hold in its orders alone."""

    id: str
    kind: Kind
    category: str
    title: str
    html: str
    price_minor: int
    minutes: int | None
    delivery_days: int | None
    revisions: int
    requirements: list[RequirementOut]
    declared_details: list[str]
    exceptions: list[ExceptionOut]
    state: str
    changed_at: datetime
    seller: str
    seller_name: str
    seller_is_online: bool


class FaultOut(Schema):
    """One thing that is wrong with a gig, and where: a field of GigIn, of a question with its place."""

    field: str
    say: str


class GigRefusalOut(RefusalOut):
    """Why something was not done with a gig; ``faults`` is everything that is to change in what was sent."""

    faults: list[FaultOut] = []


class WishIn(Schema):
    """What is looked for among gigs; everything may be left out.

    ``minutes_max`` speaks of sessions, ``days_max`` of deliverables: with both, either may fit.
    """

    q: Annotated[Words, StringConstraints(max_length=limits.SEARCH_CHARACTERS_MAX)] = ""
    kind: Kind | None = None
    category: Category | None = None
    price_minor_max: Minor | None = None
    minutes_max: Count | None = None
    days_max: Count | None = None
    is_online: bool = False
    sort: Literal["newest", "cheapest", "dearest"] | None = None
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class FileAckOut(Schema):
    """The number under which a file is stored."""

    k: str
    c: str
    n: int


class UploadOut(Schema):
    """A file that comes in parts: how far it is, until when it is kept, and what has become of it: the number of its
    entry, or why it was refused.
    """

    id: str
    href: str
    name: str
    fingerprint: str
    size: int
    offset: int
    expires_at: datetime
    n: int | None
    refused: RefusalOut | None


class StatementLineOut(Schema):
    """One transfer as its owner reads it."""

    at: datetime
    kind: str
    reference: str
    amount_minor: int
    balance_minor: int
    clears_at: datetime | None


class MoneyOut(Schema):
    """One's balance, what of it can be spent, what is still clearing, and the newest lines of the statement.

    ``next_clears_at`` says when ``next_clears_minor`` of the clearing amount can be spent.
    """

    balance_minor: int
    available_minor: int
    clearing_minor: int
    next_clears_minor: int
    next_clears_at: datetime | None
    currency: str
    lines: list[StatementLineOut]


class GrantIn(Schema):
    """Credits for a person; the key makes a second call harmless."""

    email: Words
    amount_minor: Minor
    reason: Words
    key: UUID


class KeyIn(Schema):
    """A key that makes a second call harmless."""

    key: UUID


class BalanceOut(Schema):
    """A balance after something moved."""

    balance_minor: int


class PaymentIn(Schema):
    """How much will be paid into the hall; the key makes a second call harmless."""

    amount_minor: Minor
    key: UUID


class PaymentOut(Schema):
    """A payment into the hall as its person sees it.

    ``instructions`` say how to pay, with ``reference``; they are empty once it has ended. ``reason`` is why it was
    declined.
    """

    id: str
    provider: str
    amount_minor: int
    currency: str
    reference: str
    state: Literal["announced", "confirmed", "declined", "withdrawn"]
    announced_at: datetime
    ended_at: datetime | None
    reason: str
    instructions: str = ""


class StaffPaymentOut(PaymentOut):
    """A payment as staff see it, with whose it is."""

    person: str
    person_name: str


class DeclineIn(Schema):
    """Why a payment is declined; the person reads it."""

    reason: Words


class BankWordsIn(Schema):
    """What people read who want to pay by bank transfer."""

    text: Words


class ProblemOut(Schema):
    """Something that does not add up: its kind, what it is about, what should stand there and what does."""

    kind: str
    about: str
    expected_minor: int
    stands_minor: int


class ReconciliationOut(Schema):
    """Where all the money stands, and whatever does not add up; no problems are the proof that everything does."""

    in_hall_minor: int
    of_people_minor: int
    in_escrow_minor: int
    fees_minor: int
    currency: str
    problems: list[ProblemOut]


class TermsSourceIn(Schema):
    """A new version of the terms: clauses that start with ``## Heading {#anchor}``.

    ``based_on`` is the version that the writer had before them.
    """

    source: Words
    based_on: Annotated[int, Field(ge=1, le=10**6)]


class TermsOut(Schema):
    """A version of the terms."""

    number: int
    published_at: datetime


class FeedbackIn(Schema):
    """How an ended order was: one to five stars for result, talk and time, words for everybody, a note for support."""

    stars: Annotated[list[int], Field(min_length=3, max_length=3)]
    text: Words
    private_note: Words = ""


class FeedbackOut(Schema):
    """What one side said; ``shown_at`` is null while it is blind."""

    id: str
    side: str
    stars: list[int]
    text: str
    given_at: datetime
    shown_at: datetime | None
    reply: str


class ReplyIn(Schema):
    """The one public answer to feedback."""

    text: Words
