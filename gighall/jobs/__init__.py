"""The door of background work."""
