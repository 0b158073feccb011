"""Reads of the room payments."""

from .models import Grant


def newest_grants(*, limit: int) -> list[Grant]:
    """Return the newest grants, for staff."""
    return list(Grant.objects.select_related("to", "by").order_by("-id")[:limit])


def grant_reasons(references: list[str]) -> dict[str, str]:
    """Return the reasons of grants by their ledger references (``grant:7``)."""
    ids = [
        int(reference.removeprefix("grant:")) for reference in references if reference.startswith("grant:")
    ]
    return {f"grant:{grant.pk}": grant.reason for grant in Grant.objects.filter(pk__in=ids)}
