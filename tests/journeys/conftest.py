"""The people of the journeys, as fixtures."""

from tests.journeys.parts import demo_cast, own_cast

__all__ = ["demo_cast", "own_cast"]
