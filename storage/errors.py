"""The errors of opening the storage, with messages for the person who started the program."""

from __future__ import annotations


class CannotOpen(Exception):
    """The installation cannot be used now. ``str(error)`` is a clear Chinese sentence that says what to do."""


class InUse(CannotOpen):
    """Another process of ours uses the data: the program is already running."""
