"""The terms, open to everybody, and how a difference is printed."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gighall.domain.accounts.models import Person
from gighall.domain.accounts.rules import Clause, changes_between
from gighall.web.accounts.differences import Piece, changed_clauses, paragraph_difference, word_difference
from tests.web.accounts.steps import text_of
from tests.world import World

ClientOf = Callable[[Person | None], Client]
TERMS_QUERIES_MAX = 6


def test_the_present_terms_have_numbered_clauses_with_anchors(world: World, client: Client) -> None:
    page = text_of(client.get("/terms/"))

    assert "Version 2, in force since" in page
    assert '<section class="clause" id="outside-contact"' in page
    assert page.count('href="#outside-contact"') == 2


def test_an_older_version_stays_readable_and_leads_to_the_present_one(world: World, client: Client) -> None:
    page = text_of(client.get("/terms/1/"))

    assert "This version is no longer in force" in page
    assert 'href="/terms/"' in page
    assert 'href="/terms/2/"' in page


def test_a_version_shows_what_it_changed(world: World, client: Client) -> None:
    page = text_of(client.get("/terms/2/changes/"))

    assert "<ins>" in page


def test_the_first_version_changed_nothing(world: World, client: Client) -> None:
    assert client.get("/terms/1/changes/").headers["Location"] == "/terms/1/"


@pytest.mark.parametrize("path", ["/terms/0/", "/terms/3/", "/terms/99999999999/", "/terms/3/changes/"])
def test_a_version_that_is_not_there_is_not_found(world: World, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_terms_cost_few_queries(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    assert count_queries(lambda: client.get("/terms/")) <= TERMS_QUERIES_MAX


def stays(words: str) -> Piece:
    return Piece(words)


def came(words: str) -> Piece:
    return Piece(words, came=True)


def went(words: str) -> Piece:
    return Piece(words, went=True)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("one two", "one two", [stays("one two")]),
        ("one  two", "one\ntwo", [stays("one\ntwo")]),
        ("one two", "one three", [stays("one "), went("two"), came("three")]),
        ("one", "one two", [stays("one "), came("two")]),
        ("", "new words", [came("new words")]),
        ("old words", "", [went("old words")]),
    ],
)
def test_a_difference_is_told_word_by_word(before: str, after: str, pieces: list[Piece]) -> None:
    found = word_difference(before, after)

    assert [(piece.words.rstrip(), piece.came, piece.went) for piece in found] == [
        (piece.words.rstrip(), piece.came, piece.went) for piece in pieces
    ]


def test_a_paragraph_that_was_added_leaves_the_others_alone() -> None:
    found = paragraph_difference("First.\n\nLast.", "First.\n\nMiddle.\n\nLast.")

    assert [paragraph.pieces for paragraph in found] == [
        [stays("First.")],
        [came("Middle.")],
        [stays("Last.")],
    ]


def test_new_and_gone_clauses_are_marked() -> None:
    changes = changes_between([Clause("1", "old", "Old", "Gone.")], [Clause("1", "new", "New", "Here.")])

    marks = [(clause.anchor, clause.is_new, clause.is_gone) for clause in changed_clauses(changes)]

    assert marks == [("new", True, False), ("old", False, True)]


TEXTS = st.lists(st.sampled_from(["a", "b", "c.", "d\n", "\n\n"]), max_size=30).map(" ".join)


@given(before=TEXTS, after=TEXTS)
def test_both_texts_can_be_read_out_of_a_difference(before: str, after: str) -> None:
    pieces = word_difference(before, after)

    assert " ".join(" ".join(piece.words for piece in pieces if not piece.came).split()) == " ".join(
        before.split()
    )
    assert " ".join(" ".join(piece.words for piece in pieces if not piece.went).split()) == " ".join(
        after.split()
    )
