"""The letters of the columns of a sheet."""

from __future__ import annotations


def number_of(letters: str) -> int:
    """The number of a column, counted from 1: A is 1, AA is 27."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def letters_of(column: int) -> str:
    """The letters of a column, counted from 1: A, Z, AA."""
    letters = ''
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
