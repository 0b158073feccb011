"""What a seller offers, and what it must be. Plain Python."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.money import format_minor
from gighall.base.text import clean_line, clean_text

from ..states import CHAT_SESSION, DRAFT, KINDS, SESSIONS
from .lists import CATEGORIES, DETAILS, EVERYDAY


@dataclass(frozen=True)
class RequirementWords:
    """A question that the seller asks every buyer."""

    text: str
    is_required: bool = True


@dataclass(frozen=True)
class GigWords:
    """What a seller fills in. Units: price_minor in the smallest coin, minutes and days whole.

    A session has minutes and no delivery_days, a deliverable the other way round.
    """

    title: str
    text: str
    price_minor: int
    minutes: int | None = None
    kind: str = CHAT_SESSION
    category: str = EVERYDAY
    delivery_days: int | None = None
    revisions: int = limits.GIG_REVISIONS_DEFAULT
    requirements: tuple[RequirementWords, ...] = ()
    declared_details: tuple[str, ...] = ()


class GigFault(Refused):
    """One thing that is wrong with what a seller filled in.

    ``field`` is a field of GigWords; of a question it has the place too: ``requirements.2``.
    """

    code = "gig_incomplete"

    def __init__(self, template: str, *, field: str, **values: object) -> None:
        super().__init__(template, **values)
        self.field = field


class GigIncomplete(Refused):
    """Something that a gig needs is missing, too short or too long; ``faults`` are all that is wrong."""

    code = "gig_incomplete"

    def __init__(self, faults: Sequence[GigFault]) -> None:
        super().__init__(faults[0].template, **faults[0].values)
        self.faults = tuple(faults)


class TooManyGigs(Refused):
    """A seller has as many gigs as allowed."""

    code = "too_many_gigs"


class GigNotForSale(Refused):
    """The gig is a draft, or the buyer is its seller."""

    code = "gig_not_for_sale"


def cleaned(words: GigWords) -> GigWords:
    """Return what was filled in as it is stored: text cleaned, details named once and in the list's order."""
    return replace(
        words,
        title=clean_line(words.title),
        text=clean_text(words.text),
        requirements=tuple(replace(each, text=clean_line(each.text)) for each in words.requirements),
        declared_details=tuple(
            sorted(set(words.declared_details), key=[*DETAILS, *words.declared_details].index)
        ),
    )


def check_gig(words: GigWords) -> None:
    """Refuse a gig that lacks something or has too much of it.

    Errors: GigIncomplete with everything that is to change.
    """
    faults = gig_faults(words)
    if faults:
        raise GigIncomplete(faults)


def gig_faults(words: GigWords) -> list[GigFault]:
    """Return everything that is wrong with cleaned words, in the order in which they are filled in."""
    return [*_subject_faults(words), *_length_faults(words), *_terms_faults(words), *_asked_faults(words)]


def _subject_faults(words: GigWords) -> Iterator[GigFault]:
    if words.kind not in KINDS:
        yield GigFault(
            _("Choose what you offer: a chat session, a video session or a deliverable."), field="kind"
        )
    if words.category not in CATEGORIES:
        yield GigFault(_("Choose a category from the list: people look for gigs there."), field="category")
    if not limits.GIG_TITLE_CHARACTERS_MIN <= len(words.title) <= limits.GIG_TITLE_CHARACTERS_MAX:
        yield GigFault(
            _("Write a title of {least} to {most} characters; yours has {count}."),
            field="title",
            least=limits.GIG_TITLE_CHARACTERS_MIN,
            most=limits.GIG_TITLE_CHARACTERS_MAX,
            count=len(words.title),
        )
    if not limits.GIG_TEXT_CHARACTERS_MIN <= len(words.text) <= limits.GIG_TEXT_CHARACTERS_MAX:
        yield GigFault(
            _("Describe your help in {least} to {most} characters; you wrote {count}."),
            field="text",
            least=limits.GIG_TEXT_CHARACTERS_MIN,
            most=limits.GIG_TEXT_CHARACTERS_MAX,
            count=len(words.text),
        )


def _length_faults(words: GigWords) -> Iterator[GigFault]:
    is_session = words.kind in SESSIONS
    if is_session and not limits.GIG_MINUTES_MIN <= (words.minutes or 0) <= limits.GIG_MINUTES_MAX:
        yield GigFault(
            _("Choose a length between {least} and {most} minutes."),
            field="minutes",
            least=limits.GIG_MINUTES_MIN,
            most=limits.GIG_MINUTES_MAX,
        )
    if is_session and words.delivery_days is not None:
        yield GigFault(_("A session has a length in minutes and no delivery time."), field="delivery_days")
    if is_session or words.kind not in KINDS:
        return
    if words.minutes is not None:
        yield GigFault(_("A deliverable has a delivery time and no length in minutes."), field="minutes")
    least, most = limits.GIG_DELIVERY_DAYS_MIN, limits.GIG_DELIVERY_DAYS_MAX
    if not least <= (words.delivery_days or 0) <= most:
        yield GigFault(
            _("Set a delivery time of {least} to {most} days."), field="delivery_days", least=least, most=most
        )


def _terms_faults(words: GigWords) -> Iterator[GigFault]:
    if not limits.GIG_PRICE_MINOR_MIN <= words.price_minor <= limits.GIG_PRICE_MINOR_MAX:
        yield GigFault(
            _("Set a price between {least} and {most}."),
            field="price_minor",
            least=format_minor(limits.GIG_PRICE_MINOR_MIN),
            most=format_minor(limits.GIG_PRICE_MINOR_MAX),
        )
    if not 0 <= words.revisions <= limits.GIG_REVISIONS_MAX:
        yield GigFault(_("Include 0 to {most} revisions."), field="revisions", most=limits.GIG_REVISIONS_MAX)


def _asked_faults(words: GigWords) -> Iterator[GigFault]:
    most = limits.GIG_REQUIREMENTS_MAX
    if len(words.requirements) > most:
        count = len(words.requirements)
        yield GigFault(
            _("Ask at most {most} questions; you have {count}."), field="requirements", most=most, count=count
        )
    for place, requirement in enumerate(words.requirements):
        field, number = f"requirements.{place}", place + 1
        if not requirement.text:
            yield GigFault(
                _("Question {number} is empty. Write it or leave it out."), field=field, number=number
            )
        if len(requirement.text) > limits.GIG_REQUIREMENT_CHARACTERS_MAX:
            yield GigFault(
                _("Ask in at most {most} characters; question {number} has {count}."),
                field=field,
                most=limits.GIG_REQUIREMENT_CHARACTERS_MAX,
                number=number,
                count=len(requirement.text),
            )
    if not set(words.declared_details) <= DETAILS.keys():
        yield GigFault(_("Choose personal details from the list."), field="declared_details")


def check_can_order(*, state: str, seller_id: int, buyer_id: int) -> None:
    """Refuse an order of a draft, or of one's own gig.

    Errors: GigNotForSale.
    """
    if state == DRAFT:
        raise GigNotForSale(_("This gig is not published yet."))
    if seller_id == buyer_id:
        raise GigNotForSale(_("This is your own gig. Others can order it; you can edit it."))
