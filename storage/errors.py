"""Why the storage could not be opened, in words for the person who started the program."""

from __future__ import annotations


class CannotOpen(Exception):
    """The installation cannot be used now. ``str(error)`` is a clear Chinese sentence saying what to do."""


class InUse(CannotOpen):
    """Another process of ours has the data: it runs already."""
