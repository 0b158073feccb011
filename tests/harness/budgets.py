"""A budget of seconds for each suite: printed at the end, and a failure when it is exceeded by far."""

import time
from collections import defaultdict
from pathlib import Path

import pytest

TOTAL_SECONDS = 40 * 60
# Seconds of test time on two cores, counted over both workers.
BUDGET_SECONDS = {
    "architecture": 30,
    "base": 15,
    "guard": 360,
    "rules": 60,
    "domain": 420,
    "web": 600,
    "live": 900,
    "embedded": 420,
    "journeys": 600,
    "upgrade": 120,
}
OTHER_SECONDS = 120
# By far is so many times the budget, and so many seconds more: what is short takes many times as long on a machine
# that has much else to do.
BY_FAR = 3.0
BY_FAR_SECONDS = 300.0

_spent: defaultdict[str, float] = defaultdict(float)
_started = time.monotonic()


def suite_of(nodeid: str) -> str:
    """Return the suite a test belongs to: the folder below tests/."""
    parts = Path(nodeid.split("::")[0]).parts
    return parts[1] if len(parts) > 2 else "other"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what a test took, its set-up included."""
    _spent[suite_of(report.nodeid)] += report.duration


def _overspent() -> list[str]:
    """Return the suites that exceeded their budget by far."""
    budgets = {suite: BUDGET_SECONDS.get(suite, OTHER_SECONDS) for suite in _spent}
    return [
        suite
        for suite, budget in budgets.items()
        if _spent[suite] > max(BY_FAR * budget, budget + BY_FAR_SECONDS)
    ]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that is far beyond a budget; long rounds have none."""
    if hasattr(session.config, "workerinput") or "long" in str(session.config.option.markexpr).split()[:1]:
        return
    if session.exitstatus == 0 and (_overspent() or time.monotonic() - _started > TOTAL_SECONDS):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each suite took of its budget."""
    terminalreporter.section("seconds per suite")
    for suite in sorted(_spent):
        budget = BUDGET_SECONDS.get(suite, OTHER_SECONDS)
        word = "  far beyond its budget" if suite in _overspent() else ""
        terminalreporter.write_line(f"{suite:<14}{_spent[suite]:8.1f} of {budget:>4}{word}")
    total = time.monotonic() - _started
    terminalreporter.write_line(f"{'all, by clock':<14}{total:8.1f} of {TOTAL_SECONDS:>4}")
