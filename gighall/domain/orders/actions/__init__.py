"""What can be done with orders. Each action is one transaction."""

from .accept import accept_delivery
from .answer import answer_requirements
from .ask import answer_request, open_request
from .cancel import cancel_very_late
from .deliver import deliver, deliver_transcript
from .feedback import give_feedback, reply_to_feedback
from .offers import accept_offer, decline_offer, make_offer, withdraw_offer
from .place import place_order
from .revise import extend_review, request_revision
from .support import decide, stop_for_support
from .sweep import sweep_deadlines
from .waivers import tell_of_waiver

__all__ = [
    "accept_delivery",
    "accept_offer",
    "answer_request",
    "answer_requirements",
    "cancel_very_late",
    "decide",
    "decline_offer",
    "deliver",
    "deliver_transcript",
    "extend_review",
    "give_feedback",
    "make_offer",
    "open_request",
    "place_order",
    "reply_to_feedback",
    "request_revision",
    "stop_for_support",
    "sweep_deadlines",
    "tell_of_waiver",
    "withdraw_offer",
]
