"""Signing in, sessions, passwords and one's own account."""
