"""The door of sockets: messages from one hand to the other, stored before anyone is told.

``exchange`` is the core and knows no server; ``application`` carries it over ASGI, ``server`` runs it.
"""
