"""Who may see what: one line for each named address of the hall.

A new address without a line fails the tests. ``who`` are those whom the address lets in; everybody else
must be refused. ``unlinked`` says why no page leads there for them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import World

MEMBERS = ("guest", "newcomer", "outsider", "buyer", "seller", "operator")
EVERYONE = frozenset(MEMBERS)
GUEST = frozenset({"guest"})
SIGNED_IN = EVERYONE - GUEST
BUYER = frozenset({"buyer"})
SELLER = frozenset({"seller"})
BOTH_SIDES = BUYER | SELLER
STAFF = frozenset({"operator"})
NOBODY: frozenset[str] = frozenset()


def nothing(world: World) -> dict[str, Any]:
    """Return the arguments of an address that has none."""
    return {}


@dataclass(frozen=True)
class Door:
    """A named address: whom it lets in, how it is asked, and with which arguments in the tests' world."""

    name: str
    who: frozenset[str]
    arguments: Callable[[World], dict[str, Any]] = nothing
    method: str = "get"
    answers: tuple[int, ...] = (200,)
    unlinked: str = ""

    @property
    def is_linked(self) -> bool:
        """Say whether a page must lead there."""
        return not self.unlinked


def the_gig(world: World) -> dict[str, Any]:
    """Return the seller's published gig."""
    return {"gig_id": world.gig.public_id}


def the_draft(world: World) -> dict[str, Any]:
    """Return the seller's draft."""
    return {"gig_id": world.draft.public_id}


HOME = [
    Door("home:front", EVERYONE),
    Door("home:health", EVERYONE, unlinked="the supervisor and an operator's monitor ask for it"),
    Door("shared:offline", EVERYONE, unlinked="the service worker shows it"),
    Door("shared:service_worker", EVERYONE, unlinked="the pages' script registers it"),
    Door("shared:manifest", EVERYONE, unlinked="browsers read it from the head of a page"),
    Door("shared:hall_css", EVERYONE, unlinked="a style sheet in the head of a page"),
]
GIGS = [
    Door("gigs:show", EVERYONE, the_gig),
    Door("gigs:order", SIGNED_IN - SELLER, the_gig),
    Door("gigs:mine", SIGNED_IN),
    Door("gigs:new", SIGNED_IN),
    Door("gigs:edit", SELLER, the_gig),
    Door("gigs:publish", SELLER, the_draft, method="post"),
]

DOORS = [*HOME, *GIGS]


def addresses_of_the_hall() -> set[str]:
    """Return the names of all addresses, with their areas."""
    return set(_named(get_resolver().url_patterns, ""))


def _named(patterns: list[Any], area: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{area}{pattern.namespace}:" if pattern.namespace else area
            yield from _named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{area}{pattern.name}"
