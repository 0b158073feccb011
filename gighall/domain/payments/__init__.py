"""Charges, credits and payouts: money coming in and going out."""
