"""Rules, verdicts and exceptions: what may be said in which place."""
