"""What a move writes into its order's record: words first, facts about them after, all of it last."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gighall.base.errors import marked as _
from gighall.domain.notices.actions import notify
from gighall.domain.record.actions import NewEntry, append_entries
from gighall.domain.record.models import Record
from gighall.domain.record.rules import KeyReused

from ..models import Deadline, Feedback, Order
from ..queries import moments_of, open_request_of
from ..rules import Moment, OrderTimes, Standing, deadlines_of, times_now


@dataclass
class Writing:
    """Gathers the entries of one move of a locked order.

    Must be used inside the transaction that holds the order's row; ``store`` is its last write.
    """

    order: Order
    now: datetime
    _entries: list[NewEntry] = field(default_factory=list)
    _words_number: int | None = None
    _mails: dict[int, str] = field(default_factory=dict)

    def add_words(self, entry: NewEntry) -> int:
        """Add the words of a move, an ordinary message; return the number that they will have.

        The record is locked from here on, so that the number stays true.
        """
        record = Record.objects.select_for_update(no_key=True).get(pk=self.order.record_id)
        self._words_number = record.last_number + 1
        self._entries.append(entry)
        return self._words_number

    def add_fact(self, kind: str, /, *, by_id: int | None = None, **fact: Any) -> None:
        """Add what happened; nobody as author means the hall itself."""
        self._entries.append(
            NewEntry.fact(record_id=self.order.record_id, kind=kind, at=self.now, author_id=by_id, fact=fact)
        )

    def tell(self, kind: str, *person_ids: int) -> None:
        """Let these people have a mail of this kind; the other side of every step has a short one anyhow."""
        self._mails |= dict.fromkeys(person_ids, kind)

    def store(self) -> None:
        """Move the deadlines to where the facts put them, append the entries, and mail both sides the new head.

        Errors: KeyReused when the words stood in the record before: then nothing of the move is stored.
        """
        arrange_deadlines(self.order, self._moments(), now=self.now)
        if not self._entries:
            return
        numbers = append_entries(self._entries)
        if self._words_number is not None and numbers[0] != self._words_number:
            # The key stood under an earlier message: the fact would point to no words at all.
            raise KeyReused(
                _("These words were sent before. Reload the page, look at the talk, then press again.")
            )
        self._mail_the_head()

    def _mail_the_head(self) -> None:
        """Both sides hold the head of every step: from then on nobody can recompute the chain unseen."""
        order = self.order
        record = Record.objects.get(pk=order.record_id)
        payload = {
            "title": order.title,
            "path": f"/orders/{order.public_id}/",
            "number": record.last_number,
            "head": bytes(record.head).hex(),
        }
        for person_id in (order.seller_id, order.buyer_id):
            kind = self._mails.get(person_id, "order_step")
            notify(kind=kind, person_id=person_id, payload=payload, now=self.now)

    def times(self) -> OrderTimes:
        """Return where the order's clocks stand, the facts of this move included."""
        return times_now(self._moments(), now=self.now)

    def _moments(self) -> list[Moment]:
        stored = moments_of(self.order.record_id)
        # As the record will have it: the time of an entry is never before the one of an earlier entry.
        at = max(self.now, stored[-1].at) if stored else self.now
        new = [Moment(at, entry.kind, entry.stated) for entry in self._entries if entry.is_fact]
        return [*stored, *new]


def arrange_deadlines(order: Order, moments: Sequence[Moment], *, now: datetime) -> None:
    """Make the order's deadlines those that follow from where it stands; those that are due already stay due."""
    request = open_request_of(order.pk)
    standing = Standing(
        state=order.state,
        ended_at=order.ended_at,
        request_lapses_at=request.lapses_at if request else None,
        talk_is_open=order.record.closed_at is None,
        has_blind_feedback=Feedback.objects.filter(order=order, shown_at__isnull=True).exists(),
    )
    wanted = deadlines_of(standing, times_now(moments, now=now))
    present = {row.kind: row for row in Deadline.objects.filter(order=order)}
    Deadline.objects.filter(order=order, kind__in=set(present) - set(wanted)).delete()
    for kind, due_at in wanted.items():
        if kind not in present:
            Deadline.objects.create(order=order, kind=kind, due_at=due_at)
        elif present[kind].due_at != due_at:
            present[kind].due_at = due_at
            present[kind].save(update_fields=["due_at"])
