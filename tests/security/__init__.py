"""Attacks: acts by people who are not allowed to do them, and messages sent without a browser."""
