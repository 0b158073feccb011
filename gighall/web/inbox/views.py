"""View-models of the inbox: what the templates print, decided here."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.conversations import queries
from gighall.domain.conversations.models import Conversation, Label
from gighall.domain.conversations.queries import LastWords
from gighall.domain.conversations.rules import ALL, ARCHIVED, STARRED, UNREAD, ListWish, filled_in
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import get_gig_for, titles_for

SHOW_NAMES = {
    ALL: gettext_lazy("All"),
    UNREAD: gettext_lazy("Unread"),
    STARRED: gettext_lazy("Starred"),
    ARCHIVED: gettext_lazy("Archived"),
}
# Ready words for those who are asked to go elsewhere: a short name, and what is written.
REFUSALS = (
    (gettext_lazy("Stay here"), gettext_lazy("I’d love to, but here we keep everything on the platform.")),
    (
        gettext_lazy("No details needed"),
        gettext_lazy("Let us stay here: this page has all we need to talk and to share files."),
    ),
    (
        gettext_lazy("After an order"),
        gettext_lazy("When you order, we get a page of our own for the chat, the files and the payment."),
    ),
)


@dataclass(frozen=True)
class ConversationRow:
    """A conversation in the list. ``unread`` is what the badge says, empty when everything is read."""

    public_id: str
    name: str
    href: str
    gig_title: str
    words: str
    at: datetime
    unread: str
    is_starred: bool
    labels: list[str]

    @property
    def star_title(self) -> str:
        """Return what the star's button does."""
        words = (
            _("Take the star off the talk with %(name)s")
            if self.is_starred
            else _("Star the talk with %(name)s")
        )
        return words % {"name": self.name}


@dataclass(frozen=True)
class Filing:
    """How a person keeps the conversation that a page shows; ``labels`` are (public id, name, whether it is on)."""

    is_starred: bool
    is_archived: bool
    labels: list[tuple[str, str, bool]]


def other_of(conversation: Conversation, person_id: int) -> Person:
    """Return the person that one talks with."""
    return conversation.two if conversation.one_id == person_id else conversation.one


def gig_id_of(conversation: Conversation) -> str:
    """Return the public id of the gig that the talk was begun about."""
    return conversation.about.removeprefix("gig:")


def conversation_rows(
    conversations: Sequence[Conversation], person_id: int, *, labels: Sequence[Label]
) -> list[ConversationRow]:
    """Return conversations as rows of the person's inbox, in three queries however many there are."""
    titles = titles_for(public_ids=map(gig_id_of, conversations), person_id=person_id)
    words = queries.last_words(person_id=person_id, record_ids=[each.record_id for each in conversations])
    labelled = queries.labels_on(person_id=person_id, conversation_ids=[each.pk for each in conversations])
    names = {label.public_id: label.name for label in labels}
    return [
        ConversationRow(
            public_id=each.public_id,
            name=other_of(each, person_id).name,
            href=reverse("inbox:show", args=[each.public_id]),
            gig_title=titles.get(gig_id_of(each), ""),
            words=_snippet(words[each.record_id], person_id),
            at=each.record.last_at,
            unread=_count(words[each.record_id].unread),
            is_starred=getattr(each, "starred_at", None) is not None,
            labels=[names[label] for label in labelled.get(each.pk, []) if label in names],
        )
        for each in conversations
    ]


def _count(unread: int) -> str:
    if unread > limits.UNREAD_COUNT_MAX:
        return f"{limits.UNREAD_COUNT_MAX}+"
    return str(unread) if unread else ""


def _snippet(last: LastWords, person_id: int) -> str:
    if last.kind is None:
        return ""
    if last.shown is None:
        words = _("These words were erased.")
    elif last.kind == "file":
        words = _("File: %(name)s") % {"name": json.loads(last.shown)["name"]}
    else:
        words = " ".join(last.shown.split())[: limits.SNIPPET_CHARACTERS_MAX]
    return _("You: %(words)s") % {"words": words} if last.author_id == person_id else words


def list_tabs(wish: ListWish) -> list[tuple[str, str, bool]]:
    """Return the views of the list: title, address, whether it is the present one."""
    index = reverse("inbox:index")
    return [
        (str(name), index if show == ALL else f"{index}?show={show}", not wish.label and show == wish.show)
        for show, name in SHOW_NAMES.items()
    ]


def empty_words(wish: ListWish) -> str:
    """Return what would stand in a list that is empty."""
    if wish.label:
        return _("Open a talk and tick this label: then it is listed here.")
    return {
        UNREAD: _("You have read everything."),
        STARRED: _("Press the star beside a talk to find it here."),
        ARCHIVED: _("Talks that you archive are kept here until somebody writes in them again."),
    }.get(wish.show, "")


def label_tabs(labels: Sequence[Label], wish: ListWish) -> list[tuple[str, str, bool]]:
    """Return the lists of labels: name, address, whether it is the present one."""
    index = reverse("inbox:index")
    return [
        (label.name, f"{index}?{urlencode({'label': label.public_id})}", label.public_id == wish.label)
        for label in labels
    ]


def gig_of(conversation: Conversation, person_id: int) -> Gig | None:
    """Return the gig that the talk was begun about, if the person may still see it."""
    try:
        return get_gig_for(public_id=gig_id_of(conversation), person_id=person_id)
    except NotYours:
        return None


def filing_of(conversation: Conversation, person_id: int) -> Filing:
    """Return how a person keeps a conversation, in two queries."""
    on = queries.labels_on(person_id=person_id, conversation_ids=[conversation.pk]).get(conversation.pk, [])
    return Filing(
        is_starred=getattr(conversation, "starred_at", None) is not None,
        is_archived=bool(getattr(conversation, "is_archived", False)),
        labels=[
            (label.public_id, label.name, label.public_id in on) for label in queries.labels_of(person_id)
        ],
    )


def phrases_for(person: Person, *, other_name: str, gig_title: str) -> list[dict[str, Any]]:
    """Return ready words for the composer's menu: one's own, filled in, and refusals to go elsewhere."""
    own = [
        {
            "label": response.title,
            "text": filled_in(response.text, name=other_name, gig=gig_title or _("this gig"), me=person.name),
        }
        for response in queries.quick_responses_of(person.pk)
    ]
    refusals = [{"label": str(label), "text": str(text)} for label, text in REFUSALS]
    groups = [(_("Your quick responses"), own), (_("When somebody wants to go elsewhere"), refusals)]
    return [{"group": title, "items": items} for title, items in groups if items]
