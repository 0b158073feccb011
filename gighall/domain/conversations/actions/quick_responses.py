"""Words that a person writes often."""

from datetime import datetime

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person

from ..models import QuickResponse
from ..queries import own_quick_response
from ..rules import NameTaken, TooMany, fit_quick_response, folded


@transaction.atomic
def create_quick_response(*, person_id: int, title: str, text: str, now: datetime) -> QuickResponse:
    """Keep words under a title for a person's own use.

    Errors: NameUnfit, NameTaken (in any case of letters), TooMany.
    """
    line, words = fit_quick_response(title=title, text=text)
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    mine = QuickResponse.objects.filter(person_id=person_id)
    _check_free(mine.filter(folded=folded(line)).exists(), line)
    if mine.count() >= limits.QUICK_RESPONSES_PER_PERSON_MAX:
        raise TooMany(
            _("You have {most} quick responses. Delete one that you no longer use."),
            most=limits.QUICK_RESPONSES_PER_PERSON_MAX,
        )
    return QuickResponse.objects.create(
        person_id=person_id, title=line, folded=folded(line), text=words, made_at=now
    )


@transaction.atomic
def edit_quick_response(*, public_id: str, person_id: int, title: str, text: str) -> QuickResponse:
    """Change one's own quick response.

    Errors: NotYours, NameUnfit, NameTaken.
    """
    response = own_quick_response(public_id=public_id, person_id=person_id)
    line, words = fit_quick_response(title=title, text=text)
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    others = QuickResponse.objects.filter(person_id=person_id, folded=folded(line)).exclude(pk=response.pk)
    _check_free(others.exists(), line)
    response.title, response.folded, response.text = line, folded(line), words
    response.save(update_fields=["title", "folded", "text"])
    return response


def _check_free(is_taken: bool, title: str) -> None:
    if is_taken:
        raise NameTaken(_("You have a quick response “{title}” already."), title=title)


def delete_quick_response(*, public_id: str, person_id: int) -> None:
    """Delete one's own quick response.

    Errors: NotYours.
    """
    own_quick_response(public_id=public_id, person_id=person_id).delete()
