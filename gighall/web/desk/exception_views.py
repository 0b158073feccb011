"""View-models of exceptions as staff see them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gighall.domain.gigs.models import Gig
from gighall.domain.policy.models import Waiver
from gighall.web.desk.ticket_words import end_words, kind_names


@dataclass(frozen=True)
class ExceptionRow:
    """An exception in the list of staff."""

    title: str
    seller: str
    gig_href: str
    kinds: str
    where: str
    reason: str
    granted: str
    ends: str
    badge: str
    tone: str
    revoke_href: str
    ticket_href: str


def exception_row(waiver: Waiver, gig: Gig | None, *, now: datetime) -> ExceptionRow:
    """Return an exception with its gig; ``revoke_href`` is empty when it has ended."""
    badge, tone, ends = _state(waiver, now=now)
    ticket = getattr(waiver, "ticket", None)
    return ExceptionRow(
        title=gig.title_shown if gig else "",
        seller=gig.seller.name if gig else "",
        gig_href=reverse("gigs:show", args=[gig.public_id]) if gig else "",
        kinds=kind_names(waiver.kinds),
        where=_("one order") if waiver.place_id is not None else _("all orders of the gig"),
        reason=waiver.reason,
        granted=_("%(name)s, %(moment)s")
        % {"name": waiver.granted_by.name, "moment": end_words(waiver.granted_at)},
        ends=ends,
        badge=badge,
        tone=tone,
        revoke_href=reverse("staff:revocation", args=[waiver.public_id]) if waiver.runs(now) else "",
        ticket_href=reverse("staff:ticket", args=[ticket.public_id]) if ticket else "",
    )


def _state(waiver: Waiver, *, now: datetime) -> tuple[str, str, str]:
    if waiver.revoked_by is not None:
        words = {
            "name": waiver.revoked_by.name,
            "moment": end_words(waiver.ended_at),
            "reason": waiver.revoked_because,
        }
        return _("revoked"), "bad", _("Revoked by %(name)s on %(moment)s: %(reason)s") % words
    ends = {"moment": end_words(waiver.expires_at)}
    if waiver.runs(now):
        return _("running"), "good", _("Runs until %(moment)s") % ends
    return _("ended"), "plain", _("Ended on %(moment)s") % ends
