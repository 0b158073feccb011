"""Pages about oneself: sign-in, terms, tokens."""
