"""Organisations: business clients, their members, and the invitations to become one."""
