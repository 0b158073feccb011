"""Read the lists and build what the guard looks them up in, before the first text has to wait for it."""

from gighall.guard.find import find_in
from gighall.guard.said_names import common_words

# Each is judged by other parts of the guard: details, account names, nothing that stands out.
TEXTS = (
    "Shall we go on by mail? Write to somebody at example dot org, or call five five five 612 345 678.",
    "Telegram anna_foo77 or anna_foo77 on telegram, look for me there.",
    "The second draft comes tomorrow morning.",
)


def warm_up() -> None:
    """Make the first text cost what every other does; takes about two seconds, once."""
    for text in TEXTS:
        find_in(text)
    common_words()
