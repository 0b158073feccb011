"""The account, terms, first-run and staff pages, from outside."""
