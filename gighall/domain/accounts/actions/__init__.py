"""What can be done in the room accounts. Each action is one transaction."""

from .joining import confirm_address, edit_person, join
from .set_up import change_hall, open_demo_hall, set_up_hall
from .sign_ins import ring_sign_in_ended
from .terms import accept_terms, publish_first_terms, publish_terms
from .tokens import create_token, revoke_token, use_token

__all__ = [
    "accept_terms",
    "change_hall",
    "confirm_address",
    "create_token",
    "edit_person",
    "join",
    "open_demo_hall",
    "publish_first_terms",
    "publish_terms",
    "revoke_token",
    "ring_sign_in_ended",
    "set_up_hall",
    "use_token",
]
