"""``gighall bench-world``: many conversations of two, with tokens, for whatever drives a running hall with load."""

import argparse
import json
import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gighall.base import clock, limits
from gighall.base.environment import read_environment
from gighall.embedded.refusals import CannotStart

from .django_door import check_database, open_django, take_time

# So many conversations are made in one transaction: each commit waits for the disk.
AT_ONCE = 50
# By this address a hall is known that was empty when it was first filled here.
OPERATOR_ADDRESS = "bench-operator@mail.example"
FIRST_WORDS = "Hello, may I ask you something?"
TOKEN_NAME = "bench"  # noqa: S105  (a name for the list of tokens, not a secret)

Row = dict[str, str]


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "bench-world", help="make many conversations of two, with tokens, to drive a hall with load"
    )
    parser.add_argument("--conversations", type=_count, required=True, metavar="N", help="how many")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="where conversation, a_token and b_token are written",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Make the conversations and write a line of JSON for each, once it is stored.

    Errors: CannotStart in a real hall, or where mails leave.
    """
    environment = read_environment()
    open_django()
    check_database()
    take_time()
    prepare_hall(mail=environment.mail_url is not None)
    # Whoever has the tokens can write as these people.
    arguments.out.touch(mode=0o600)
    with arguments.out.open("w", encoding="ascii") as out:
        for rows in worlds(arguments.conversations):
            out.writelines(f"{json.dumps(row)}\n" for row in rows)
    print(f"{arguments.conversations} conversations are made; their tokens stand in {arguments.out}.")


def prepare_hall(*, mail: bool) -> None:
    """Make an empty hall one for the bench, for good; refuse where invented people would stand among real ones.

    Errors: CannotStart; also where the invented people would be written to.
    """
    from gighall.domain.accounts.actions import set_up_hall
    from gighall.domain.accounts.queries import hall_kind, hall_or_none, present_terms

    if mail:
        raise CannotStart("GIGHALL_MAIL_URL is set: the invented people would get mails. Unset it first.")
    hall = hall_or_none()
    if hall is None:
        set_up_hall(
            hall_name="Bench",
            accent_hue=220,
            name="Bench",
            email=OPERATOR_ADDRESS,
            password=secrets.token_urlsafe(),
            terms_number=present_terms().number,
            now=clock.now(),
        )
    elif hall_kind() == "real" and hall.set_up_by.email != OPERATOR_ADDRESS:
        raise CannotStart(
            "This hall is a real one: invented people belong into an empty or a demo hall. "
            "Give the bench a GIGHALL_HOME, or a DATABASE_URL, of its own."
        )


def worlds(conversations: int) -> Iterator[list[Row]]:
    """Make so many conversations, some in each transaction; yield what was stored."""
    from django.db import transaction

    for first in range(0, conversations, AT_ONCE):
        with transaction.atomic():
            rows = [_conversation() for _one in range(min(AT_ONCE, conversations - first))]
        yield rows


def _conversation() -> Row:
    """Let two people join and one of them write to the other, by the actions that pages call."""
    from gighall.domain.conversations.actions import begin_conversation

    (asker_id, a_token), (seller_id, b_token) = _person("Ada"), _person("Ben")
    conversation = begin_conversation(
        by_id=asker_id, with_id=seller_id, about="", text=FIRST_WORDS, key=uuid.uuid4(), now=clock.now()
    )
    return {"conversation": conversation.record.public_id, "a_token": a_token, "b_token": b_token}


def _person(name: str) -> tuple[int, str]:
    from gighall.domain.accounts.actions import create_token, join
    from gighall.domain.accounts.queries import present_terms

    now = clock.now()
    email = f"bench-{uuid.uuid4().hex}@mail.example"
    person = join(name=name, email=email, password=None, terms_number=present_terms().number, now=now)
    return person.pk, create_token(person_id=person.pk, name=TOKEN_NAME, now=now)[1]


def _count(words: str) -> int:
    count = int(words) if words.isdecimal() else 0
    if not 1 <= count <= limits.BENCH_CONVERSATIONS_MAX:
        raise argparse.ArgumentTypeError(
            f"{words!r} is not a whole number from 1 to {limits.BENCH_CONVERSATIONS_MAX}"
        )
    return count
