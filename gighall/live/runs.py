"""What each person lately wrote in a record: with it their next message is judged. In memory only, and briefly.

It is read from the record when somebody first posts there, and grows with what is told and what is posted here. So it
may miss what comes from elsewhere in the same moment: then the record answers *stale*, and it is read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from gighall.base import limits
from gighall.base.masking import mask
from gighall.domain.policy.rules import Run, Said, run_before
from gighall.guard import may_complete

from .flights import Draft, Moment
from .store import StoredMessage


@dataclass(slots=True)
class Runs:
    """The last messages of everybody in one record."""

    # Whether they were read from the record; until then nothing of them is known.
    are_read: bool = False
    # By author and number, oldest first.
    stored: dict[int, dict[int, Said]] = field(default_factory=dict)
    # Posts that are on their way into the record, by author and key, in their order.
    coming: dict[int, dict[str, Said]] = field(default_factory=dict)
    # How many posts were expected, and how often anything happened but that the next of them was stored.
    expected: int = 0
    surprises: int = 0

    @property
    def moment(self) -> Moment:
        """Return what tells whether anything has changed for a post that is judged now."""
        return self.surprises, self.expected

    def is_as_foreseen(self, draft: Draft) -> bool:
        """Say whether what goes before a draft is still what it was judged with."""
        return draft.moment is not None and draft.moment[0] == self.surprises

    def read(self, messages: Iterable[StoredMessage]) -> None:
        """Take in what the record holds."""
        self.are_read = True
        self.surprises += 1
        for one in messages:
            self.add(one)

    def add(self, message: StoredMessage) -> None:
        """Take in a message that is stored; twice is once."""
        coming = self.coming.get(message.author_id) or {}
        is_next = next(iter(coming), None) == message.key
        foreseen = coming.pop(message.key, None)
        if not self.are_read:
            return
        words = _words(message.shown)
        said = self.stored.setdefault(message.author_id, {})
        known = said.get(message.number)
        if known is not None and known.words == words:
            return
        last = next(reversed(said), 0)
        if is_next and foreseen is not None and foreseen.words == words and message.number > last:
            said[message.number] = foreseen
        else:
            self.surprises += 1
            said[message.number] = Said(message.key, message.at, words)
            if message.number < last:
                self.stored[message.author_id] = said = dict(sorted(said.items()))
        if len(said) > limits.RUN_MESSAGES_MAX:
            del said[next(iter(said))]

    def forget(self) -> None:
        """Forget what is stored: words were erased. It is read again when it is needed."""
        self.are_read = False
        self.surprises += 1
        self.stored.clear()

    def expect(self, draft: Draft) -> None:
        """Let a judged post go before those that come after it."""
        if draft.moment != self.moment:
            # Others came while it was judged beside the loop.
            draft.moment = None
        self.expected += 1
        if not any(one.key == draft.key for one in self.stored.get(draft.author_id, {}).values()):
            self.coming.setdefault(draft.author_id, {}).setdefault(draft.key, _said(draft))

    def expect_anew(self, draft: Draft) -> None:
        """Take in that a post on its way was judged again."""
        coming = self.coming.get(draft.author_id, {})
        if draft.key in coming and coming[draft.key] != (said := _said(draft)):
            coming[draft.key] = said
            self.surprises += 1
        draft.moment = self.moment

    def expect_no_more(self, draft: Draft) -> None:
        """Forget a post on its way: nothing new comes of it."""
        self.coming.get(draft.author_id, {}).pop(draft.key, None)
        self.surprises += 1

    def before(self, author_id: int, key: str | None, text: str, now: datetime) -> Run | None:
        """Return what goes before a text of somebody, under a key or still being typed; None where that is all one."""
        if not may_complete(text):
            return None
        said = [*self.stored.get(author_id, {}).values(), *self.coming.get(author_id, {}).values()]
        return run_before(said, key=key or "", now=now)


def _said(draft: Draft) -> Said:
    return Said(draft.key, draft.at, _words(mask(draft.text, draft.spans) if draft.spans else draft.text))


def _words(shown: str | None) -> str | None:
    # Words that are too long to be a part of anything stand between those before and after: it matters that they do.
    return shown if shown is None else shown[-limits.RUN_CHARACTERS_KEPT :]
