"""Every component of the look on one page."""
