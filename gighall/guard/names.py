"""Ask the finders of account names in turn: beside an app, told by words, and in talk with its letters put back."""

from collections.abc import Sequence, Set

from gighall.guard.apps import App
from gighall.guard.finding import Finding
from gighall.guard.handles import find_handles
from gighall.guard.names_told import find_told_names
from gighall.guard.plain_talk import with_letters


def find_names(text: str, places: Sequence[App], triggers: Set[str]) -> list[Finding]:
    """Return the account names of a text that names ``places`` where people have accounts."""
    is_reversed = "backwards" in triggers
    found = find_handles(text, places, is_reversed=is_reversed)
    found = found or list(find_told_names(text, places, is_told="name_told" in triggers))
    lettered = text if found else with_letters(text)
    return find_handles(lettered, places, is_reversed=is_reversed) if lettered is not text else found
