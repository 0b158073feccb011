"""Feedback: giving it, answering it, and how it is shown."""
