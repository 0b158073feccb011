"""What pages and the API say at words that were judged."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gighall.base.masking import Mark
from gighall.domain.policy.rules import CONTACT_URL, KIND_NAMES, until_words, why


def why_words(mark: Mark, *, for_author: bool, place: str) -> str:
    """Return why some words are marked, for their author or for who reads them, in the reader's language."""
    sentences = why(
        mark["kind"],
        for_author=for_author,
        outcome=mark["outcome"],
        place=place,
        completes=mark.get("run", False),
    )
    until = until_words(mark.get("until", ""))
    return " ".join(_(sentence) for sentence in sentences).format(until=until)


def kind_names(kinds: Iterable[str]) -> str:
    """Return kinds of what was found as a list in words, always in the same order."""
    wanted = set(kinds)
    return ", ".join(_(name) for kind, name in KIND_NAMES.items() if kind in wanted)


def contact_href(place: str) -> str:
    """Return the address of the page that says what contact is allowed in a place."""
    return f"{CONTACT_URL}#{place}" if place else CONTACT_URL
