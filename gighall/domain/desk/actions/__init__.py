"""What can be done at the desk. Each action is one transaction."""

from .cases import decide_case, open_case
from .exceptions import ask_exception, decline_exception, grant_exception, revoke_exception
from .reports import report_entry, report_post
from .tickets import add_note, answer_ticket, assign_ticket, close_ticket, open_ticket

__all__ = [
    "add_note",
    "answer_ticket",
    "ask_exception",
    "assign_ticket",
    "close_ticket",
    "decide_case",
    "decline_exception",
    "grant_exception",
    "open_case",
    "open_ticket",
    "report_entry",
    "report_post",
    "revoke_exception",
]
