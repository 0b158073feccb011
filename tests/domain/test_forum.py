"""The community's actions: what is stored and shown, what is refused, and that every count is real."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.masking import MASK
from gighall.domain.accounts.models import Person
from gighall.domain.forum.actions import (
    ask,
    cast_vote,
    choose_best,
    edit_post,
    end_recommendation,
    hide_post,
    react,
    recommend_post,
    remove_post,
    show_post,
)
from gighall.domain.forum.models import Post, PostVersion, Reaction, Recommendation, Topic, Vote
from gighall.domain.forum.queries import (
    answers_in,
    chosen_in,
    found_topics,
    get_post,
    get_question,
    miscounted,
    recommended_in,
)
from gighall.domain.forum.rules import (
    CannotChoose,
    CannotEdit,
    CannotRecommend,
    CannotRemove,
    CannotVote,
    EditedMeanwhile,
    PostUnfit,
    QuoteUnfit,
    TooManyPosts,
)
from gighall.domain.notices.models import Mail
from gighall.domain.policy.models import Verdict
from gighall.domain.policy.rules import WordsRefused
from tests.community import (
    FIRST,
    QUESTION,
    TITLE,
    Community,
    make_community,
    put_answer,
    put_question,
    quoting,
)
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World


@pytest.fixture
def community(world: World) -> Community:
    """A question with two answers."""
    return make_community(world)


def later(world: World, minutes: float = 60) -> datetime:
    """Return a moment after everything was written."""
    return world.now + timedelta(minutes=minutes)


def order_of(community: Community, sort: str = "best") -> list[str]:
    """Return the answers' ids as a page lists them."""
    topic = Topic.objects.get(pk=community.question.topic_id)
    return [post.public_id for post in answers_in(topic, sort=sort)]


def test_an_answer_counts_at_once_and_a_hidden_or_removed_one_does_not(
    world: World, community: Community
) -> None:
    topic = Topic.objects.get(pk=community.question.topic_id)
    assert topic.answers == 2

    hide_post(
        post_id=community.first.public_id, by_id=world.operator.pk, reason="Off the point", now=world.now
    )
    topic.refresh_from_db()
    assert topic.answers == 1
    show_post(post_id=community.first.public_id, by_id=world.operator.pk)
    remove_post(post_id=community.second.public_id, by_id=world.outsider.pk, now=world.now)
    topic.refresh_from_db()

    assert topic.answers == 1
    assert order_of(community) == [community.first.public_id]
    assert miscounted() == []


def test_up_to_down_counts_two_steps_and_a_second_press_takes_it_back(
    world: World, community: Community
) -> None:
    names: dict[str, Any] = {"post_id": community.first.public_id, "by_id": world.buyer.pk, "now": world.now}

    scores = [cast_vote(value=value, **names).score for value in (1, 1, -1, -1, 0, 0, 1)]

    assert scores == [1, 1, -1, -1, 0, 0, 1]
    assert Vote.objects.filter(post=community.first).count() == 1
    assert miscounted() == []


def test_nobody_votes_about_their_own_words_or_likes_them(world: World, community: Community) -> None:
    for value in (1, -1):
        with pytest.raises(CannotVote):
            cast_vote(post_id=community.first.public_id, by_id=world.seller.pk, value=value, now=world.now)
    with pytest.raises(CannotVote):
        react(post_id=community.first.public_id, by_id=world.seller.pk, kind="like", now=world.now)
    with pytest.raises(CannotVote):
        cast_vote(post_id=community.first.public_id, by_id=world.buyer.pk, value=2, now=world.now)

    assert not Vote.objects.exists()
    assert not Reaction.objects.exists()


def test_the_chosen_answer_comes_first_then_by_score_ties_by_time(world: World, community: Community) -> None:
    third = put_answer(
        community.topic_id,
        world.operator,
        "Read the terms that you accepted, too.",
        now=world.now + timedelta(hours=2),
    )
    assert order_of(community) == [community.first.public_id, community.second.public_id, third.public_id]

    cast_vote(post_id=community.second.public_id, by_id=world.buyer.pk, value=1, now=world.now)
    assert order_of(community) == [community.second.public_id, community.first.public_id, third.public_id]
    choose_best(topic_id=community.topic_id, post_id=third.public_id, by_id=world.buyer.pk, now=world.now)

    assert order_of(community) == [third.public_id, community.second.public_id, community.first.public_id]
    assert order_of(community, "date") == [
        community.first.public_id,
        community.second.public_id,
        third.public_id,
    ]


def test_only_who_asked_chooses_an_answer_and_may_change_it(world: World, community: Community) -> None:
    names: dict[str, Any] = {"topic_id": community.topic_id, "now": world.now}
    with pytest.raises(CannotChoose):
        choose_best(post_id=community.first.public_id, by_id=world.seller.pk, **names)
    with pytest.raises(CannotChoose):
        choose_best(post_id=community.question.public_id, by_id=world.buyer.pk, **names)
    elsewhere = make_community(world)
    with pytest.raises(CannotChoose):
        choose_best(post_id=elsewhere.first.public_id, by_id=world.buyer.pk, **names)

    choose_best(post_id=community.first.public_id, by_id=world.buyer.pk, **names)
    topic = choose_best(post_id=community.second.public_id, by_id=world.buyer.pk, **names)

    assert chosen_in(topic) == community.second
    assert choose_best(post_id="", by_id=world.buyer.pk, **names).best is None


def test_own_answers_may_be_chosen_and_are_not_lifted_otherwise(world: World, community: Community) -> None:
    own = put_answer(community.topic_id, world.buyer, "I found it: on the order page.", now=world.now)
    with pytest.raises(CannotVote):
        cast_vote(post_id=own.public_id, by_id=world.buyer.pk, value=1, now=world.now)

    choose_best(topic_id=community.topic_id, post_id=own.public_id, by_id=world.buyer.pk, now=world.now)

    assert order_of(community)[0] == own.public_id


def test_staff_recommend_an_answer_for_a_reason_and_take_it_back(world: World, community: Community) -> None:
    names: dict[str, Any] = {
        "post_id": community.first.public_id,
        "by_id": world.operator.pk,
        "now": world.now,
    }
    with pytest.raises(PostUnfit):
        recommend_post(reason="", **names)
    recommend_post(reason="Says where the clause stands", **names)
    with pytest.raises(CannotRecommend):
        recommend_post(reason="Says where the clause stands", **names)
    assert [each.post for each in recommended_in(community.question.topic)] == [community.first]
    with pytest.raises(CannotRecommend):
        recommend_post(**names | {"post_id": community.question.public_id}, reason="The question itself")

    end_recommendation(**names)

    assert recommended_in(community.question.topic) == []
    assert Recommendation.objects.get().ended_by == world.operator


def test_a_hidden_answer_is_recommended_and_chosen_no_longer(world: World, community: Community) -> None:
    recommend_post(
        post_id=community.first.public_id, by_id=world.operator.pk, reason="It says it all", now=world.now
    )
    choose_best(
        topic_id=community.topic_id, post_id=community.first.public_id, by_id=world.buyer.pk, now=world.now
    )

    hide_post(post_id=community.first.public_id, by_id=world.operator.pk, reason="A mistake", now=world.now)

    topic = Topic.objects.get(pk=community.question.topic_id)
    assert (recommended_in(topic), chosen_in(topic)) == ([], None)


@pytest.mark.parametrize("member", ["buyer", "outsider", "newcomer"])
def test_only_staff_hide_show_recommend_and_write_notes(
    world: World, community: Community, member: str
) -> None:
    person = world.people[member]
    assert person is not None
    names: dict[str, Any] = {"post_id": community.first.public_id, "by_id": person.pk}

    for press in (
        lambda: hide_post(reason="I do not like it", now=world.now, **names),
        lambda: show_post(**names),
        lambda: recommend_post(reason="I do like it", now=world.now, **names),
        lambda: end_recommendation(now=world.now, **names),
        lambda: ask(
            by_id=person.pk, title=TITLE, text=QUESTION, key=uuid.uuid4(), now=world.now, is_note=True
        ),
    ):
        with pytest.raises(NotYours):
            press()

    community.refresh()
    assert community.first.removed_at is None


def test_a_question_that_was_hidden_is_gone_with_its_answers_for_all_but_staff(
    world: World, community: Community
) -> None:
    hide_post(
        post_id=community.question.public_id, by_id=world.operator.pk, reason="Spam, sorry", now=world.now
    )

    for post in (community.question, community.first):
        with pytest.raises(NotYours):
            get_post(post_id=post.public_id)
    with pytest.raises(NotYours):
        get_question(topic_id=community.topic_id)
    with pytest.raises(NotYours):
        cast_vote(post_id=community.first.public_id, by_id=world.buyer.pk, value=1, now=world.now)
    with pytest.raises(NotYours):
        put_answer(community.topic_id, world.seller, "Too late for an answer.", now=world.now)
    assert not found_topics().exists()
    assert get_question(topic_id=community.topic_id, is_staff=True) == community.question


def test_who_wrote_takes_their_post_away_but_no_answered_question(world: World, community: Community) -> None:
    with pytest.raises(CannotRemove):
        remove_post(post_id=community.question.public_id, by_id=world.buyer.pk, now=world.now)
    with pytest.raises(CannotRemove):
        remove_post(post_id=community.first.public_id, by_id=world.buyer.pk, now=world.now)

    remove_post(post_id=community.first.public_id, by_id=world.seller.pk, now=world.now)
    remove_post(post_id=community.second.public_id, by_id=world.outsider.pk, now=world.now)
    remove_post(post_id=community.question.public_id, by_id=world.buyer.pk, now=world.now)

    assert not found_topics().exists()
    assert show_post(post_id=community.first.public_id, by_id=world.operator.pk).removed_at is not None


def edit(post: Post, person: Person, text: str, *, now: datetime, **more: Any) -> Post:
    """Let somebody change a post that they have just read."""
    fields: dict[str, Any] = {"title": TITLE if post.is_question else "", "seen": post.changes, **more}
    return edit_post(post_id=post.public_id, by_id=person.pk, text=text, now=now, **fields)


def test_an_edit_within_the_first_minute_leaves_no_mark(world: World, community: Community) -> None:
    edited = edit(
        community.first,
        world.seller,
        "On the order page, always.",
        now=community.first.made_at + timedelta(seconds=59),
    )

    assert (edited.edited_at, edited.changes) == (None, 1)
    assert [each.words for each in PostVersion.objects.filter(post=edited)] == ["On the order page, always."]


def test_a_later_edit_shows_by_whom_when_and_why_and_the_history_keeps_both(
    world: World, community: Community
) -> None:
    now = community.first.made_at + timedelta(minutes=5)

    edited = edit(community.first, world.seller, "On the order page, always.", now=now, reason="Shorter")

    assert (edited.edited_at, edited.edited_by, edited.edit_reason) == (now, world.seller, "Shorter")
    words = [each.words for each in PostVersion.objects.filter(post=edited).order_by("number")]
    assert words == [FIRST, "On the order page, always."]


def test_a_moderators_edit_always_shows(world: World, community: Community) -> None:
    now = community.first.made_at + timedelta(seconds=10)

    edited = edit(community.first, world.operator, "On the order page only.", now=now)

    assert edited.edited_by == world.operator


def test_own_words_can_be_changed_for_half_an_hour_and_by_staff_later(
    world: World, community: Community
) -> None:
    late = community.first.made_at + timedelta(minutes=limits.POST_EDIT_MINUTES)
    with pytest.raises(CannotEdit):
        edit(community.first, world.seller, "On the order page, as I said.", now=late)
    with pytest.raises(CannotEdit):
        edit(community.first, world.buyer, "Somewhere else, of course!", now=community.first.made_at)

    edited = edit(community.first, world.operator, "On the order page only.", now=late)

    assert edited.words == "On the order page only."


def test_an_edit_that_has_not_seen_another_one_is_refused(world: World, community: Community) -> None:
    now = community.first.made_at + timedelta(minutes=5)
    edit(community.first, world.operator, "On the order page only.", now=now)

    with pytest.raises(EditedMeanwhile):
        edit(community.first, world.seller, "On the order page, always.", now=now, seen=0)


def test_an_edit_keeps_votes_likes_and_the_choice(world: World, community: Community) -> None:
    cast_vote(post_id=community.first.public_id, by_id=world.buyer.pk, value=1, now=world.now)
    react(post_id=community.first.public_id, by_id=world.buyer.pk, kind="like", now=world.now)
    choose_best(
        topic_id=community.topic_id, post_id=community.first.public_id, by_id=world.buyer.pk, now=world.now
    )

    edited = edit(community.first, world.seller, "On the order page only.", now=later(world, 40))

    edited.refresh_from_db()
    assert (edited.score, edited.reactions.count(), edited.topic.best) == (1, 1, edited)
    assert miscounted() == []


def test_one_reaction_a_member_and_post_never_changes_the_order(world: World, community: Community) -> None:
    before = order_of(community)
    for kind in ("like", "thanks", "like", "like"):
        react(post_id=community.second.public_id, by_id=world.buyer.pk, kind=kind, now=world.now)
    react(post_id=community.second.public_id, by_id=world.seller.pk, kind="thanks", now=world.now)

    assert sorted(Reaction.objects.values_list("kind", flat=True)) == ["like", "thanks"]
    assert order_of(community) == before
    community.refresh()
    assert community.second.score == 0

    react(post_id=community.second.public_id, by_id=world.buyer.pk, kind="", now=world.now)

    assert Reaction.objects.count() == 1


def test_a_quote_keeps_its_text_and_whose_it_is(world: World, community: Community) -> None:
    post = put_answer(
        community.topic_id,
        world.buyer,
        quoting(community.first, "On the order page.") + "\nThank you, that is clear!",
        now=later(world),
    )

    quote, own = post.body
    assert quote["quote"]["source"] == community.first.public_id
    assert quote["quote"]["at"] == community.first.made_at.isoformat()
    assert quote["quote"]["blocks"] == [{"html": "<p>On the order page.</p>\n"}]
    assert "that is clear" in own["html"]
    assert post.words == "Thank you, that is clear!"


def test_a_quote_puts_no_words_into_anybodys_mouth(world: World, community: Community) -> None:
    for words in ("Write to me outside.", "On the page.", "the order page. It is made when nobody orders"):
        with pytest.raises(QuoteUnfit):
            put_answer(
                community.topic_id,
                world.buyer,
                quoting(community.first, words) + "\nIs that so?",
                now=world.now,
            )

    put_answer(
        community.topic_id,
        world.buyer,
        quoting(community.first, "On the order page … everything of the sale stays on it") + "\nThank you!",
        now=world.now,
    )


def test_what_nobody_reads_any_more_is_not_quoted_anew(world: World, community: Community) -> None:
    hide_post(post_id=community.first.public_id, by_id=world.operator.pk, reason="A mistake", now=world.now)

    with pytest.raises(QuoteUnfit):
        put_answer(
            community.topic_id,
            world.buyer,
            quoting(community.first, FIRST) + "\nLook at this!",
            now=world.now,
        )


def test_a_quote_of_masked_words_reveals_nothing(world: World, community: Community) -> None:
    masked = put_answer(community.topic_id, world.seller, CONTACT_WORDS, now=world.now)
    assert CONTACT_SECRET not in masked.words
    assert MASK in masked.words

    with pytest.raises(QuoteUnfit):
        put_answer(
            community.topic_id, world.seller, quoting(masked, CONTACT_WORDS) + "\nAs I said.", now=world.now
        )
    quoted = put_answer(
        community.topic_id, world.buyer, quoting(masked, masked.words) + "\nWhat is it?", now=world.now
    )

    assert CONTACT_SECRET not in str(quoted.body)
    assert CONTACT_SECRET not in quoted.text


def test_contact_details_are_masked_in_title_and_text_and_told_to_the_author(world: World) -> None:
    post = put_question(
        world.buyer,
        title="Where can I reach ann.example@mail.example about this?",
        text=f"{CONTACT_WORDS} Or is there another way to talk before I order?",
        now=world.now,
    )

    assert MASK in post.topic.title_shown
    assert "mail.example" not in post.topic.title_shown + post.words + str(post.body)
    assert post.withheld_kinds == ["email"]
    verdict = Verdict.objects.get(place="community", place_id=post.topic_id)
    assert (verdict.outcome, verdict.person) == ("mask", world.buyer)


def test_who_hid_contact_details_too_often_is_refused_with_a_sentence(world: World) -> None:
    for number in range(limits.HIDDEN_CONTACTS_MAX):
        put_question(
            world.buyer, text=f"Ask me at b r u n o {number} (at) mail (dot) example any day.", now=world.now
        )

    with pytest.raises(WordsRefused):
        put_question(world.buyer, text="Ask me at b r u n o 9 (at) mail (dot) example please.", now=world.now)


def test_the_quoted_member_and_who_asked_are_told_once_each(world: World, community: Community) -> None:
    Mail.objects.all().delete()
    text = quoting(community.first, "On the order page.") + quoting(community.first, "On the order page.")

    post = put_answer(community.topic_id, world.outsider, text + "\nI second this.", now=world.now)
    edit(post, world.outsider, text + "\nI second this very much.", now=world.now + timedelta(minutes=3))

    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted(
        [world.seller.email, world.buyer.email]
    )


def test_quoting_oneself_tells_nobody(world: World, community: Community) -> None:
    Mail.objects.all().delete()

    put_answer(
        community.topic_id,
        world.buyer,
        quoting(community.question, "Do I hold the sessions") + "\nStill my question.",
        now=world.now,
    )

    assert not Mail.objects.exists()


def test_a_post_sent_twice_is_stored_once(world: World) -> None:
    key = uuid.uuid4()

    posts = [
        ask(by_id=world.buyer.pk, title=TITLE, text=QUESTION, key=key, now=world.now) for _press in range(2)
    ]

    assert posts[0] == posts[1]
    assert Post.objects.count() == 1


def test_who_writes_too_fast_is_asked_to_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "POSTS_PER_HOUR_MAX", 2)
    for _press in range(2):
        put_question(world.buyer, now=world.now)

    with pytest.raises(TooManyPosts):
        put_question(world.buyer, now=world.now)
    put_question(world.buyer, now=world.now + timedelta(hours=2))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Short", QUESTION),
        ("x" * 141, QUESTION),
        (TITLE, "Hm"),
        (TITLE, "x" * 20_001),
        (TITLE, "> "),
        ("\u202e", QUESTION),
    ],
)
def test_words_that_do_not_fit_are_refused(world: World, title: str, text: str) -> None:
    with pytest.raises(PostUnfit):
        put_question(world.buyer, title, text, now=world.now)

    assert not Topic.objects.exists()


HOSTILE = [
    "<script>alert(1)</script> is what I typed here",
    "<img src=x onerror=alert(1)> and some more words",
    "[a link](javascript:alert(1)) and some more words",
    "Nul \x00 and surrogate \ud800 and some more words",
    "\u202eright to left override and some more words\u202d",
    "Z" + "\u0300" * 5_000 + "algo and some more words",
    ">" * 5_000 + " nested without end",
    "[quote=x]\n" * 500 + "nested without end",
    "`" * 5_000 + " ticks",
    "[" * 5_000 + " brackets",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_stored_harmless_or_refused(world: World, text: str) -> None:
    try:
        post = put_question(world.buyer, text=text, now=world.now)
    except (PostUnfit, QuoteUnfit):
        return
    rendered = str(post.body)
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert 'href="javascript' not in rendered


def test_search_finds_by_beginning_swapped_letters_and_answers(world: World, community: Community) -> None:
    for words in (("ordered",), ("orderde",), ("inbox",), ("sale", "hold"), ("chta",)):
        assert [post.topic_id for post in found_topics(words=words)] == [community.question.topic_id], words
    assert not found_topics(words=("elephants",)).exists()

    hide_post(post_id=community.second.public_id, by_id=world.operator.pk, reason="A mistake", now=world.now)

    assert not found_topics(words=("inbox",)).exists()


def test_search_never_finds_what_is_withheld(world: World, community: Community) -> None:
    put_answer(community.topic_id, world.seller, CONTACT_WORDS, now=world.now)

    assert not found_topics(words=("example",)).exists()
