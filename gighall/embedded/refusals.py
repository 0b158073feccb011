"""Why the hall cannot start, in a sentence for the operator."""


class CannotStart(Exception):
    """Something on this machine is in the way; ``str()`` is the one sentence to show."""
