"""Mails and other notices: kind and payload to a person, senders unknown."""
