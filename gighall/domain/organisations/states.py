"""States of an organisation and the moves between them, as data; the roles of its members."""

from dataclasses import dataclass

WAITING = "waiting"
CONFIRMED = "confirmed"
DECLINED = "declined"
STATES = (WAITING, CONFIRMED, DECLINED)

OWNER, MEMBER = "owner", "member"
ROLES = (OWNER, MEMBER)
STAFF = "staff"


@dataclass(frozen=True)
class Transition:
    """One move: who may make it, from which states, to which."""

    name: str
    actors: tuple[str, ...]
    sources: tuple[str, ...]
    target: str


TRANSITIONS = (
    Transition("confirm", (STAFF,), (WAITING,), CONFIRMED),
    Transition("decline", (STAFF,), (WAITING,), DECLINED),
    # What a confirmed organisation is called and where it is registered stays: staff confirmed that.
    Transition("correct", (OWNER,), (WAITING, DECLINED), WAITING),
)
