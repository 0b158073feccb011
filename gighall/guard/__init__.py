"""Text in, findings out: shared contact data and where it stands."""
