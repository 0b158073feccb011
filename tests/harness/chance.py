"""Chance in tests: the usual run tries the same examples every time, the long one looks for others.

What an example costs is no finding: how busy the machine is decides about that.
"""

import pytest
from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
settings.register_profile("usual", PATIENT, derandomize=True)
settings.register_profile("long", PATIENT)
settings.load_profile("usual")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let long rounds take examples of their own."""
    settings.load_profile("long" if str(config.option.markexpr).strip() == "long" else "usual")
