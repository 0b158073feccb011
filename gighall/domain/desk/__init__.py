"""Tickets, cases, sanctions and appeals."""
