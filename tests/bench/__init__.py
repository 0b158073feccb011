"""Measurements: ``make bench ARGS=live``. They start real programs and print figures; nothing here is a test."""
