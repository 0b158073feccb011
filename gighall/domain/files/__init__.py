"""Uploaded files and where they are kept."""
