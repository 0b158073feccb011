"""What one would write first: Django Channels, the ORM, a transaction a message. It keeps the same promises.

A message is judged by the same guard, but by itself; it is stored under a number before its ack, and a key that comes
again is a no-op.
"""
