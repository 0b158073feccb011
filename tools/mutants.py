"""Change the rules a little, many times over, and count how often the pure tests notice.

mutmut makes the changes and runs the tests; ``pyproject.toml`` says on which files. It works in a copy of what it
needs, below ``var/``. This fails when fewer than ``LEAST_PERCENT`` of the changes are noticed, and names every one
that was not. ``--show`` prints what those changes are.
"""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKPLACE = ROOT / "var" / "mutants"
MUTMUT = Path(sys.executable).with_name("mutmut")
# The rules and what they import, and the tests of rules: nothing that needs a database.
FOLDERS = ("gighall/base", "gighall/domain", "gighall/guard", "tests/rules")
FILES = ("gighall/__init__.py", "tests/__init__.py", "pyproject.toml")
LEAST_PERCENT = 85
WORKERS = 2
# How mutmut says that the tests failed, or ran on for ever, as they should; anything else is a survivor.
NOTICED = frozenset({1, 3, -24, 24, 36, 152, 255})


def main() -> int:
    """Run mutmut and judge what it found; answer with an exit code."""
    started = time.monotonic()
    _prepare()
    ran = _mutmut("run", "--max-children", str(WORKERS))
    if ran.returncode != 0:
        print(ran.stdout[-4_000:])
        return 1
    ended = _endings()
    survivors = [name for name, ending in ended.items() if ending not in NOTICED]
    for name in survivors:
        print(_mutmut("show", name).stdout if "--show" in sys.argv[1:] else name)
    percent = 100 * (len(ended) - len(survivors)) / len(ended) if ended else 0.0
    print(
        f"{len(ended)} changes, {len(ended) - len(survivors)} noticed ({percent:.1f} %, at least {LEAST_PERCENT} %"
        f" must be), in {time.monotonic() - started:.0f} seconds."
    )
    return 0 if percent >= LEAST_PERCENT else 1


def _prepare() -> None:
    # An empty workplace, so that no earlier run counts.
    shutil.rmtree(WORKPLACE, ignore_errors=True)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, WORKPLACE / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy2(ROOT / name, WORKPLACE / name)


def _mutmut(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MUTMUT, *words],
        cwd=WORKPLACE,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _endings() -> dict[str, int | None]:
    """Return how the tests ended for each change, by its name."""
    ended: dict[str, int | None] = {}
    for path in sorted((WORKPLACE / "mutants").rglob("*.meta")):
        ended |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return ended


if __name__ == "__main__":
    sys.exit(main())
