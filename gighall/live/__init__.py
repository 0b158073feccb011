"""The door of sockets."""
