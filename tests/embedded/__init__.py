"""Tests of the programs that come with the hall."""
