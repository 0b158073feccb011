"""Personal tokens."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _

from ..models import Person, PersonalToken
from ..queries import token_hash, token_with_words
from ..rules import TokenNameTaken, TooManyTokens, usable_name

# Noting each call would write a row for every request of a busy program.
_USE_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_token(*, person_id: int, name: str, now: datetime) -> tuple[PersonalToken, str]:
    """Make a personal token; return the row and the words, which are never shown again.

    Errors: TooManyTokens, TokenNameTaken, NameUnusable.
    """
    shown_name = usable_name(name, most=limits.TOKEN_NAME_CHARACTERS_MAX)
    Person.objects.select_for_update().get(pk=person_id)
    mine = PersonalToken.objects.filter(person_id=person_id)
    if mine.filter(name=shown_name).exists():
        raise TokenNameTaken(
            _("You have a token named “{name}”. Give this one another name."), name=shown_name
        )
    if mine.count() >= limits.TOKENS_PER_PERSON_MAX:
        raise TooManyTokens(
            _("You have {most} tokens. Revoke one that you no longer use."), most=limits.TOKENS_PER_PERSON_MAX
        )
    words = "ght_" + secrets.token_urlsafe(32)
    token = PersonalToken.objects.create(
        person_id=person_id, name=shown_name, token_hash=token_hash(words), created_at=now
    )
    return token, words


def use_token(*, words: str, now: datetime) -> Person | None:
    """Return the active person whose token this is and note the use, to the minute; None for other words."""
    token = token_with_words(words)
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at >= _USE_NOTED_EVERY:
        PersonalToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.person


def revoke_token(*, person_id: int, public_id: str) -> None:
    """End a personal token; programs that use it are refused from then on.

    Errors: NotYours.
    """
    deleted, _rows = PersonalToken.objects.filter(public_id=public_id, person_id=person_id).delete()
    if not deleted:
        raise NotYours(_("There is no such token."))
