"""The demo world's community: every question, answer, vote and quote comes from the action that a page would call."""

import re
import tomllib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from gighall.domain.accounts.models import Person
from gighall.domain.forum import actions
from gighall.domain.forum.models import Post

PLAN = Path(__file__).parent / "community.toml"
_QUOTE = re.compile(r"\[quote=([a-z_]+)\]")


class Talk:
    """One topic while it is being made; keys are those of the file, and *question* is its first post."""

    def __init__(self, title: str, people: Mapping[str, Person], present: datetime) -> None:
        self.title = title
        self.people = people
        self.present = present
        self.now = present
        self.posts: dict[str, Post] = {}

    def take(self, step: dict[str, Any]) -> None:
        """Do one step of the file."""
        if "ago" in step:
            self.now = self.present - timedelta(minutes=step["ago"])
        what = next(iter(step))
        match what:
            case "ask" | "note":
                self._ask(step, what)
            case "answer":
                self.posts[step["key"]] = actions.answer(
                    topic_id=self.posts["question"].topic.public_id,
                    by_id=self.people[step["answer"]].pk,
                    text=self._words(step),
                    key=uuid.uuid4(),
                    now=self.now,
                )
            case "edit":
                actions.edit_post(
                    post_id=self.posts[step["edit"]].public_id,
                    by_id=self.people[step["by"]].pk,
                    text=self._words(step),
                    reason=step["reason"],
                    seen=0,
                    now=self.now,
                )
            case _:
                self._judge(what, step)

    def _ask(self, step: dict[str, Any], what: str) -> None:
        self.posts["question"] = actions.ask(
            by_id=self.people[step[what]].pk,
            title=self.title,
            text=step["text"].strip(),
            key=uuid.uuid4(),
            now=self.now,
            is_note=what == "note",
        )

    def _judge(self, what: str, step: dict[str, Any]) -> None:
        post_id = self.posts[step[what]].public_id
        by = [self.people[key].pk for key in ([step["by"]] if isinstance(step["by"], str) else step["by"])]
        match what:
            case "vote":
                for person_id in by:
                    actions.cast_vote(
                        post_id=post_id, by_id=person_id, value=step.get("value", 1), now=self.now
                    )
            case "like":
                for person_id in by:
                    actions.react(
                        post_id=post_id, by_id=person_id, kind=step.get("kind", "like"), now=self.now
                    )
            case "best":
                topic_id = self.posts["question"].topic.public_id
                actions.choose_best(topic_id=topic_id, post_id=post_id, by_id=by[0], now=self.now)
            case "recommend":
                actions.recommend_post(post_id=post_id, by_id=by[0], reason=step["reason"], now=self.now)
            case _:
                raise ValueError(f"community.toml: nobody can do {what!r} in the community")

    def _words(self, step: dict[str, Any]) -> str:
        """Return a step's text with the ids of the posts that it quotes."""

        def named(found: re.Match[str]) -> str:
            post = self.posts[found[1]]
            return f"[quote={post.public_id} {post.author.name}]"

        return _QUOTE.sub(named, step["text"].strip())


def load_community(people: Mapping[str, Person], present: datetime) -> None:
    """Let people ask and answer, so that the last words were written shortly before the present."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    for topic in plan["topics"]:
        talk = Talk(topic["title"], people, present)
        for step in topic["steps"]:
            talk.take(step)
