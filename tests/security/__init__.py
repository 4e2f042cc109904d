"""Attacks: what somebody tries who is not allowed to, or who writes to the server without a browser."""
