"""Records, entries and participants: the provable log of one conversation."""
