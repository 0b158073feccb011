"""View-models of feedback: what the templates print, decided here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.domain.orders.models import Feedback
from gighall.domain.orders.queries import rating_of

FULL, EMPTY = "★", "☆"
STARS_MAX = 5


@dataclass(frozen=True)
class FeedbackItem:
    """What one person said about another. ``can_reply`` is for whom it is about."""

    public_id: str
    by_name: str
    at: datetime
    stars: str
    stars_label: str
    text: str
    reply: str
    can_reply: bool
    is_blind: bool


@dataclass(frozen=True)
class Rating:
    """What all shown feedback comes to; ``label`` is empty where there is none."""

    count: int
    stars: str
    label: str


def feedback_items(found: Iterable[Feedback], *, reader_id: int | None) -> list[FeedbackItem]:
    """Return feedback as it is printed for a reader; of their own they see the full words."""
    return [_item(each, reader_id) for each in found]


def _item(feedback: Feedback, reader_id: int | None) -> FeedbackItem:
    mean = (feedback.result_stars + feedback.talk_stars + feedback.time_stars) / 3
    own = feedback.by_id == reader_id
    return FeedbackItem(
        public_id=feedback.public_id,
        by_name=feedback.by.name,
        at=feedback.given_at,
        stars=stars_of(mean),
        stars_label=_("%(mean).1f of 5 stars") % {"mean": mean},
        text=feedback.text if own else feedback.text_shown,
        reply=feedback.reply if feedback.about_id == reader_id else feedback.reply_shown,
        can_reply=feedback.about_id == reader_id and not feedback.reply and feedback.shown_at is not None,
        is_blind=feedback.shown_at is None,
    )


def rating(shown: QuerySet[Feedback]) -> Rating:
    """Return what shown feedback comes to, in one query."""
    count, mean = rating_of(shown)
    if mean is None:
        return Rating(0, "", "")
    words = ngettext(
        "%(mean).1f of 5 stars, from %(count)d order", "%(mean).1f of 5 stars, from %(count)d orders", count
    )
    return Rating(count, stars_of(mean), words % {"mean": mean, "count": count})


def stars_of(mean: float) -> str:
    """Return five signs, full ones first; the label beside them says it in words."""
    full = round(mean)
    return FULL * full + EMPTY * (STARS_MAX - full)
