"""Halls of earlier landings under the present code."""
