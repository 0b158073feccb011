"""Gigs: what a seller offers."""
