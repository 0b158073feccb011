"""What each person lately wrote in a record: with it their next message is judged. In memory only, and briefly.

It is read from the record when somebody first posts there, and grows with what is told and what is posted here. So it
may miss what comes from elsewhere in the same moment: then the record answers *stale*, and it is read again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from gighall.base import limits
from gighall.base.masking import mask
from gighall.domain.policy.rules import Run, Said, run_before
from gighall.guard import may_complete

from .flights import Draft
from .store import StoredMessage


@dataclass(slots=True)
class Runs:
    """The last messages of everybody in one record."""

    # Whether they were read from the record; until then nothing of them is known.
    are_read: bool = False
    stored: dict[int, dict[int, Said]] = field(default_factory=dict)
    # Posts that are on their way into the record, in their order.
    drafts: dict[tuple[int, str], Draft] = field(default_factory=dict)

    def read(self, messages: Iterable[StoredMessage]) -> None:
        """Take in what the record holds."""
        self.are_read = True
        for one in messages:
            self.add(one)

    def add(self, message: StoredMessage) -> None:
        """Take in a message that is stored; twice is once."""
        if not self.are_read:
            return
        said = self.stored.setdefault(message.author_id, {})
        said[message.number] = Said(message.key, message.at, _words(message.shown))
        if len(said) > limits.RUN_MESSAGES_MAX:
            del said[min(said)]

    def forget(self) -> None:
        """Forget what is stored: words were erased. It is read again when it is needed."""
        self.are_read = False
        self.stored.clear()

    def before(self, author_id: int, key: str | None, text: str, now: datetime) -> Run | None:
        """Return what goes before a text of somebody, under a key or still being typed; None where that is all one."""
        if not may_complete(text):
            return None
        said = sorted(self.stored.get(author_id, {}).items())
        known = [one for _number, one in said]
        return run_before(
            [*known, *self._on_their_way(author_id, {one.key for one in known})],
            key=key or "",
            now=now,
        )

    def _on_their_way(self, author_id: int, stored: set[str]) -> Iterator[Said]:
        for (by, key), draft in self.drafts.items():
            if by == author_id and key not in stored:
                yield Said(key, draft.at, _words(mask(draft.text, draft.spans)))


def _words(shown: str | None) -> str | None:
    # Words that are too long to be a part of anything stand between those before and after: it matters that they do.
    return shown if shown is None else shown[-limits.RUN_CHARACTERS_KEPT :]
