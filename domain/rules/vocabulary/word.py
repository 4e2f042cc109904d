"""The base of every word of the vocabulary: stored in English, shown in Chinese."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word that is stored under its English value and shown under its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = '') -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Value to label, in the order of definition: the options of a select."""
        return {member.value: member.label for member in cls}

    @classmethod
    def of_label(cls, label: str) -> Self | None:
        """The member with this label, or None; used to read the words in workbooks."""
        return next((member for member in cls if member.label == label), None)
