"""Check the lock files: every package has a version and hashes, and no registry is named."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^[A-Za-z0-9._-]+(\[[^\]]+\])?==\S+")
NAMES_A_HOST = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host")


def complaints_about(lock: Path) -> list[str]:
    """Return a sentence for each line of a lock file that breaks a rule."""
    found = []
    requirement = ""
    hashes = 0
    lines = lock.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate([*lines, "end==0"], start=1):
        where = f"{lock.name}:{number}"
        if NAMES_A_HOST.search(line.split("#")[0]):
            found.append(f"{where}: names a host, but a lock file must work with any registry.")
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("--hash="):
            hashes += 1
            continue
        if requirement and not hashes:
            found.append(f"{where}: {requirement} before this line has no hash.")
        if not PINNED.match(stripped):
            found.append(f"{where}: {stripped!r} has no exact version.")
        requirement, hashes = stripped.split()[0], 0
    return found


def main() -> int:
    """Check every lock file of the project; answer with an exit code."""
    locks = sorted(ROOT.glob("requirements*.lock"))
    found = [sentence for lock in locks for sentence in complaints_about(lock)]
    if not locks:
        found = ["There is no lock file. Run make lock."]
    print("\n".join(found) or f"{len(locks)} lock files hold.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
