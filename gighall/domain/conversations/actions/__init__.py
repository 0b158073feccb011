"""What can be done in a conversation. Each action is one transaction."""

from .begin import begin_conversation
from .files import post_file
from .marks import mark_read, mark_received
from .posting import judged_message, message_entry, post_message

__all__ = [
    "begin_conversation",
    "judged_message",
    "mark_read",
    "mark_received",
    "message_entry",
    "post_file",
    "post_message",
]
