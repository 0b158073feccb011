"""Links that may stand everywhere. Plain Python."""

import re
from urllib.parse import urlsplit

# The hall's reference list: documentation and encyclopaedias to which anybody may link, since such a link leads
# to words and not to a person. What could carry contact data even there stays a finding: a page about a
# person, and every link with a query.
# Each name stands for itself and for its language editions (names below it).
REFERENCE_HOSTS = frozenset(
    {
        "developer.mozilla.org",
        "docs.djangoproject.com",
        "docs.python.org",
        "docs.rust-lang.org",
        "doc.rust-lang.org",
        "dictionary.cambridge.org",
        "git-scm.com",
        "man7.org",
        "packaging.python.org",
        "peps.python.org",
        "rfc-editor.org",
        "unicode.org",
        "w3.org",
        "wikibooks.org",
        "wikipedia.org",
        "wiktionary.org",
    }
)
_ABOUT_A_PERSON = re.compile(r"user|talk|special|profile|contact|people", re.IGNORECASE)
_PLAIN_PATH = re.compile(r"[^?&@]*")


def is_reference(link: str) -> bool:
    """Say whether a link found in a text leads to a page of the reference list, and to nothing else."""
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username is not None or parts.port is not None:
        return False
    listed = any(host == name or host.endswith(f".{name}") for name in REFERENCE_HOSTS)
    path = f"{parts.path}#{parts.fragment}"
    return (
        listed and not parts.query and bool(_PLAIN_PATH.fullmatch(path)) and not _ABOUT_A_PERSON.search(path)
    )
