"""What is honest in a file though it would not be in a message: sources, licences, programs, long texts."""

import re

from gighall.guard.finding import Finding
from gighall.guard.word_lists import domain_classes, words

TALK = frozenset({"intent", "allusion"})
# Readings of a text that find a number in nearly anything long enough.
BY_CHANCE = frozenset({"reversed", "signs among the digits"})
PROJECT_STEPS_MIN = 2
# Where one wrote for a copy of the GNU licences.
LICENCE_STREETS = ("franklin st", "franklin\u00a0st", "temple place")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d")
_HOST_AND_PATH = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?([^/:?#\s]+)(?::\d+)?(/[^?#\s]*)?", re.IGNORECASE
)


def is_nothing(finding: Finding, text: str) -> bool:
    """Say whether a finding is none in any file: a reference, two years, a file's name, a licence's postal address."""
    written = text[finding.start : finding.end]
    if finding.kind == "url":
        return is_reference(finding.value) or _is_file(written)
    if finding.kind == "phone":
        return bool(_YEARS.fullmatch(written))
    return finding.kind == "address" and any(one in written.lower() for one in LICENCE_STREETS)


def is_by_chance(finding: Finding, text: str) -> bool:
    """Say whether a finding means little in a long text: it speaks of many things, and only a note proposes one."""
    if finding.kind != "phone":
        return finding.kind in TALK
    over_lines = finding.hidden and "\n" in text[finding.start : finding.end]
    return over_lines or not BY_CHANCE.isdisjoint(finding.evidence)


def is_reference(address: str) -> bool:
    """Say whether a link leads to a namespace, a licence, a standard, a documentation or the like."""
    host, path = _host_and_path(address)
    steps = [step for step in path.split("/") if step]
    if _is_under(host, path, "messenger_hosts"):
        return False
    if _is_under(host, path, "references"):
        return True
    if _is_under(host, path, "project_hosts"):
        # Who has a page there is somebody; what has one is a project.
        return len(steps) >= PROJECT_STEPS_MIN and steps[0] not in words("file_words", "people_steps")
    first, _, rest = host.partition(".")
    return (
        "." in rest
        and first in words("file_words", "documentation_names")
        and not _is_under(host, path, "shared_pages")
    )


def is_of_tools(finding: Finding, text: str) -> bool:
    """Say whether a finding in what a program notes is the program's own: its page, a version, a serial number."""
    if finding.kind == "phone":
        return "+" not in text[finding.start : finding.end]
    if finding.kind == "url":
        return not _is_under(*_host_and_path(finding.value), "messenger_hosts")
    return finding.kind in TALK or finding.kind == "address"


def is_of_code(finding: Finding, text: str) -> bool:
    """Say whether a finding in a program is a part of it: names, tables of numbers, where its sources stand."""
    if finding.kind == "url":
        return not _is_under(*_host_and_path(finding.value), "messenger_hosts")
    if finding.kind == "phone":
        is_said = "cue" in finding.evidence or "+" in text[finding.start : finding.end]
        return finding.hidden or not is_said
    return finding.kind in TALK or finding.kind == "address"


def _is_file(written: str) -> bool:
    """Say whether what looks like an address is a file's name, perhaps with a place in it: notes.md#start."""
    if "://" in written or written.lower().startswith("www."):
        return False
    host, _path = _host_and_path(written)
    return domain_classes().get(host.rpartition(".")[2]) == "file"


def _host_and_path(address: str) -> tuple[str, str]:
    parts = _HOST_AND_PATH.match(address)
    return (parts[1].lower(), (parts[2] or "/").lower()) if parts else ("", "/")


def _is_under(host: str, path: str, section: str) -> bool:
    """Say whether a host, or one of those above it, stands in a section, perhaps with the path's first step."""
    labels = host.split(".")
    step = "/" + path.split("/")[1]
    known = words("file_words", section)
    above = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return any(name in known or name + step in known for name in above)
