"""Pages about gigs."""
