"""Counts the statements that a block sends to the database, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tortoise.connection import get_connection

METHODS = ('execute_query', 'execute_query_dict', 'execute_insert')


@contextmanager
def counted(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The list of statements sent inside the block, in order."""
    connection, sent = get_connection('default'), list[str]()
    with patch.context() as wrapped:
        for name in METHODS:
            wrapped.setattr(connection, name, _noting(getattr(connection, name), sent))
        yield sent


def _noting(method: Any, sent: list[str]) -> Any:
    async def noted(statement: str, *arguments: Any, **named: Any) -> Any:
        sent.append(statement)
        return await method(statement, *arguments, **named)

    return noted
