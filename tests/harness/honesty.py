"""No test is skipped or expected to fail without an issue number, and none empties the tables.

Entries of a record can be neither deleted nor truncated, so a test that needs real commits takes the
fixture ``own_database`` instead of pytest-django's ``transactional_db``.
"""

import re
from collections.abc import Generator

import pytest

ISSUE = re.compile(r"#\d+")
EMPTYING = {"transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stop at once when a test hides, or would empty the tables."""
    complaints = []
    for item in items:
        for marker in item.iter_markers():
            reason = str(marker.kwargs.get("reason", "")) or " ".join(map(str, marker.args))
            if marker.name in {"skip", "skipif", "xfail"} and not ISSUE.search(reason):
                complaints.append(f"{item.nodeid}: {marker.name} without an issue number")
            if marker.name == "django_db" and (marker.kwargs.get("transaction") or True in marker.args):
                complaints.append(f"{item.nodeid}: take own_database for real commits")
        emptying = EMPTYING & set(getattr(item, "fixturenames", ()))
        if emptying:
            complaints.append(
                f"{item.nodeid}: {', '.join(sorted(emptying))} empties tables; take own_database"
            )
    if complaints:
        raise pytest.UsageError("\n".join(complaints))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skips itself while it runs without naming an issue."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and not ISSUE.search(str(report.longrepr)):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped itself without an issue number: {report.longrepr}"
    return report
