"""View-models of the inbox: what the templates print, decided here."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.models import Conversation
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import get_gig_for


@dataclass(frozen=True)
class ConversationRow:
    """A conversation in the list; ``has_new`` says whether the other side wrote since one read it."""

    name: str
    href: str
    note: str
    at: datetime
    has_new: bool


def other_of(conversation: Conversation, person_id: int) -> Person:
    """Return the person that one talks with."""
    return conversation.two if conversation.one_id == person_id else conversation.one


def conversation_row(conversation: Conversation, person_id: int) -> ConversationRow:
    """Return a conversation as a row of the person's inbox."""
    began = conversation.begun_by_id == person_id
    return ConversationRow(
        name=other_of(conversation, person_id).name,
        href=reverse("inbox:show", args=[conversation.public_id]),
        note=_("You asked about a gig") if began else _("Asked you about a gig"),
        at=conversation.record.last_at,
        has_new=getattr(conversation, "has_new", False),
    )


def gig_of(conversation: Conversation, person_id: int) -> Gig | None:
    """Return the gig that the talk was begun about, if the person may still see it."""
    try:
        return get_gig_for(public_id=conversation.about.removeprefix("gig:"), person_id=person_id)
    except NotYours:
        return None
