"""The community of the tests: a question with two answers, made by the actions that the pages call."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.domain.accounts.models import Person
from gighall.domain.forum.actions import answer, ask
from gighall.domain.forum.models import Post
from tests.world import World, make_person

TITLE = "Where do I hold a chat that somebody has ordered?"
QUESTION = (
    "I am new and offer help by text chat. Do I hold the sessions on this hall's pages, or somewhere else?"
)
FIRST = "On the order page. It is made when somebody orders, and everything of the sale stays on it."
SECOND = "The inbox is for questions before an order. Once there is an order, you talk on its page."


@dataclass
class Community:
    """A question of the buyer, answered by the seller and by the outsider."""

    question: Post
    first: Post
    second: Post

    @property
    def topic_id(self) -> str:
        """Return the topic's id."""
        return self.question.topic.public_id

    def refresh(self) -> None:
        """Read the posts anew."""
        for post in (self.question, self.first, self.second):
            post.refresh_from_db()


def make_community(world: World) -> Community:
    """Let the buyer ask, and two others answer within the hour after the world was made."""
    now = world.now + timedelta(minutes=10)
    question = put_question(world.buyer, now=now)
    topic_id = question.topic.public_id
    return Community(
        question,
        put_answer(topic_id, world.seller, FIRST, now=now + timedelta(minutes=2)),
        put_answer(topic_id, world.outsider, SECOND, now=now + timedelta(minutes=30)),
    )


def put_question(person: Person, title: str = TITLE, text: str = QUESTION, *, now: datetime) -> Post:
    """Let somebody ask."""
    return ask(by_id=person.pk, title=title, text=text, key=uuid.uuid4(), now=now)


def put_answer(topic_id: str, person: Person, text: str, *, now: datetime) -> Post:
    """Let somebody answer."""
    return answer(topic_id=topic_id, by_id=person.pk, text=text, key=uuid.uuid4(), now=now)


def make_readers(count: int, *, now: datetime) -> list[Person]:
    """Let so many people join who have written nothing."""
    return [make_person(f"Reader {number}", now=now) for number in range(count)]


def quoting(post: Post, words: str) -> str:
    """Return a quote of a post as people type it."""
    return f"[quote={post.public_id} {post.author.name}]\n{words}\n[/quote]\n"
