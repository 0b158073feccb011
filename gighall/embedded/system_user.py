"""The system user that the database runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from .refusals import CannotStart

# An operator who wants the data owned by a user of its own adds the first; nobody adds users here.
USERS = ("gighall", "nobody")


class Credentials(TypedDict, total=False):
    """The arguments of ``subprocess`` that choose the user of a new process."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class SystemUser:
    """The user for the database's processes and files; ``switches`` when it is not ourselves."""

    name: str
    uid: int
    gid: int
    switches: bool

    @property
    def credentials(self) -> Credentials:
        """Return what makes a new process run as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switches else {}

    def can_reach(self, folder: Path) -> bool:
        """Say whether this user may enter the folder, its parents included."""
        probe = ["/bin/sh", "-c", 'test -x "$0"', str(folder)]
        return subprocess.run(probe, check=False, cwd="/", **self.credentials).returncode == 0

    def own(self, folder: Path) -> None:
        """Make the folder, private to this user; its parents stay as they are."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.switches:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def database_user() -> SystemUser:
    """Return ourselves, or as root an unprivileged user that exists already."""
    if os.geteuid() != 0:
        return SystemUser(str(os.geteuid()), os.geteuid(), os.getegid(), switches=False)
    for name in USERS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return SystemUser(name, found.pw_uid, found.pw_gid, switches=True)
    raise CannotStart(
        f"As root the database runs as another user, but there is none named {' or '.join(USERS)}."
    )
