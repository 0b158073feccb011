"""What can be done with gigs."""

from datetime import datetime

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import check_person_accepted_terms
from gighall.domain.policy.queries import rendered_in, shown_in

from .models import Gig, GigRequirement
from .queries import lock_own_gig
from .rules import GigWords, RequirementWords, TooManyGigs, check_gig, cleaned
from .states import DRAFT, PUBLISHED

__all__ = ["GigWords", "RequirementWords", "create_gig", "edit_gig", "publish_gig"]


@transaction.atomic
def create_gig(*, seller_id: int, words: GigWords, now: datetime) -> Gig:
    """Make a draft; only its seller sees it.

    Errors: GigIncomplete, TooManyGigs.
    """
    Person.objects.select_for_update(no_key=True).get(pk=seller_id)
    if Gig.objects.filter(seller_id=seller_id).count() >= limits.GIGS_PER_SELLER_MAX:
        raise TooManyGigs(
            _("You have {most} gigs. Edit one of them instead."), most=limits.GIGS_PER_SELLER_MAX
        )
    gig = Gig(seller_id=seller_id, state=DRAFT, made_at=now)
    requirements = _fill(gig, words, now)
    gig.save(force_insert=True)
    GigRequirement.objects.bulk_create(requirements)
    return gig


@transaction.atomic
def edit_gig(*, public_id: str, seller_id: int, words: GigWords, now: datetime) -> Gig:
    """Change a gig's words, kind and terms; orders that were placed keep theirs.

    Errors: NotYours, GigIncomplete.
    """
    gig = lock_own_gig(public_id=public_id, seller_id=seller_id)
    requirements = _fill(gig, words, now)
    gig.save()
    GigRequirement.objects.filter(gig=gig).delete()
    GigRequirement.objects.bulk_create(requirements)
    return gig


def _fill(gig: Gig, typed: GigWords, now: datetime) -> list[GigRequirement]:
    """Put the words into a gig's row and return the rows of its questions, none of them stored yet."""
    words = cleaned(typed)
    check_gig(words)
    gig.kind, gig.category, gig.title, gig.text = words.kind, words.category, words.title, words.text
    gig.price_minor, gig.minutes, gig.delivery_days = words.price_minor, words.minutes, words.delivery_days
    gig.revisions, gig.declared_details = words.revisions, list(words.declared_details)
    gig.changed_at = now
    title, text = shown_in("gig", gig.title), shown_in("gig", gig.text)
    html, kinds = rendered_in("gig", text.words)
    gig.title_shown, gig.text_shown_html = title.words, html
    asked = [shown_in("gig", each.text) for each in words.requirements]
    gig.withheld_kinds = sorted(
        {*title.kinds, *text.kinds, *kinds, *(kind for each in asked for kind in each.kinds)}
    )
    return [
        GigRequirement(
            gig=gig, position=place, text=each.text, text_shown=shown.words, is_required=each.is_required
        )
        for place, (each, shown) in enumerate(zip(words.requirements, asked, strict=True))
    ]


@transaction.atomic
def publish_gig(*, public_id: str, seller_id: int, now: datetime) -> Gig:
    """Put a gig up for sale; pressing again changes nothing.

    Errors: NotYours, TermsNotAccepted.
    """
    check_person_accepted_terms(seller_id)
    gig = lock_own_gig(public_id=public_id, seller_id=seller_id)
    if gig.state != PUBLISHED:
        gig.state, gig.published_at = PUBLISHED, now
        gig.save(update_fields=["state", "published_at"])
    return gig
