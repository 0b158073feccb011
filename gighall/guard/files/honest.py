"""What is honest in a file though it would not be in a message: sources, licences, programs, long texts."""

import re

from gighall.guard.finding import Finding
from gighall.guard.word_lists import domain_classes, words

TALK = frozenset({"intent", "allusion"})
# Readings of a text that find a number in nearly anything long enough.
BY_CHANCE = frozenset({"reversed", "signs among the digits"})
# Numbers that are ones to pay by their shape only.
FIGURES_TO_PAY = frozenset({"pay:pix", "pay:account", "pay:number"})
PROJECT_STEPS_MIN = 2
SCHEMAS = (".dtd", ".xsd", ".rng", ".xsl")
# Where one wrote for a copy of the GNU licences.
LICENCE_STREETS = ("franklin st", "franklin\u00a0st", "temple place")
# Descriptions of packages, by how their names end.
SPECIFICATIONS = (".po", ".pot", ".gemspec", ".podspec", ".nuspec", ".cabal", ".opam", ".dsc")
CREDIT_CHARACTERS, LINE_CHARACTERS_MAX, PAIRS_MIN = 200, 200, 8
_CREDIT = re.compile(
    r"copyright|©|\(c\)|(?<![a-z])(?:authors?|email__|maintain(?:er|ed)|licen[sc]ed|contributors?"
    r"|written by|translators?|language-team|(?:signed-off|reviewed|acked|tested|reported|co-authored)"
    r"-by|uploaders)(?![a-z])|(?:^|\n)(?: -- |from:)",
    re.IGNORECASE,
)
# Two or four figures of sixteen, as dumps show bytes; letters and figures in groups of one length, as keys are given.
_PAIR = re.compile(r"(?<![\w.:/+-])(?:[0-9a-f]{2}|[0-9a-f]{4}|[0-9A-F]{2}|[0-9A-F]{4})(?![\w.:/+-])")
_SIXTEENS = re.compile(r"\b0x[0-9A-Fa-f]{2,16}\b")
_KEY = re.compile(
    r"(?<![\w-])(?=[\dA-Z-]{0,40}[A-Z])(?:(?:[\dA-Z]{4}-){3,9}[\dA-Z]{4}|(?:[\dA-Z]{5}-){2,9}[\dA-Z]{5}|(?:[\dA-Z]{6}-){2,9}[\dA-Z]{6})(?![\w-])"
)
_VALUE = re.compile(r"[\"']\s{0,3}:")
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
    if not BY_CHANCE.isdisjoint(finding.evidence):
        return True
    if finding.kind != "phone":
        return finding.kind in TALK
    return finding.hidden and "\n" in text[finding.start : finding.end]


def is_of_cells(finding: Finding, text: str) -> bool:
    """Say whether a proposal in a table is made of words of several cells."""
    written = text[finding.start : finding.end]
    return finding.kind in TALK and any(sign in written for sign in ("\n", "|", "\t"))


def is_reference(address: str) -> bool:
    """Say whether a link leads to a namespace, a licence, a standard, a documentation or the like."""
    host, path = _host_and_path(address)
    steps = [step for step in path.split("/") if step]
    if _is_under(host, path, "messenger_hosts"):
        return False
    if _is_under(host, path, "references") or path.endswith(SCHEMAS):
        return True
    if _is_under(host, path, "project_hosts"):
        # Who has a page there is somebody; what has one is a project.
        return len(steps) >= PROJECT_STEPS_MIN and steps[0] not in words("file_words", "people_steps")
    first, _, rest = host.partition(".")
    return (
        "." in rest
        and first in words("file_words", "documentation_names")
        and not _is_under(host, path, "shared_pages")
    ) or (len(steps) > 1 and steps[0] in words("file_words", "documentation_steps"))


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
    if finding.kind == "handle":
        # The name of a field, before its value.
        return _VALUE.match(text, finding.end) is not None
    if finding.kind == "payment":
        return not FIGURES_TO_PAY.isdisjoint(finding.evidence)
    return finding.kind in TALK or finding.kind == "address"


def is_credit(finding: Finding, text: str, name: str) -> bool:
    """Say whether a finding names who wrote a program: in its licence, among its authors, in what a package says."""
    if finding.kind not in {"email", "url"}:
        return False
    if finding.kind == "url" and _is_under(*_host_and_path(finding.value), "messenger_hosts"):
        return False
    name = name.lower().rpartition("/")[2]
    if name in words("file_words", "credit_files") or name.endswith(SPECIFICATIONS):
        return True
    is_licence = is_of_licence(name)
    if is_licence and finding.kind == "url":
        return True
    if not is_licence and name.rpartition(".")[2] not in words("file_words", "code_endings"):
        return False
    before = text[max(0, finding.start - CREDIT_CHARACTERS) : finding.start]
    if text[finding.start - 1 : finding.start] != "<":
        before = before.rpartition("\n")[2]
    elif is_licence:
        # Who changed what, in a licence or in a list of changes.
        return True
    return _CREDIT.search(before) is not None


def is_of_licence(name: str) -> bool:
    """Say whether a file of this name is a licence or a list of changes."""
    stem = re.split(r"[.\s_-]", name.lower().rpartition("/")[2], maxsplit=1)[0]
    return stem in words("file_words", "licence_files")


def is_of_dump(finding: Finding, text: str) -> bool:
    """Say whether a finding is a part of what no person reads: a dump of bytes, a key for a licence."""
    if finding.kind != "phone" or "+" in text[finding.start : finding.end]:
        return False
    start = text.rfind("\n", max(0, finding.start - LINE_CHARACTERS_MAX), finding.start) + 1
    end = text.find("\n", finding.end, finding.end + LINE_CHARACTERS_MAX)
    line = text[
        max(start, finding.start - LINE_CHARACTERS_MAX) : end
        if end != -1
        else finding.end + LINE_CHARACTERS_MAX
    ]
    pairs = _PAIR.findall(line)
    is_dump = len(pairs) >= PAIRS_MIN and any(not one.isdigit() for one in pairs)
    return is_dump or len(_SIXTEENS.findall(line)) > 1 or _KEY.search(line) is not None


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
