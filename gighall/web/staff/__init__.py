"""Pages of the hall's staff."""
