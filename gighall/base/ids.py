"""Public ids: opaque, unguessable names for rows that are seen outside."""

import secrets

# Without 0, O, 1, I and l: people read ids aloud to support.
ALPHABET = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
PUBLIC_ID_LENGTH = 14


def new_public_id() -> str:
    """Return a new random public id of 14 letters and digits (81 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))
