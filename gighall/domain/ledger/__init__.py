"""Accounts, transfers and holds: every amount moves by double entry."""
