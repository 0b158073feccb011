"""The demo world, made by calling public actions. Its people and words stand in ``world.toml``."""

from .load import load

__all__ = ["load"]
