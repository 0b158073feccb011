"""The rules of terms, names and colours: every case, the refused ones too."""

import pytest

from gighall.base import limits
from gighall.domain.accounts.rules import (
    Clause,
    HueOutside,
    NameUnusable,
    TermsMovedOn,
    TermsNotAccepted,
    TermsUnchanged,
    TermsUnreadable,
    TimeZoneUnknown,
    changes_between,
    check_hue,
    check_terms_accepted,
    check_terms_publishable,
    check_time_zone,
    parse_terms,
    person_name,
    usable_name,
)

CONTACT = "## Contact outside {#outside-contact}\nNone.\n"


def test_terms_are_cut_into_numbered_clauses() -> None:
    clauses = parse_terms(f"# Terms\n\n## One {{#one}}\nFirst.\n\nSecond.\n\n{CONTACT}")

    assert clauses == [
        Clause("1", "one", "One", "First.\n\nSecond."),
        Clause("2", "outside-contact", "Contact outside", "None."),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "must exist"),
        ("## One {#one}\nText", "must exist"),
        (f"Before.\n{CONTACT}", "Line 1 stands before"),
        (f"{CONTACT}## No anchor\nText", "Line 3 is not a clause heading"),
        (f"{CONTACT}## Bad {{#Upper}}\nText", "Line 3 is not a clause heading"),
        (f"{CONTACT}## Bad {{#-dash}}\nText", "Line 3 is not a clause heading"),
        (f"{CONTACT}{CONTACT}", "used twice"),
        (f"{CONTACT}{'x' * limits.TERMS_CHARACTERS_MAX}", "longer than 100,000"),
    ],
)
def test_terms_that_cannot_be_cut_are_refused_with_the_place(source: str, words: str) -> None:
    with pytest.raises(TermsUnreadable, match=words):
        parse_terms(source)


def clause(anchor: str, body: str = "Words.", *, heading: str = "", number: str = "1") -> Clause:
    """Return a clause for the tables below."""
    return Clause(number, anchor, heading or anchor, body)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ([], [], []),
        ([clause("a")], [clause("a")], []),
        ([clause("a")], [clause("a", number="7")], []),
        ([clause("a"), clause("b")], [clause("b"), clause("a")], []),
        ([clause("a")], [clause("a", "Others.")], [("a", "changed")]),
        ([clause("a")], [clause("a", heading="New")], [("a", "changed")]),
        ([clause("a")], [clause("b"), clause("a")], [("b", "added")]),
        ([clause("a"), clause("b")], [clause("b", "Others.")], [("b", "changed"), ("a", "removed")]),
        ([clause("a")], [clause("b")], [("b", "added"), ("a", "removed")]),
    ],
)
def test_changes_name_each_clause_that_differs(
    before: list[Clause], after: list[Clause], changes: list[tuple[str, str]]
) -> None:
    assert [(change.anchor, change.kind) for change in changes_between(before, after)] == changes


@pytest.mark.parametrize(
    ("accepted", "present", "is_refused"), [(None, 1, True), (1, 2, True), (2, 2, False)]
)
def test_only_the_present_terms_count(accepted: int | None, present: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(TermsNotAccepted):
            check_terms_accepted(accepted_number=accepted, present_number=present)
    else:
        check_terms_accepted(accepted_number=accepted, present_number=present)


def test_terms_written_on_top_of_an_older_version_are_refused() -> None:
    with pytest.raises(
        TermsMovedOn, match="Version 3 was published while you were writing on top of version 2"
    ):
        check_terms_publishable(changes=1, based_on=2, present_number=3)


def test_terms_that_say_the_same_are_refused() -> None:
    with pytest.raises(TermsUnchanged):
        check_terms_publishable(changes=0, based_on=3, present_number=3)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ana", "Ana"),
        ("  Ana   Lima ", "Ana Lima"),
        ("Ana\nLima", "Ana Lima"),
        ("A\u202eevil", "Aevil"),
        ("Ana\u200b", "Ana"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("7", "7"),
        ("Ana 👩\u200d🔧", "Ana 👩\u200d🔧"),
    ],
)
def test_names_are_shown_without_what_deceives_the_eye(typed: str, shown: str) -> None:
    assert usable_name(typed, most=60) == shown


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u202e", "👩", "---", "x" * 61])
def test_names_that_cannot_be_shown_are_refused(typed: str) -> None:
    with pytest.raises(NameUnusable):
        usable_name(typed, most=60)


@pytest.mark.parametrize("name", ["Ana Lima", "J. R. Hartley", "St.John", "Agent 007", "O'Neil Jr."])
def test_ordinary_names_of_people_pass(name: str) -> None:
    assert person_name(name) == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ana ana@mail.example", "ana@mail.example"),
        ("Ana +34 612 345 678", "+34 612 345 678"),
        ("Ana t.me/ana", "t.me/ana"),
        ("Ana bücher.de", "bücher.de"),
    ],
)
def test_a_name_is_no_way_around_the_guard(name: str, words: str) -> None:
    with pytest.raises(NameUnusable, match="Leave out") as refused:
        person_name(name)

    assert words in refused.value.sentence


@pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid", "Asia/Calcutta"])
def test_known_time_zones_pass(zone: str) -> None:
    check_time_zone(zone)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "europe/madrid"])
def test_unknown_time_zones_are_refused(zone: str) -> None:
    with pytest.raises(TimeZoneUnknown):
        check_time_zone(zone)


@pytest.mark.parametrize("hue", [-1, 360])
def test_hues_off_the_wheel_are_refused(hue: int) -> None:
    with pytest.raises(HueOutside):
        check_hue(hue)
