"""A Chromium for the tests of one module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; it ends with the module, because its event loop shuts out the database."""
    with chromium() as started:
        yield started
