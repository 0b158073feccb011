"""Pages about credits and statements."""
