"""Signing in, sessions, passwords and the own account."""
