"""View-models of the front page: the categories with their counts, and the ways out of a search that finds nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.domain.gigs.rules import CATEGORIES, GigWish
from gighall.web.gigs.words import category_label


@dataclass(frozen=True)
class FrontPage:
    """What the front page says around its gigs. ``categories`` and ``looser`` are links, as label and address."""

    count: str
    categories: list[tuple[str, str, bool]]
    looser: list[tuple[str, str]]


def front_page(wish: GigWish, asked: Mapping[str, str], counts: Mapping[str, int]) -> FrontPage:
    """Return the front page of a wish; ``asked`` is the address's query, ``counts`` what fits by category."""
    found = counts.get(wish.category, 0) if wish.category else sum(counts.values())
    return FrontPage(
        count=_count(found, wish.category) if found else "",
        categories=_categories(wish, asked, counts),
        looser=[] if found else _looser(wish, asked),
    )


def _count(found: int, category: str) -> str:
    if not category:
        return ngettext("%(count)d gig", "%(count)d gigs", found) % {"count": found}
    words = ngettext("%(count)d gig in “%(category)s”", "%(count)d gigs in “%(category)s”", found)
    return words % {"count": found, "category": category_label(category)}


def _categories(
    wish: GigWish, asked: Mapping[str, str], counts: Mapping[str, int]
) -> list[tuple[str, str, bool]]:
    links = [
        (
            _("All %(count)d") % {"count": sum(counts.values())},
            _address(asked, without="category"),
            not wish.category,
        )
    ]
    # In the order of the hall's list; what is chosen stays in sight when nothing fits it.
    keys = [key for key in {**CATEGORIES, **counts} if counts.get(key) or key == wish.category]
    for key in keys:
        label = f"{category_label(key)} {counts.get(key, 0)}"
        links.append((label, _address({**asked, "category": key}), key == wish.category))
    return links if len(links) > 2 or wish.category else []


def _looser(wish: GigWish, asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what may be left out of a wish that nothing fits."""
    ways = [
        ("category", _("In any category"), bool(wish.category)),
        ("kind", _("Of any kind"), bool(wish.kind)),
        ("price", _("At any price"), wish.price_minor_max is not None),
        ("minutes", _("Of any length"), wish.minutes_max is not None),
        ("days", _("Delivered at any time"), wish.days_max is not None),
        ("online", _("Also who is away now"), wish.is_online),
    ]
    return [(label, _address(asked, without=name)) for name, label, is_wished in ways if is_wished]


def _address(asked: Mapping[str, str], *, without: str = "") -> str:
    kept = {name: value for name, value in asked.items() if value and name not in {without, "page"}}
    front = reverse("home:front")
    return f"{front}?{urlencode(kept)}" if kept else front
