"""Run every finder over a text and settle where they overlap."""

from collections.abc import Sequence, Set

from gighall.guard.emails import find_emails
from gighall.guard.finding import Finding
from gighall.guard.phones import find_phones
from gighall.guard.urls import find_urls

NO_HOSTS: frozenset[str] = frozenset()


def find(messages: Sequence[str], own_hosts: Set[str] = NO_HOSTS) -> list[Finding]:
    """Return the findings of a run of consecutive messages of one author, oldest first."""
    return [
        finding.in_message(index)
        for index, text in enumerate(messages)
        for finding in find_in(text, own_hosts=own_hosts)
    ]


def find_in(text: str, own_hosts: Set[str] = NO_HOSTS) -> list[Finding]:
    """Return the findings of one text, in the order in which they stand there, none overlapping.

    ``own_hosts`` are the names (with port, if any) of the place where the text stands: a link there
    leads nobody outside and is no finding.
    """
    findings: list[Finding] = []
    if "@" in text:
        findings += find_emails(text)
    if "." in text or "://" in text:
        findings += find_urls(text, own_hosts)
    findings += find_phones(text)
    return _settled(findings) if len(findings) > 1 else findings


def _settled(findings: list[Finding]) -> list[Finding]:
    """Keep, of findings that overlap, the one that starts first; of equal starts the longest."""
    kept: list[Finding] = []
    end = 0
    for finding in sorted(findings, key=lambda one: (one.start, -one.end)):
        if finding.start >= end:
            kept.append(finding)
            end = finding.end
    return kept
