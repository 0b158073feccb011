"""``gighall mail``: print the mails that wait, for a hall without a mail server or with one that is down."""

import argparse
from typing import Any

from .django_door import check_database, open_django


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("mail", help="print the newest mails that no mail server has taken yet")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Print the waiting mails, the newest last, where one looks first."""
    open_django()
    check_database()
    from gighall.base import limits
    from gighall.domain.notices.queries import waiting_mails

    mails = waiting_mails(limit=limits.KEPT_MAILS_SHOWN)
    if not mails:
        print("No mail waits.")
    for mail in mails:
        print(f"{mail.written_at:%Y-%m-%d %H:%M} UTC  to {mail.to}")
        print(mail.subject)
        for line in mail.text.strip().splitlines():
            print(f"    {line}".rstrip())
        print()
