"""Gighall: a self-hosted marketplace for help by chat."""

__version__ = "0.7.0"
