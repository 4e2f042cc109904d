"""How components tell their page something: the page's callback may be plain or async."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable

MaybeAwaitable = Awaitable[None] | None


async def settled(told: MaybeAwaitable) -> None:
    """Wait for what a callback returned, if there is anything to wait for."""
    if inspect.isawaitable(told):
        await told
