"""What people read who want to pay by bank transfer."""

from datetime import datetime

from django.db import transaction

from gighall.base.text import clean_text
from gighall.domain.accounts.models import Person

from ..models import BankWords
from ..rules import check_bank_words


@transaction.atomic
def write_bank_words(*, by_id: int, text: str, now: datetime) -> BankWords:
    """Keep a new version of the words about bank transfers; without any words the hall takes none. Staff only.

    The same words again change nothing.
    Errors: BankWordsRefused; DoesNotExist if ``by_id`` is not staff.
    """
    staff = Person.objects.get(pk=by_id, is_staff=True)
    words = clean_text(text)
    check_bank_words(words)
    newest = BankWords.objects.order_by("-id").first()
    if newest is not None and newest.text == words:
        return newest
    return BankWords.objects.create(text=words, by=staff, at=now)
