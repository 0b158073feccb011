"""Keep the demo world of this landing for the upgrade test: ``python -m tools.dump_demo``.

Starts a demo hall of its own, dumps its database as plain SQL and writes it, compressed, to
``tests/upgrade/<version>.sql.gz``. Later code must be able to take it over (tests/upgrade).
"""

import gzip
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from gighall.embedded.binaries import find_binaries
from tests.harness.halls import RunningHall

ROOT = Path(__file__).resolve().parent.parent
DUMPS = ROOT / "tests" / "upgrade"
DUMP_SECONDS_MAX = 120
# pg_dump guards its files with a random word; a fixed one keeps two dumps of the same world alike.
RESTRICT_KEY = "gighall"


def version() -> str:
    """Return the version that this landing has in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def dump(url: str) -> bytes:
    """Return a database as plain SQL without owners."""
    pg_dump = find_binaries(None).folder / "pg_dump"
    finished = subprocess.run(
        [pg_dump, "--no-owner", "--no-privileges", f"--restrict-key={RESTRICT_KEY}", url],
        capture_output=True,
        timeout=DUMP_SECONDS_MAX,
        check=True,
    )
    return finished.stdout


def main() -> int:
    """Write the dump of this landing; answer with an exit code."""
    with tempfile.TemporaryDirectory(prefix="gighall-dump-") as folder:
        # As root the database runs as another user, who must be able to enter.
        Path(folder).chmod(0o755)
        hall = RunningHall(home=Path(folder) / "home", settings={})
        hall.start()
        try:
            sql = dump(hall.database_url)
        finally:
            hall.stop()
            hall.forget()
    target = DUMPS / f"{version()}.sql.gz"
    # No time of making in the file: the same world gives the same bytes.
    target.write_bytes(gzip.compress(sql, mtime=0))
    print(f"{target.relative_to(ROOT)}: {len(sql):,} bytes of SQL, {target.stat().st_size:,} compressed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
