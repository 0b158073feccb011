"""What can be done with orders. Each action is one transaction."""

from .accept import accept_delivery
from .answer import answer_requirements
from .ask import answer_request, open_request
from .cancel import cancel_very_late
from .deliver import deliver
from .feedback import give_feedback, reply_to_feedback
from .place import place_order
from .revise import extend_review, request_revision
from .support import decide, stop_for_support
from .sweep import sweep_deadlines

__all__ = [
    "accept_delivery",
    "answer_request",
    "answer_requirements",
    "cancel_very_late",
    "decide",
    "deliver",
    "extend_review",
    "give_feedback",
    "open_request",
    "place_order",
    "reply_to_feedback",
    "request_revision",
    "stop_for_support",
    "sweep_deadlines",
]
