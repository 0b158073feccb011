"""Many people press at the same moment, each on a connection of their own: every number is what the rows say."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from gighall.domain.forum.actions import (
    answer,
    ask,
    cast_vote,
    choose_best,
    edit_post,
    hide_post,
    react,
    show_post,
)
from gighall.domain.forum.models import Post, Reaction, Topic, Vote
from gighall.domain.forum.queries import miscounted
from gighall.domain.forum.rules import EditedMeanwhile
from tests.community import QUESTION, TITLE, make_community, make_readers
from tests.presses import at_once
from tests.world import make_world


@pytest.fixture(autouse=True)
def _connections_for_all(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Give each of those who press at once a connection; a program has as many as it has page threads."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"]["pool"], "max_size", 40)
    request.getfixturevalue("own_database")


def score_of(post: Post) -> int:
    """Return a post's score as it is stored now."""
    post.refresh_from_db()
    return post.score


def test_twenty_people_vote_at_once_and_each_counts_once() -> None:
    world = make_world()
    community = make_community(world)
    readers = make_readers(20, now=world.now)

    def vote(person_id: int, value: int) -> Post:
        return cast_vote(post_id=community.first.public_id, by_id=person_id, value=value, now=world.now)

    answers = at_once(*(partial(vote, each.pk, 1 if at % 4 else -1) for at, each in enumerate(readers)))

    assert all(isinstance(each, Post) for each in answers)
    assert score_of(community.first) == 15 - 5
    assert Vote.objects.filter(post=community.first).count() == 20
    assert miscounted() == []


def test_one_person_who_presses_many_times_at_once_votes_once() -> None:
    world = make_world()
    community = make_community(world)

    at_once(
        *[partial(cast_vote, post_id=community.first.public_id, by_id=world.buyer.pk, value=1, now=world.now)]
        * 6
    )

    assert score_of(community.first) == 1
    assert miscounted() == []


def test_votes_taken_back_and_turned_around_at_once_add_up() -> None:
    world = make_world()
    community = make_community(world)
    readers = make_readers(4, now=world.now)
    presses = [
        partial(cast_vote, post_id=community.first.public_id, by_id=reader.pk, value=value, now=world.now)
        for reader in readers
        for value in (1, 0, -1, 1)
    ]

    at_once(*presses)

    values = list(Vote.objects.filter(post=community.first).values_list("value", flat=True))
    assert score_of(community.first) == sum(values)
    assert miscounted() == []


def test_hiding_an_answer_while_people_vote_and_answer_leaves_true_counts() -> None:
    world = make_world()
    community = make_community(world)
    readers = make_readers(6, now=world.now)
    first = community.first.public_id
    presses = [partial(cast_vote, post_id=first, by_id=each.pk, value=1, now=world.now) for each in readers]
    presses += [
        partial(
            answer,
            topic_id=community.topic_id,
            by_id=each.pk,
            text="One more answer to it.",
            key=uuid.uuid4(),
            now=world.now,
        )
        for each in readers
    ]
    hide = partial(hide_post, post_id=first, by_id=world.operator.pk, reason="A mistake", now=world.now)

    at_once(*presses, hide)

    assert Topic.objects.get(pk=community.question.topic_id).answers == 2 + 6 - 1
    assert miscounted() == []
    show_post(post_id=first, by_id=world.operator.pk)
    assert miscounted() == []


def test_likes_pressed_at_once_are_one_a_member() -> None:
    world = make_world()
    community = make_community(world)
    readers = make_readers(6, now=world.now)

    at_once(
        *(
            partial(react, post_id=community.first.public_id, by_id=each.pk, kind=kind, now=world.now)
            for each in readers
            for kind in ("like", "thanks", "like")
        )
    )

    assert Reaction.objects.filter(post=community.first).count() == 6


def test_a_question_sent_twice_at_once_is_asked_once() -> None:
    world = make_world()
    key = uuid.uuid4()

    at_once(*[partial(ask, by_id=world.buyer.pk, title=TITLE, text=QUESTION, key=key, now=world.now)] * 4)

    assert Post.objects.filter(is_question=True).count() == Topic.objects.count() == 1


def test_two_edits_at_once_are_one_edit_and_one_sentence() -> None:
    world = make_world()
    community = make_community(world)
    now = community.first.made_at + timedelta(minutes=3)
    edit = partial(edit_post, post_id=community.first.public_id, seen=0, now=now)

    answers = at_once(
        partial(edit, by_id=world.seller.pk, text="On the order page, says its seller."),
        partial(edit, by_id=world.operator.pk, text="On the order page, says the hall."),
    )

    assert len([each for each in answers if isinstance(each, EditedMeanwhile)]) == 1
    community.refresh()
    assert community.first.changes == 1
    assert community.first.versions.count() == 2


def test_choosing_two_answers_at_once_chooses_one() -> None:
    world = make_world()
    community = make_community(world)

    at_once(
        *(
            partial(
                choose_best,
                topic_id=community.topic_id,
                post_id=post.public_id,
                by_id=world.buyer.pk,
                now=world.now,
            )
            for post in (community.first, community.second)
        )
    )

    topic = Topic.objects.get(pk=community.question.topic_id)
    assert topic.best in (community.first, community.second)
    assert topic.best_at is not None
