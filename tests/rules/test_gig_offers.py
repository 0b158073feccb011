"""What a gig must be: every fault that there is, and that all of them are told at once."""

from dataclasses import replace

import pytest

from gighall.base import limits
from gighall.domain.gigs.rules import (
    CATEGORIES,
    DETAILS,
    GUARDED_DETAILS,
    NEWEST,
    GigIncomplete,
    GigWish,
    GigWords,
    RequirementWords,
    check_gig,
    cleaned,
    gig_faults,
    swapped,
    words_of,
)
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE, KINDS, VIDEO_SESSION

CHAT = GigWords(
    title="Chat help with your first poem",
    text="You bring a line that you like, and we find the ones around it.",
    price_minor=2_000,
    minutes=30,
    category="writing",
)
VIDEO = replace(CHAT, kind=VIDEO_SESSION)
THING = replace(CHAT, kind=DELIVERABLE, minutes=None, delivery_days=3)
QUESTION = RequirementWords("Which line is it?")


@pytest.mark.parametrize("words", [CHAT, VIDEO, THING], ids=KINDS)
def test_a_gig_of_each_kind_is_complete(words: GigWords) -> None:
    check_gig(words)

    assert gig_faults(words) == []


@pytest.mark.parametrize("kind", [CHAT_SESSION, VIDEO_SESSION])
@pytest.mark.parametrize(
    ("minutes", "days", "fields"),
    [
        (15, None, []),
        (240, None, []),
        (14, None, ["minutes"]),
        (241, None, ["minutes"]),
        (None, None, ["minutes"]),
        (None, 3, ["minutes", "delivery_days"]),
        (60, 3, ["delivery_days"]),
    ],
)
def test_a_session_has_minutes_and_nothing_else(
    kind: str, minutes: int | None, days: int | None, fields: list[str]
) -> None:
    words = replace(CHAT, kind=kind, minutes=minutes, delivery_days=days)

    assert [fault.field for fault in gig_faults(words)] == fields


@pytest.mark.parametrize(
    ("minutes", "days", "fields"),
    [
        (None, 1, []),
        (None, 60, []),
        (None, 0, ["delivery_days"]),
        (None, 61, ["delivery_days"]),
        (None, None, ["delivery_days"]),
        (60, None, ["minutes", "delivery_days"]),
        (60, 3, ["minutes"]),
    ],
)
def test_a_deliverable_has_a_delivery_time_and_nothing_else(
    minutes: int | None, days: int | None, fields: list[str]
) -> None:
    words = replace(THING, minutes=minutes, delivery_days=days)

    assert [fault.field for fault in gig_faults(words)] == fields


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "webinar"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"category": "zeppelins"}, "category"),
        ({"category": ""}, "category"),
        ({"title": "x" * (limits.GIG_TITLE_CHARACTERS_MIN - 1)}, "title"),
        ({"title": "x" * (limits.GIG_TITLE_CHARACTERS_MAX + 1)}, "title"),
        ({"text": "x" * (limits.GIG_TEXT_CHARACTERS_MIN - 1)}, "text"),
        ({"text": "x" * (limits.GIG_TEXT_CHARACTERS_MAX + 1)}, "text"),
        ({"price_minor": limits.GIG_PRICE_MINOR_MIN - 1}, "price_minor"),
        ({"price_minor": limits.GIG_PRICE_MINOR_MAX + 1}, "price_minor"),
        ({"revisions": -1}, "revisions"),
        ({"revisions": limits.GIG_REVISIONS_MAX + 1}, "revisions"),
        ({"requirements": (QUESTION,) * (limits.GIG_REQUIREMENTS_MAX + 1)}, "requirements"),
        ({"requirements": (QUESTION, RequirementWords(""))}, "requirements.1"),
        ({"requirements": (RequirementWords("x" * 301), QUESTION)}, "requirements.0"),
        ({"declared_details": ("shoe_size",)}, "declared_details"),
    ],
)
def test_one_thing_that_is_wrong_is_told_at_its_field(changed: dict[str, object], field: str) -> None:
    words = replace(CHAT, **changed)  # type: ignore[arg-type]  # Each case names its own fields.

    faults = gig_faults(words)

    assert [fault.field for fault in faults] == [field]
    assert faults[0].sentence.endswith(".")


def test_everything_wrong_is_told_at_once() -> None:
    words = GigWords(title="short", text="short", price_minor=1, category="", revisions=99)

    with pytest.raises(GigIncomplete) as refusal:
        check_gig(words)

    fields = [fault.field for fault in refusal.value.faults]
    assert fields == ["category", "title", "text", "minutes", "price_minor", "revisions"]


@pytest.mark.parametrize("revisions", [0, limits.GIG_REVISIONS_MAX])
def test_ten_questions_and_none_to_ten_revisions_are_fine(revisions: int) -> None:
    asked = (QUESTION,) * limits.GIG_REQUIREMENTS_MAX

    assert gig_faults(replace(THING, revisions=revisions, requirements=asked)) == []


def test_words_are_cleaned_before_they_are_judged() -> None:
    words = cleaned(
        replace(
            CHAT,
            title="  Chat\x00 help  with your\tfirst poem ",
            requirements=(RequirementWords("  Which\nline? "),),
            declared_details=("phone_number", "postal_address", "phone_number"),
        )
    )

    assert words.title == CHAT.title
    assert words.requirements == (RequirementWords("Which line?"),)
    assert words.declared_details == ("postal_address", "phone_number")


def test_the_lists_have_names_for_their_keys() -> None:
    assert all(CATEGORIES.values())
    assert all(DETAILS.values())
    assert DETAILS.keys() >= GUARDED_DETAILS


@pytest.mark.parametrize(
    ("wish", "is_any", "is_narrowed"),
    [
        (GigWish(), True, False),
        (GigWish(sort="dearest"), True, True),
        (GigWish(words=("poem",)), False, False),
        (GigWish(category="writing"), False, False),
        (GigWish(kind=DELIVERABLE), False, True),
        (GigWish(days_max=3), False, True),
        (GigWish(is_online=True, sort=NEWEST), False, True),
    ],
)
def test_a_wish_knows_what_it_asks(wish: GigWish, is_any: bool, is_narrowed: bool) -> None:
    assert (wish.is_any, wish.is_narrowed) == (is_any, is_narrowed)


def test_words_are_a_few_and_slips_are_neighbours() -> None:
    assert words_of("C++, naïve & größe!") == ("c", "naïve", "größe")
    assert len(words_of("a " * 50)) == limits.SEARCH_WORDS_MAX
    assert swapped("abc") == []
    assert swapped("abcd") == ["bacd", "acbd", "abdc"]
