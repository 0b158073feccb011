"""Scan a file: read it, judge what stands in it, and say where."""

import os
import stat
import time
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from gighall.guard.files import archive, families, limits
from gighall.guard.files.judging import judge
from gighall.guard.files.reading import Allowance, Exhausted, Found, ImageText, Piece, Reading
from gighall.guard.find import NO_HOSTS
from gighall.guard.finding import Finding


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in a file: ``message`` of a finding is the index of its piece, ``unread`` what was not read."""

    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]

    @property
    def flag(self) -> bool:
        """Say whether the file gives a way to talk or pay elsewhere."""
        return bool(self.findings)


def scan(path: Path, *, own_hosts: Set[str] = NO_HOSTS, image_text: ImageText | None = None) -> Scan:
    """Return what the file at ``path`` gives away. Never raises for what stands in it.

    Only a regular file is read. ``image_text`` reads the words in a picture; without it they are noted as unread.
    """
    try:
        data, why = _content_of(path)
    except (OSError, ValueError) as error:
        data, why = None, error.strerror or "cannot be opened" if isinstance(error, OSError) else "no path"
    if data is None:
        found = _found(image_text)
        return _judged(found, own_hosts, f"the file: {why}")
    return scan_content(data, name=path.name, own_hosts=own_hosts, image_text=image_text)


def scan_content(
    data: bytes, *, name: str, own_hosts: Set[str] = NO_HOSTS, image_text: ImageText | None = None
) -> Scan:
    """Return what a file with this content and name gives away."""
    found = _found(image_text)
    here = Reading(found, name)
    archive.read_name(name, here)
    try:
        families.read(data, here)
    except Exhausted as why:
        return _judged(found, own_hosts, str(why))
    return _judged(found, own_hosts)


def _found(image_text: ImageText | None) -> Found:
    seconds = limits.SECONDS_MAX if image_text is None else limits.SECONDS_WITH_OCR_MAX
    return Found(Allowance(until=time.monotonic() + seconds), image_text)


def _judged(found: Found, own_hosts: Set[str], why: str = "") -> Scan:
    findings = judge(found.pieces, own_hosts)
    return Scan(tuple(found.pieces), tuple(findings), tuple([*found.unread, why] if why else found.unread))


def _content_of(path: Path) -> tuple[bytes | None, str]:
    """Return a regular file's bytes, or None and why not."""
    # Opening a pipe would wait for somebody who writes.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        return None, "not a regular file"
    with os.fdopen(descriptor, "rb") as opened:
        if status.st_size > limits.FILE_BYTES_MAX:
            return None, "too large"
        return opened.read(limits.FILE_BYTES_MAX), ""
