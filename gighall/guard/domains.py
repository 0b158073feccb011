"""What a host name says: reachable or not, reserved for examples, this place itself."""

import ipaddress
import re
from collections.abc import Set

from gighall.guard.word_lists import domain_classes, words

HOST_CHARACTERS_MAX = 253
LABEL_CHARACTERS_MAX = 63
# People run programs of their own under these names; a link there leads to their own machine.
NEVER_SERVED = frozenset({"test", "invalid"})
# Signs of a program around a name.
_PROGRAM = re.compile(r"[{}\\]|==|=>|->|::|\w\(['\"]|\bs/|\bassert\b|\b(?:GET|POST|PUT|SMTP_\w+)\b")
PROGRAM_NEARBY = 40
# How far back the opening of a code block is looked for.
CODE_WINDOW = 2_000


def top_level_class(label: str) -> str | None:
    """Return what a bare name with this last label proves, or None if there is no such domain."""
    return domain_classes().get(label.lower())


def is_well_formed(labels: list[str]) -> bool:
    """Say whether these labels can be a host name."""
    return len(labels) > 1 and all(
        0 < len(label) <= LABEL_CHARACTERS_MAX and label[0] != "-" and label[-1] != "-" and "_" not in label
        for label in labels
    )


def is_reserved(host: str) -> bool:
    """Say whether the name is kept for examples (RFC 2606), so that nobody can be reached there."""
    labels = host.lower().split(".")
    return ".".join(labels[-2:]) in words("domains", "reserved") or labels[-1] in words("tlds", "reserved")


def is_placeholder(local: str, host: str) -> bool:
    """Say whether a mailbox has the names of nobody on both sides of its sign: foo@bar.io, user@company.com."""
    name, house = local.lower(), host.lower().partition(".")[0]
    return name in words("domains", "placeholder_names") and house in words("domains", "placeholder_hosts")


def is_unread(local: str, host: str) -> bool:
    """Say whether nobody reads a mailbox: one from which only a program writes."""
    unread = words("domains", "unread")
    return local.lower() in unread or not unread.isdisjoint(host.lower().split("."))


def is_own(host: str, port: str, own_hosts: Set[str]) -> bool:
    """Say whether the host is the place where the text stands."""
    return host in own_hosts or f"{host}:{port}" in own_hosts


def is_unreachable(host: str) -> bool:
    """Say whether the host leads nowhere outside: this machine, a private or a documentation address."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        last = host.rsplit(".", 1)[-1].lower()
        return "." not in host or top_level_class(last) is None or last in NEVER_SERVED
    return not address.is_global


def is_said_as_sample(text: str, start: int, end: int) -> bool:
    """Say whether a reserved name is shown as a sample: quoted, in code, or called an example."""
    before = text[max(0, start - 60) : start].lower()
    if before[-1:] in {'"', "'", "`", "<", "=", ":"} and text[end : end + 1] in {'"', "'", "`", ">", ""}:
        return True
    if "`" in before or _is_in_code_block(text, start):
        return True
    if _PROGRAM.search(text, max(0, start - PROGRAM_NEARBY), end + PROGRAM_NEARBY) is not None:
        return True
    if any(cue in before for cue in words("domains", "sample_cues")):
        return True
    after = text[end : end + 60].lower().split()
    return not words("domains", "sample_cues").isdisjoint(after)


def _is_in_code_block(text: str, position: int) -> bool:
    """Say whether a block of code was opened shortly before and not closed."""
    nearby = text[max(0, position - CODE_WINDOW) : position]
    return nearby.count("```") % 2 == 1
