"""What can be done in a conversation. Each action is one transaction."""

from .begin import begin_conversation
from .blocks import block_person, unblock_person
from .drafts import move_draft, save_draft
from .files import post_file
from .filing import create_label, delete_label, rename_label, set_archived, set_labels, set_starred
from .marks import mark_read, mark_received
from .posting import judged_message, judging_again, message_entry, post_message
from .quick_responses import create_quick_response, delete_quick_response, edit_quick_response
from .uploads import begin_upload, cancel_upload, finish_upload, finish_uploads, take_part

__all__ = [
    "begin_conversation",
    "begin_upload",
    "block_person",
    "cancel_upload",
    "create_label",
    "create_quick_response",
    "delete_label",
    "delete_quick_response",
    "edit_quick_response",
    "finish_upload",
    "finish_uploads",
    "judged_message",
    "judging_again",
    "mark_read",
    "mark_received",
    "message_entry",
    "move_draft",
    "post_file",
    "post_message",
    "rename_label",
    "save_draft",
    "set_archived",
    "set_labels",
    "set_starred",
    "take_part",
    "unblock_person",
]
