"""Doorbells: short words that something has changed. They carry no content and may be lost."""

CHANNEL = "gighall_doorbell"
RING_SQL = "SELECT pg_notify('gighall_doorbell', %s)"


def record_bell(record_id: int, last_number: int) -> str:
    """Return the doorbell that says a record has entries up to ``last_number``."""
    return f"record:{record_id}:{last_number}"


def signed_out_bell(person_id: int) -> str:
    """Return the doorbell that says a person lost a sign-in or a right."""
    return f"person:{person_id}"
