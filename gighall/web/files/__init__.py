"""Pages of files: sending one into a record, and fetching it."""
