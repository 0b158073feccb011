"""The operator's first-run page."""
