"""`make check`: everything that can be known about the code without running the hall.

Prints one line for each check with its seconds, what a failed one said, and ends with 1 if any failed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TIMEOUT_SECONDS = 600
AT_ONCE = 2


@dataclass(frozen=True)
class Check:
    """One thing that must hold, and the command that finds out."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What a check said and how long it took."""

    check: Check
    passed: bool
    output: str
    seconds: float


def all_checks() -> list[Check]:
    """List the checks, the slowest first, so that two at a time end early."""
    python = sys.executable
    return [
        Check("types", (str(BIN / "mypy"), "--no-error-summary")),
        Check("import contracts", (str(BIN / "lint-imports"), "--no-cache", "--no-logo")),
        Check(
            "migrations complete", (python, "-m", "django", "makemigrations", "--check", "--dry-run", "-v1")
        ),
        Check("shape of the code", (python, "-m", "pytest", "-q", "tests/architecture")),
        Check("templates", (python, "-m", "tools.template_lint")),
        Check("marked strings", (python, "-m", "tools.unmarked_strings")),
        Check("lint", (str(BIN / "ruff"), "check", "--quiet", ".")),
        Check("format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
        Check("docs links", (python, "-m", "tools.docs_links")),
        Check("lock file", (python, "-m", "tools.lock_file")),
    ]


def run(check: Check, home: str) -> Outcome:
    """Run one check in the project's folder, with settings of its own and no database."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIGHALL_")}
    environment.pop("DATABASE_URL", None)
    environment |= {
        "DJANGO_SETTINGS_MODULE": "gighall.config.settings",
        "GIGHALL_HOME": home,
        # Asking for migrations looks at the database's history only if one answers; nothing listens there.
        "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history",
    }
    started = time.monotonic()
    try:
        finished = subprocess.run(
            check.command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        passed, output = finished.returncode == 0, finished.stdout + finished.stderr
    except subprocess.TimeoutExpired:
        passed, output = False, f"No answer within {TIMEOUT_SECONDS} seconds."
    except FileNotFoundError as missing:
        passed, output = False, f"{missing.filename} is not installed. Run make once more."
    return Outcome(check, passed, output.strip(), time.monotonic() - started)


def main(names: list[str]) -> int:
    """Run all checks, or those named, two at a time; answer with an exit code."""
    wanted = [check for check in all_checks() if not names or check.name in names]
    if not wanted:
        print("No such check. There are: " + ", ".join(check.name for check in all_checks()) + ".")
        return 2
    started = time.monotonic()
    failed = 0
    with TemporaryDirectory(prefix="gighall-check-") as home, ThreadPoolExecutor(AT_ONCE) as pool:
        for future in as_completed([pool.submit(run, check, home) for check in wanted]):
            outcome = future.result()
            word = "ok    " if outcome.passed else "FAILED"
            print(f"{word} {outcome.check.name:<20} {outcome.seconds:6.1f} s", flush=True)
            if not outcome.passed:
                failed += 1
                print("    " + outcome.output.replace("\n", "\n    "), flush=True)
    verdict = f"{failed} of {len(wanted)} checks failed" if failed else f"All {len(wanted)} checks hold"
    print(f"{verdict} ({time.monotonic() - started:.1f} s).")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
