"""Whole stories in real Chromium, in halls started as people start them."""
