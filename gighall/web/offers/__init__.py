"""Offers in the inbox: making one, reading it, answering it."""
