"""What somebody looks for among gigs. Plain Python."""

from dataclasses import dataclass

NEWEST, CHEAPEST, DEAREST = "newest", "cheapest", "dearest"
SORTS = (NEWEST, CHEAPEST, DEAREST)


@dataclass(frozen=True)
class GigWish:
    """What somebody looks for. Units: prices in the smallest coin; None, no words and no key mean any.

    ``minutes_max`` speaks of sessions and ``days_max`` of deliverables: with both, either may fit.
    """

    words: tuple[str, ...] = ()
    price_minor_max: int | None = None
    minutes_max: int | None = None
    days_max: int | None = None
    kind: str = ""
    category: str = ""
    is_online: bool = False
    sort: str = NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Say whether more is wanted than words and a category."""
        return self != GigWish(words=self.words, category=self.category)

    @property
    def is_any(self) -> bool:
        """Say whether nothing in particular is looked for; an order of the list looks for nothing."""
        return self == GigWish(sort=self.sort)
