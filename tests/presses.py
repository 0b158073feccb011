"""Several people, or one with several tabs, who press at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from gighall.base.errors import Refused
from tests.patience import PATIENCE_SECONDS


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Make calls at the same moment, each on a connection of its own; return answers and refusals."""
    start = Barrier(len(calls))

    def make(call: Callable[[], object]) -> object:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            start.wait(timeout=PATIENCE_SECONDS)
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))
