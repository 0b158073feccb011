"""Which tests run on which worker: those of the common halls on one, what starts programs of its own on the other.

The queue of a run begins with the tests of the common halls and ends with those that start programs of their own;
between them stand the short ones, each for itself. Every other worker takes from the end. So two workers meet among
the short tests, each hall and each program is started once, and two browsers seldom share the machine.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.harness.halls import HALLS

FRONT, MIDDLE, END = range(3)
# Suites whose files set up a program or a browser for all of their tests.
BY_FILE = ("tests/live/", "tests/embedded/", "tests/journeys/")
# Suites whose tests are dear for each of their parameters.
BY_PARAMETER = ("tests/upgrade/",)


def share_of(nodeid: str) -> str:
    """Return the name of the tests that this one runs with, on one worker."""
    if nodeid.startswith(BY_FILE):
        return nodeid.split("::", 1)[0]
    if nodeid.startswith(BY_PARAMETER) and "[" in nodeid:
        return nodeid.split("::", 1)[0] + nodeid[nodeid.index("[") :]
    return nodeid


def place_of(item: pytest.Item) -> int:
    """Return how far back in the queue a test stands."""
    if set(HALLS) & set(getattr(item, "fixturenames", ())):
        return FRONT
    return END if item.nodeid.startswith((*BY_FILE, *BY_PARAMETER)) else MIDDLE


class FromBothEnds(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types.
    """Gives the first worker shares from the front of the queue, the second from its end."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if self.nodes.index(node) % 2:
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FromBothEnds | None:
    """Share out by the names above (`--dist loadgroup` asks for it); the queue keeps the order of the tests."""
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return FromBothEnds(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the shares in the order of the queue; the order within a share stays."""
    places: dict[str, int] = {}
    for item in items:
        share = share_of(item.nodeid)
        places[share] = min(place_of(item), places.get(share, END))
    items.sort(key=lambda item: places[share_of(item.nodeid)])
