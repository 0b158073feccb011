"""Timed chat sessions inside an order."""
