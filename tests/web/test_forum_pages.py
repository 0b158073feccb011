"""The community's pages, without script: what everybody reads, what members press, and that nothing typed is lost."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.test import Client

from gighall.base import clock, limits
from gighall.domain.accounts.models import Person
from gighall.domain.desk.actions import report_post
from gighall.domain.desk.models import Report
from gighall.domain.desk.rules import CannotReport
from gighall.domain.forum.actions import (
    cast_vote,
    choose_best,
    edit_post,
    hide_post,
    react,
    recommend_post,
    remove_post,
)
from gighall.domain.forum.models import Post, Vote
from gighall.domain.forum.queries import miscounted
from gighall.web.forum.addresses import slug_of, topic_address
from gighall.web.forum.views import signed
from gighall.web.shared.moments import since_words
from tests.community import (
    FIRST,
    QUESTION,
    TITLE,
    Community,
    make_community,
    make_readers,
    put_answer,
    put_question,
    quoting,
)
from tests.world import CONTACT_SECRET, CONTACT_WORDS, PASSWORD, World

ClientOf = Callable[[Person | None], Client]
Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def community(world: World) -> Community:
    """A question with two answers."""
    return make_community(world)


def page_of(client: Client, community: Community, query: str = "") -> str:
    """Return the question's page."""
    answer = client.get(topic_address(community.question.topic) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def words_in(page: str) -> str:
    """Return what a page says, without its markup."""
    main = page.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def data_in(page: str) -> dict[str, Any]:
    """Return the structured data of a question's page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def order_in(page: str) -> list[str]:
    """Return the ids of the posts of a page, from top to bottom."""
    return re.findall(r'<article[^>]* id="post-(\w+)"', page)


def test_jump_to_content_is_the_first_thing_on_every_page(world: World, community: Community) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    for path in ("/community/", topic_address(community.question.topic), "/"):
        page = client.get(path).content.decode().partition("<body")[2]
        first = re.search(r"<(a|button|input|select|textarea|summary)\b[^>]*>", page)
        assert first is not None
        assert 'class="skip-link" href="#content"' in first[0]


def test_a_guest_sees_score_and_arrows_and_cannot_press_them(
    world: World, community: Community, client_of: ClientOf
) -> None:
    cast_vote(post_id=community.question.public_id, by_id=world.seller.pk, value=1, now=world.now)

    page = page_of(client_of(None), community)

    head = page.partition('<h1 class="post__title">')[0].partition('class="post__rail"')[2]
    assert 'data-part="score" aria-hidden="true">1<' in head
    assert "1 point" in head
    arrows = re.findall(r'<button class="vote__arrow"[^>]*>', page)
    assert len(arrows) == 6
    assert all(" disabled " in arrow for arrow in arrows)
    assert page.count("<h1") == 1


def test_the_title_is_the_one_heading_and_the_asker_leads_to_the_profile(
    world: World, community: Community, client_of: ClientOf
) -> None:
    page = page_of(client_of(None), community)

    assert re.findall(r"<h1[^>]*><bdi>(.*?)</bdi></h1>", page) == [TITLE]
    assert '<p class="post__label">Question</p>' in page
    assert f'href="/people/{world.buyer.public_id}/"' in page


def test_the_id_decides_and_a_wrong_slug_leads_to_the_right_one(
    world: World, community: Community, client_of: ClientOf
) -> None:
    client, right = client_of(None), topic_address(community.question.topic)

    for wrong in (community.topic_id, f"{community.topic_id}-", f"{community.topic_id}-something-else"):
        answer = client.get(f"/community/{wrong}/?sort=date")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{right}?sort=date")
    assert client.get("/community/nothing-here/").status_code == 404
    assert client.get("/community/%00/").status_code == 404


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Where do I hold a chat?", "where-do-i-hold-a-chat"),
        ("Où tenir la séance ?", "où-tenir-la-séance"),
        ("هل أكتب بلغتين؟", "هل-أكتب-بلغتين"),
        ("यह कहाँ होता है?", "यह-कहाँ-होता-है"),
        ("どこで話しますか", "どこで話しますか"),
        ("???!!! ...", "question"),
        ("Z" + "\u0300" * 500 + "algo", "z̀̀algo"),
        ("a" * 300, "a" * 80),
    ],
)
def test_titles_of_any_script_make_an_address(world: World, title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_title_of_any_script_is_found_under_its_address(world: World, client_of: ClientOf) -> None:
    question = put_question(world.buyer, "هل أكتب وصف خدمتي بلغتين؟", now=world.now)

    answer = client_of(None).get(topic_address(question.topic))

    assert answer.status_code == 200


@pytest.mark.parametrize(("count", "words"), [(0, "0 answers"), (1, "1 answer"), (2, "2 answers")])
def test_the_heading_counts_answers_only(
    world: World, client_of: ClientOf, community: Community, count: int, words: str
) -> None:
    for post, author in [(community.first, world.seller), (community.second, world.outsider)][: 2 - count]:
        remove_post(post_id=post.public_id, by_id=author.pk, now=world.now)

    assert f"{words} to this question" in words_in(page_of(client_of(None), community))


def test_counts_are_the_same_on_board_page_api_and_structured_data(
    world: World, client_of: ClientOf, community: Community
) -> None:
    cast_vote(post_id=community.first.public_id, by_id=world.buyer.pk, value=1, now=world.now)
    cast_vote(post_id=community.second.public_id, by_id=world.buyer.pk, value=-1, now=world.now)
    client = client_of(world.buyer)

    def counts() -> list[Any]:
        page = page_of(client, community)
        board = words_in(client.get("/community/").content.decode())
        data = data_in(page)["mainEntity"]
        topic = client.get(f"/api/v1/community/topics/{community.topic_id}").json()
        shown = [score.replace("−", "-") for score in re.findall(r'data-part="score"[^>]*>([^<]*)<', page)]
        in_data = [data, *([data["acceptedAnswer"]] if "acceptedAnswer" in data else [])]
        in_data += data.get("suggestedAnswer", [])
        in_api = [topic["question"], *topic["posts"]]
        assert [int(score) for score in shown] == [each["upvoteCount"] for each in in_data]
        assert [each["upvoteCount"] for each in in_data] == [each["score"] for each in in_api]
        answers = topic["answers"]
        assert data["answerCount"] == answers == len(topic["posts"]) == len(order_in(page)) - 1
        assert f" {answers} answer" in board
        assert f" {answers} answer" in words_in(page)
        assert miscounted() == []
        return [answers, *shown]

    assert counts() == [2, "0", "1", "-1"]
    choose_best(
        topic_id=community.topic_id, post_id=community.second.public_id, by_id=world.buyer.pk, now=world.now
    )
    assert counts() == [2, "0", "-1", "1"]
    hide_post(post_id=community.second.public_id, by_id=world.operator.pk, reason="A mistake", now=world.now)
    assert counts() == [1, "0", "1"]
    remove_post(post_id=community.first.public_id, by_id=world.seller.pk, now=world.now)
    assert counts() == [0, "0"]


def test_scores_have_a_real_minus_sign_and_zero_is_0() -> None:
    assert [signed(score) for score in (-12, 0, 7)] == ["−12", "0", "7"]


def test_the_order_of_answers_can_be_changed_and_survives_paging(
    world: World, client_of: ClientOf, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWERS_PAGE_ROWS", 2)
    third = put_answer(
        community.topic_id, world.operator, "Read the terms, too.", now=world.now + timedelta(hours=1)
    )
    cast_vote(post_id=third.public_id, by_id=world.buyer.pk, value=1, now=world.now)
    client = client_of(None)
    best, date = page_of(client, community), page_of(client, community, "?sort=date")

    question = community.question.public_id
    assert order_in(best) == [question, third.public_id, community.first.public_id]
    assert order_in(date) == [question, community.first.public_id, community.second.public_id]
    assert "?sort=date&amp;page=2" in date
    assert order_in(page_of(client, community, "?sort=date&page=2")) == [question, third.public_id]


def press(client: Client, post: Post, what: str, **fields: str) -> Any:
    """Press a button below a post."""
    return client.post(f"/community/posts/{post.public_id}/{what}/", fields)


def test_votes_work_without_script_and_lead_back_to_the_post(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client = client_of(world.buyer)

    answer = press(client, community.second, "vote", value="1", sort="date")

    place = f"{topic_address(community.question.topic)}?sort=date#post-{community.second.public_id}"
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    page = page_of(client, community)
    pressed = re.findall(r'value="(-?\d)" aria-pressed="(\w+)" aria-label="Vote this answer (\w+)"', page)
    assert pressed == [
        ("0", "true", "up"),
        ("-1", "false", "down"),
        ("1", "false", "up"),
        ("-1", "false", "down"),
    ]
    press(client, community.second, "vote", value="0")
    assert not Vote.objects.exists()


def test_a_failed_press_says_why_to_the_script_and_to_people(
    world: World, client_of: ClientOf, community: Community
) -> None:
    asked: dict[str, Any] = {"headers": {"Accept": "application/json"}}
    path = f"/community/posts/{community.first.public_id}/vote/"

    own = client_of(world.seller).post(path, {"value": "1"}, **asked)
    guest = client_of(None).post(path, {"value": "1"}, **asked)
    odd = client_of(world.buyer).post(path, {"value": "1e9"}, **asked)
    done = client_of(world.buyer).post(path, {"value": "-1"}, **asked)

    assert (own.status_code, own.json()["say"]) == (409, "These are your own words. Others vote about them.")
    assert (guest.status_code, guest.json()["say"]) == (401, "Sign in first.")
    assert odd.status_code == 409
    assert done.json() == {
        "score": "−1",
        "said": "−1 point",
        "arrows": [{"sends": 1, "pressed": False}, {"sends": 0, "pressed": True}],
    }
    assert client_of(world.seller).post(path, {"value": "1"}).status_code == 403


def test_a_guest_who_presses_signs_in_and_is_back_at_the_same_post(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client = client_of(None)
    for what in ("vote", "reaction", "report"):
        answer = press(client, community.second, what, value="1")
        assert answer.headers["Location"] == (
            f"/account/login/?next=%2Fcommunity%2Fposts%2F{community.second.public_id}%2F"
        )
    signed_in = client.post(
        answer.headers["Location"], {"login": world.buyer.email, "password": PASSWORD}, follow=True
    )

    assert signed_in.redirect_chain[-1][0].endswith(f"#post-{community.second.public_id}")


def test_a_guests_words_are_there_again_after_the_sign_in(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client = client_of(None)
    page = page_of(client, community)
    assert "Sign in to comment" in page
    assert "Sign in now" in page
    words = "I had the same question.\n\nIt is on <the order page>."

    sent = client.post(f"/community/{community.topic_id}/answers/", {"text": words})
    signed_in = client.post(
        sent.headers["Location"], {"login": world.newcomer.email, "password": PASSWORD}, follow=True
    )

    assert signed_in.redirect_chain[-1][0].startswith(topic_address(community.question.topic))
    assert signed_in.redirect_chain[-1][0].endswith("#reply")
    assert "It is on &lt;the order page&gt;." in signed_in.content.decode()
    assert Post.objects.count() == 3
    posted = client.post(f"/community/{community.topic_id}/answers/", {"text": words})
    assert posted.status_code == 302
    assert "same question" not in page_of(client, community).partition('id="reply"')[2]


def test_create_new_offers_what_one_may_make(world: World, client_of: ClientOf) -> None:
    def offered(person: Person | None) -> list[str]:
        page = client_of(person).get("/").content.decode()
        menu = page.partition('class="create-menu"')[2].partition("</menu-box>")[0]
        assert "Create new…" in menu
        return re.findall(r'<a href="([^"]*)">', menu)

    assert offered(None) == offered(world.buyer) == ["/community/ask/"]
    assert offered(world.operator) == ["/community/ask/", "/community/recommend/", "/community/note/"]
    guest = client_of(None).get("/community/ask/")
    assert guest.headers["Location"] == "/account/login/?next=/community/ask/"


def test_the_recommended_block_stands_above_all_answers_on_every_page(
    world: World, client_of: ClientOf, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWERS_PAGE_ROWS", 1)
    client = client_of(None)
    for query in ("", "?page=2"):
        assert "recommended" not in page_of(client, community, query).partition("<main")[2].lower()

    recommend_post(
        post_id=community.second.public_id, by_id=world.operator.pk, reason="Short and right", now=world.now
    )
    choose_best(
        topic_id=community.topic_id, post_id=community.first.public_id, by_id=world.buyer.pk, now=world.now
    )

    for query in ("", "?page=2", "?sort=date&page=2"):
        page = page_of(client, community, query)
        block = page.partition('class="recommended"')[2].partition("</section>")[0]
        assert page.index('class="recommended"') < page.index('class="answers"')
        words = words_in(f"<main>{block}")
        assert "Chosen by Bruno Buyer, who asked" in words
        assert "Recommended by Olga Operator : Short and right" in words
        assert FIRST in words
        assert f'href="/community/posts/{community.second.public_id}/"' in block
    assert community.second.public_id in order_in(page_of(client, community, "?page=2"))


def test_staff_recommend_by_link_and_are_told_what_is_wrong(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client = client_of(world.operator)
    link = f"http://127.0.0.1/community/posts/{community.first.public_id}/"

    wrong = client.post(
        "/community/recommend/", {"answer": "http://127.0.0.1/community/", "reason": "So good"}
    )
    without = client.post("/community/recommend/", {"answer": link, "reason": ""})
    done = client.post("/community/recommend/", {"answer": link, "reason": "Short and right"})

    assert (wrong.status_code, without.status_code, done.status_code) == (422, 422, 302)
    assert "This leads to no answer." in words_in(wrong.content.decode())


def test_a_quote_says_when_and_who_and_leads_to_the_source(
    world: World, client_of: ClientOf, community: Community
) -> None:
    now = clock.now()
    first = put_answer(
        community.topic_id, world.seller, "Always on the order page.", now=now - timedelta(minutes=12)
    )
    put_answer(
        community.topic_id,
        world.buyer,
        quoting(first, "Always on the order page.") + "\nThank you very much!",
        now=now,
    )

    page = page_of(client_of(None), community)

    figure = page.partition('<figure class="quote"')[2].partition("</figure>")[0]
    said = words_in(f"<main {figure}")
    assert said.removeprefix("> ").startswith("12 minutes ago ")
    assert "Selma Seller said: Always on the order page." in said
    assert f'href="#post-{first.public_id}"' in figure
    assert f'datetime="{first.made_at.isoformat(timespec="seconds")}"' in figure


def test_quotes_and_moments_are_told_from_the_time_of_reading() -> None:
    now = clock.now()
    ages = {
        timedelta(seconds=-90): "just now",
        timedelta(seconds=59): "just now",
        timedelta(minutes=1): "1 minute ago",
        timedelta(minutes=12): "12 minutes ago",
        timedelta(hours=1, minutes=59): "1 hour ago",
        timedelta(hours=23): "23 hours ago",
        timedelta(days=6, hours=23): "6 days ago",
    }

    assert {age: since_words(now - age, now) for age in ages} == ages
    assert re.fullmatch(r"\d{1,2} \w{3} \d{4}", since_words(now - timedelta(days=7), now))


def test_the_exact_time_is_told_in_the_readers_zone(
    world: World, client_of: ClientOf, community: Community
) -> None:
    exact = re.compile(r'class="moment__exact">([^<]+)<')

    guest = exact.search(page_of(client_of(None), community))
    madrid = exact.search(page_of(client_of(world.outsider), community))

    assert guest is not None
    assert madrid is not None
    assert guest[1] != madrid[1]


def test_a_long_quote_is_folded_and_a_short_one_is_not(
    world: World, client_of: ClientOf, community: Community
) -> None:
    long = " ".join(f"word{number}" for number in range(300))
    post = put_answer(community.topic_id, world.seller, long, now=world.now)
    put_answer(community.topic_id, world.buyer, quoting(post, long) + "\nThat is a lot!", now=world.now)
    put_answer(
        community.topic_id, world.buyer, quoting(post, "word1 word2") + "\nThat is little!", now=world.now
    )

    page = page_of(client_of(None), community)

    assert page.count('<figure class="quote">') == 2
    assert page.count('<details class="quote__fold">') == 1


def test_quotes_in_quotes_keep_their_levels_to_a_depth(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client = client_of(world.buyer)
    people = [world.buyer, world.seller]
    newest = community.first
    for level in range(6):
        text = client.get(f"/community/posts/{newest.public_id}/quotation/").json()["text"]
        newest = put_answer(
            community.topic_id,
            people[level % 2],
            f"{text}\nLevel number {level}, as I read it.",
            now=world.now,
        )
    page = page_of(client, community)

    last = page.partition(f'id="post-{newest.public_id}"')[2].partition("</article>")[0]
    assert last.count('<figure class="quote">') == limits.QUOTE_DEPTH_MAX


def test_a_quote_of_an_edited_or_removed_post_keeps_its_words_with_a_marker(
    world: World, client_of: ClientOf, community: Community
) -> None:
    put_answer(
        community.topic_id,
        world.buyer,
        quoting(community.first, "On the order page.")
        + quoting(community.second, "The inbox")
        + "\nThank you both!",
        now=world.now + timedelta(minutes=45),
    )
    client = client_of(None)
    assert "quote__marker" not in page_of(client, community)

    edit_post(
        post_id=community.first.public_id,
        by_id=world.operator.pk,
        text="Somewhere else entirely.",
        seen=0,
        now=world.now + timedelta(minutes=50),
    )
    remove_post(post_id=community.second.public_id, by_id=world.outsider.pk, now=world.now)

    words = words_in(page_of(client, community))
    assert "On the order page. The post was edited after it was quoted here." in words
    assert "The inbox This post is not there any more; the quote keeps its words." in words


def test_quoting_without_script_keeps_what_was_typed_and_takes_several(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client, path = client_of(world.buyer), f"/community/{community.topic_id}/answers/"

    one = client.post(path, {"text": "What I typed", "quote": community.first.public_id}).content.decode()
    box = unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", one, re.S)[0])
    both = client.post(path, {"text": box, "quote": community.second.public_id}).content.decode()
    box = unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", both, re.S)[0])
    sent = client.post(path, {"text": f"{box}\nThank you both!"})

    assert sent.status_code == 302
    newest = Post.objects.latest("pk")
    assert [block["quote"]["source"] for block in newest.body if "quote" in block] == [
        community.first.public_id,
        community.second.public_id,
    ]
    assert newest.words.startswith("What I typed")


def test_an_edit_is_told_below_the_post_with_a_readable_history(
    world: World, client_of: ClientOf, community: Community
) -> None:
    edit_post(
        post_id=community.first.public_id,
        by_id=world.operator.pk,
        text="Only on the order page.",
        reason="Clearer",
        seen=0,
        now=clock.now(),
    )

    page = words_in(page_of(client_of(None), community))
    history = words_in(
        client_of(None).get(f"/community/posts/{community.first.public_id}/history/").content.decode()
    )

    assert "Edited by Olga Operator just now" in page
    assert "Clearer" in page
    assert history.index("Only on the order page.") < history.index(FIRST)


def test_an_edit_after_the_choice_is_marked(world: World, client_of: ClientOf, community: Community) -> None:
    choose_best(
        topic_id=community.topic_id,
        post_id=community.first.public_id,
        by_id=world.buyer.pk,
        now=world.now + timedelta(minutes=50),
    )
    assert "Edited after it was chosen" not in page_of(client_of(None), community)

    edit_post(
        post_id=community.first.public_id,
        by_id=world.operator.pk,
        text="Somewhere else.",
        seen=0,
        now=clock.now(),
    )

    assert "Edited after it was chosen" in page_of(client_of(None), community)


def test_editing_by_form_keeps_what_was_typed_when_it_is_refused(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client, path = client_of(world.outsider), f"/community/posts/{community.second.public_id}/edit/"
    assert client.get(path).status_code == 200

    short = client.post(path, {"text": "Hm", "seen": "0", "reason": "Shorter"})
    stale = client.post(path, {"text": "A text that has not seen the other.", "seen": "7"})
    done = client.post(path, {"text": "A text that fits.", "seen": "0"})

    assert (short.status_code, stale.status_code, done.status_code) == (422, 422, 302)
    assert ">\nHm</textarea>" in short.content.decode()
    assert "Somebody changed this post while you wrote." in words_in(stale.content.decode())


def test_likes_are_counted_by_kind_and_lead_to_who(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client = client_of(world.buyer)
    count = '<a class="reaction__count"'
    assert all(" hidden>" in each for each in re.findall(rf"{count}[^>]*>", page_of(client, community)))

    press(client, community.first, "reaction", kind="like")
    react(post_id=community.first.public_id, by_id=world.outsider.pk, kind="like", now=world.now)
    react(post_id=community.first.public_id, by_id=world.operator.pk, kind="thanks", now=world.now)

    post = (
        page_of(client, community)
        .partition(f'id="post-{community.first.public_id}"')[2]
        .partition("</article>")[0]
    )
    shown = re.findall(rf'{count}[^>]*data-part="count"><span data-part="number">(\d+)<', post)
    assert shown == ["2", "1"]
    who = words_in(client.get(f"/community/posts/{community.first.public_id}/reactions/").content.decode())
    assert who.index("Like 2") < who.index("Bruno Buyer") < who.index("Thanks 1") < who.index("Olga Operator")


def test_a_post_has_a_permanent_link_that_leads_to_its_page(
    world: World, client_of: ClientOf, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWERS_PAGE_ROWS", 1)
    client = client_of(None)

    places = {
        post: client.get(f"/community/posts/{post.public_id}/").headers["Location"]
        for post in (community.question, community.first, community.second)
    }

    address = topic_address(community.question.topic)
    assert places[community.question] == f"{address}#post-{community.question.public_id}"
    assert places[community.first] == f"{address}#post-{community.first.public_id}"
    assert places[community.second] == f"{address}?page=2#post-{community.second.public_id}"
    assert order_in(page_of(client, community, "?page=2"))[1] == community.second.public_id


def test_sharing_sends_nothing_before_a_press(
    world: World, client_of: ClientOf, community: Community
) -> None:
    page = page_of(client_of(None), community)

    outside = re.findall(r'<(\w+)[^>]*(?:src|href)="https?://(?!127\.0\.0\.1)[^"]*"[^>]*>', page)
    assert set(outside) == {"a"}
    assert 'rel="noopener noreferrer nofollow" target="_blank">Mastodon</a>' in page
    assert "mailto:?subject=" in page


def test_every_post_of_others_can_be_reported_once(
    world: World, client_of: ClientOf, community: Community
) -> None:
    client, path = client_of(world.buyer), f"/community/posts/{community.first.public_id}/report/"
    assert f'href="{path}"' in page_of(client, community)
    assert f'href="{path}"' in page_of(client_of(None), community)

    without = client.post(path, {"reason": "other", "words": ""})
    done = client.post(path, {"reason": "rude", "words": "Not a nice word."}, follow=True)
    again = client.post(path, {"reason": "spam", "words": ""}, follow=True)

    assert without.status_code == 422
    assert "Thank you. Staff will look at it." in words_in(done.content.decode())
    assert "You told us about this before" in words_in(again.content.decode())
    assert Report.objects.get().post == community.first
    with pytest.raises(CannotReport):
        report_post(
            by_id=world.seller.pk, post_id=community.first.public_id, reason="spam", words="", now=world.now
        )
    queue = client_of(world.operator).get("/staff/reports/").content.decode()
    assert f'href="/community/posts/{community.first.public_id}/"' in queue


def test_an_author_is_told_what_others_do_not_see(
    world: World, client_of: ClientOf, community: Community
) -> None:
    put_answer(community.topic_id, world.seller, CONTACT_WORDS, now=clock.now())

    own, other = (page_of(client_of(person), community) for person in (world.seller, world.buyer))

    assert CONTACT_SECRET not in own + other
    assert "The text contains contact details (e-mail address). Others see a grey bar there." in words_in(own)
    assert "/terms/#outside-contact" in own
    assert "The text contains contact details" not in words_in(other)


def test_who_is_gone_reads_former_member(world: World, client_of: ClientOf, community: Community) -> None:
    Person.objects.filter(pk=world.seller.pk).update(is_active=False)

    page = page_of(client_of(None), community)

    assert "Former member" in page
    assert "Selma Seller" not in page
    assert world.seller.public_id not in page
    assert client_of(None).get(f"/community/posts/{community.first.public_id}/").status_code == 302


def test_structured_data_holds_the_question_and_cannot_end_its_element(
    world: World, client_of: ClientOf
) -> None:
    hostile = "</script><script>alert(1)</script> & what follows from it"
    question = put_question(world.buyer, f"Is this safe: {hostile}", f"`{hostile}`", now=world.now)

    page = client_of(None).get(topic_address(question.topic)).content.decode()

    data = data_in(page)["mainEntity"]
    assert data["name"] == f"Is this safe: {hostile}"
    assert data["author"]["name"] == world.buyer.name
    assert "<script>alert" not in page
    canonical = f'<link rel="canonical" href="http://127.0.0.1:8000{topic_address(question.topic)}">'
    assert canonical.partition("http")[0] in page
    assert topic_address(question.topic) in page.partition('rel="canonical"')[2].partition(">")[0]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> what I typed",
        "Hm",
        "x" * 20_001,
        "[quote=nothing]\nwords\n[/quote]\nmy own words",
    ],
)
def test_a_refused_question_keeps_what_was_typed(world: World, client_of: ClientOf, text: str) -> None:
    answer = client_of(world.buyer).post("/community/ask/", {"title": "Short", "text": text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert text in unescape(page.partition("<textarea")[2].partition("</textarea>")[0])
    assert 'value="Short"' in page
    assert "at least 12 characters" in words_in(page)


def test_ten_million_characters_are_refused_with_a_page(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.buyer).post("/community/ask/", {"title": TITLE, "text": "x" * 10_000_000})

    assert answer.status_code == 413
    assert not Post.objects.exists()


def test_staff_hide_and_show_by_form_and_others_see_nothing_of_it(
    world: World, client_of: ClientOf, community: Community
) -> None:
    staff, path = client_of(world.operator), f"/community/posts/{community.first.public_id}"

    assert staff.post(f"{path}/hiding/", {"reason": ""}).status_code == 422
    assert staff.post(f"{path}/hiding/", {"reason": "Off the point"}).status_code == 302
    assert FIRST not in page_of(client_of(world.buyer), community)
    assert "Hidden by Olga Operator: Off the point" in words_in(page_of(staff, community))
    assert client_of(None).get(f"{path}/").status_code == 404
    assert staff.post(f"{path}/showing/").status_code == 302

    assert FIRST in page_of(client_of(None), community)


def test_notes_of_staff_stand_on_the_board_and_are_no_questions(world: World, client_of: ClientOf) -> None:
    client = client_of(world.operator)

    written = client.post(
        "/community/note/", {"title": "How we talk with each other", "text": QUESTION}, follow=True
    )

    page = written.content.decode()
    assert '<p class="post__label">Note</p>' in page
    assert "application/ld+json" not in page
    assert "Note" in words_in(client.get("/community/").content.decode())


def test_the_board_pages_and_orders_its_questions(
    world: World, client_of: ClientOf, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAGE_ROWS", 1)
    other = put_question(world.seller, "How long may a delivery take at most?", now=world.now)
    cast_vote(post_id=other.public_id, by_id=world.buyer.pk, value=1, now=world.now)
    client = client_of(None)

    def first(query: str) -> str:
        return re.findall(
            r'topic-row__title"><a href="([^"]+)"', client.get(f"/community/{query}").content.decode()
        )[0]

    right, newer = topic_address(community.question.topic), topic_address(other.topic)
    assert first("") == right
    assert first("?page=2") == newer
    assert first("?sort=votes") == newer
    assert first("?sort=newest") == newer
    assert first("?sort=unanswered") == newer
    assert first("?q=deliveyr") == newer
    assert first("?sort=nonsense&page=9x") == right


@pytest.mark.parametrize("member", ["guest", "buyer", "operator"])
def test_a_question_costs_the_same_with_two_answers_and_with_fifty(
    world: World, client_of: ClientOf, community: Community, count_queries: Count, member: str
) -> None:
    client = client_of(world.people[member])

    def cost() -> list[int]:
        paths = [topic_address(community.question.topic), "/community/"]
        for path in paths:
            client.get(path)
        return [count_queries(partial(client.get, path)) for path in paths]

    put_answer(
        community.topic_id,
        world.buyer,
        quoting(community.first, "the order page") + "\nThanks!!!!!",
        now=world.now,
    )
    few = cost()
    for at, reader in enumerate(make_readers(12, now=world.now)):
        for number in range(4):
            text = quoting(community.first, "the order page") + f"\nAnswer {at} and {number} of many."
            post = put_answer(community.topic_id, reader, text, now=world.now + timedelta(minutes=at))
            react(post_id=post.public_id, by_id=world.buyer.pk, kind="like", now=world.now)
        put_question(reader, f"Question number {at} of many people", now=world.now)

    assert cost() == few
    assert few == {"guest": [7, 2], "buyer": [10, 4], "operator": [11, 5]}[member]
