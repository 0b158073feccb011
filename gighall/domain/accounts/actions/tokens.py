"""Personal tokens."""

import secrets
from datetime import datetime

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.text import clean_line

from ..models import PersonalToken, Person
from ..queries import token_hash
from ..rules import TooManyTokens


@transaction.atomic
def create_token(*, person_id: int, name: str, now: datetime) -> tuple[PersonalToken, str]:
    """Make a personal token; return the row and the words, which are never shown again.

    Errors: TooManyTokens.
    """
    Person.objects.select_for_update().get(pk=person_id)
    if PersonalToken.objects.filter(person_id=person_id).count() >= limits.TOKENS_PER_PERSON_MAX:
        raise TooManyTokens(
            _("You have {most} tokens. Revoke one that you no longer use."), most=limits.TOKENS_PER_PERSON_MAX
        )
    words = "ght_" + secrets.token_urlsafe(32)
    token = PersonalToken.objects.create(
        person_id=person_id, name=clean_line(name), token_hash=token_hash(words), created_at=now
    )
    return token, words


def revoke_token(*, person_id: int, token_id: int) -> None:
    """End a personal token; programs that use it are refused within seconds.

    Errors: NotYours.
    """
    deleted, _ = PersonalToken.objects.filter(pk=token_id, person_id=person_id).delete()
    if not deleted:
        raise NotYours(_("There is no such token."))
