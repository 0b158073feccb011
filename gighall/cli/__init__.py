"""The door of commands."""
