"""What can be done in the room accounts. Each action is one transaction."""

from .joining import confirm_address, join
from .set_up import open_demo_hall, set_up_hall
from .terms import accept_terms, publish_first_terms, publish_terms
from .tokens import create_token, revoke_token

__all__ = [
    "accept_terms",
    "confirm_address",
    "create_token",
    "join",
    "open_demo_hall",
    "publish_first_terms",
    "publish_terms",
    "revoke_token",
    "set_up_hall",
]
