"""What goes before a post on its way is worked out anew only where something else came than was foreseen."""

import random
import uuid
from datetime import UTC, datetime

import pytest

from gighall.domain.policy.rules import NOTHING_FOUND
from gighall.live.flights import Draft
from gighall.live.runs import Runs
from gighall.live.store import StoredMessage

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ANNA, BRAM = 1, 2


class Course:
    """One record in which posts are judged, stored, refused; its last number counts up."""

    def __init__(self) -> None:
        self.runs = Runs()
        self.runs.read([])
        self.number = 0
        self.drafts: list[Draft] = []

    def judge(self, author_id: int) -> Draft:
        """Return a post that is judged now and not expected yet."""
        key = str(uuid.uuid4())
        words = f"@{key}"
        moment, run = self.runs.moment, self.runs.before(author_id, key, words, NOW)
        return Draft(
            record_id=1, record="r", author_id=author_id, author_key="a", key=key, text=words, at=NOW, place="order",
            judgement=NOTHING_FOUND, run=run, facts_version=1, may_write=True, moment=moment,
        )  # fmt: skip

    def post(self, author_id: int) -> None:
        """Judge a post and expect it."""
        self.expect(self.judge(author_id))

    def expect(self, draft: Draft) -> None:
        """Expect a post that was judged before."""
        self.runs.expect(draft)
        self.drafts.append(draft)

    def store_next(self) -> None:
        """Store the first post that waits; it is told twice, as delivery does."""
        draft = self.drafts.pop(0)
        self.number += 1
        for _time in range(2):
            self.runs.add(StoredMessage(self.number, draft.author_id, draft.key, NOW, draft.text))

    def store_elsewhere(self, author_id: int) -> None:
        """Hear of a message that another program stored."""
        self.number += 1
        self.runs.add(StoredMessage(self.number, author_id, str(uuid.uuid4()), NOW, "elsewhere"))

    def refuse(self, draft: Draft) -> None:
        """Let nothing come of a post."""
        self.drafts.remove(draft)
        self.runs.expect_no_more(draft)

    def withhold(self, draft: Draft) -> None:
        """Judge a post otherwise than at first."""
        draft.spans = [{"s": 0, "e": 3, "kind": "handle"}]
        self.runs.expect_anew(draft)

    def fits(self, draft: Draft) -> bool:
        """Say whether a post is judged with what goes before it."""
        return self.runs.before(draft.author_id, draft.key, draft.text, NOW) == draft.run


def test_posts_that_come_one_after_the_other_are_judged_once() -> None:
    course = Course()

    for _round in range(10):
        course.post(ANNA)
        course.post(BRAM)
        course.post(ANNA)
        course.store_next()

    assert all(map(course.runs.is_as_foreseen, course.drafts))
    assert all(map(course.fits, course.drafts))


def test_a_post_that_was_overtaken_while_it_was_judged_is_judged_again() -> None:
    course = Course()
    slow = course.judge(ANNA)

    course.post(ANNA)
    course.expect(slow)

    assert not course.runs.is_as_foreseen(slow)
    assert not course.fits(slow)


@pytest.mark.parametrize("seed", range(200))
def test_whatever_happens_no_change_is_missed(seed: int) -> None:
    chance, course = random.Random(seed), Course()
    slow: list[Draft] = []

    for _step in range(40):
        deed = chance.choice(
            ["post", "post", "post", "store", "store", "judge", "late", "elsewhere", "refuse", "withhold"]
        )
        author_id = chance.choice([ANNA, BRAM])
        if deed == "post":
            course.post(author_id)
        elif deed == "judge":
            slow.append(course.judge(author_id))
        elif deed == "elsewhere":
            course.store_elsewhere(author_id)
        elif deed == "late" and slow:
            course.expect(slow.pop(0))
        elif deed == "store" and course.drafts:
            course.store_next()
        elif deed == "refuse" and course.drafts:
            course.refuse(chance.choice(course.drafts))
        elif deed == "withhold" and course.drafts:
            again = chance.choice(course.drafts)
            again.run = course.runs.before(again.author_id, again.key, again.text, NOW)
            course.withhold(again)

        assert all(course.fits(draft) for draft in course.drafts if course.runs.is_as_foreseen(draft))
