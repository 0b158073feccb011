"""Inbox manners and reading marks."""
