"""Live updates: one hub per process receives events and notifies the open pages at a limited rate."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from nicegui import background_tasks, ui

from domain.events import Changed, ClaimChanged, Event, Resync, subscribe

log = logging.getLogger(__name__)
T = TypeVar('T')

SOON = 0.03  # seconds: events of one act are published together
COALESCE = 0.1  # seconds: while events keep arriving, they are published together
BREATH = 20  # pages notified before other tasks of the event loop run again


@dataclass
class News:
    """The events since the last notification. ``once`` shares a read among all pages that need the same one."""

    events: tuple[Event, ...]
    _kept: dict[object, Any] = field(default_factory=dict)

    async def once(self, key: object, read: Callable[[], Awaitable[T]]) -> T:
        """The value of ``read()``, which is awaited by the first page that needs this key."""
        if key not in self._kept:
            self._kept[key] = await read()
        value: T = self._kept[key]
        return value

    @property
    def changes(self) -> tuple[Changed, ...]:
        return tuple(event for event in self.events if isinstance(event, Changed))

    @property
    def claims(self) -> tuple[ClaimChanged, ...]:
        return tuple(event for event in self.events if isinstance(event, ClaimChanged))

    @property
    def missed(self) -> bool:
        """Whether events may be missing here: the page must load its content again."""
        return any(isinstance(event, Resync) for event in self.events)

    def touching(self, ids: Iterable[int]) -> set[int]:
        """Those of these applications that changed, or may have."""
        return set(ids) if self.missed else {change.application_id for change in self.changes}.intersection(ids)


class _Presence(ui.element):
    """An invisible element that notifies when its page is left, within the shell or with the whole client."""

    def __init__(self, gone: Callable[[], None]) -> None:
        super().__init__('span')
        self.visible = False
        self._gone = gone

    def _handle_delete(self) -> None:
        super()._handle_delete()
        gone, self._gone = self._gone, _nothing  # it holds a reference to this element
        gone()


def _nothing() -> None:
    """Replaces ``gone`` after it was called."""


@dataclass(eq=False)
class _Listener:
    concerns: Callable[[Event], bool]
    tell: Callable[[News], Awaitable[None]]
    owner: ui.element


class Hub:
    """The open pages of this process and the events each of them needs."""

    def __init__(self) -> None:
        self._listeners: list[_Listener] = []
        self._pending: list[Event] = []
        self._notifying: asyncio.Task[None] | None = None
        subscribe(self.on_event)

    def on_event(self, event: Event) -> None:
        """Receive an event; the pages are notified a moment later."""
        if not self._listeners:
            return
        self._pending.append(event)
        notifying = self._notifying
        if notifying is None or notifying.done() or notifying.get_loop() is not asyncio.get_running_loop():
            self._notifying = background_tasks.create(self._notify(), name='live')

    def add(self, listener: _Listener) -> None:
        self._listeners.append(listener)

    def remove(self, listener: _Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)

    async def _notify(self) -> None:
        pause = SOON
        while self._pending:
            await asyncio.sleep(pause)
            pause = COALESCE
            events, self._pending = self._pending, []
            shared: dict[object, Any] = {}
            for count, listener in enumerate(tuple(self._listeners), start=1):
                await self._notify_one(listener, events, shared)
                if count % BREATH == 0:
                    await asyncio.sleep(0)

    async def _notify_one(self, listener: _Listener, events: list[Event], shared: dict[object, Any]) -> None:
        if listener.owner.is_deleted:  # left while the others were notified
            return
        concerning = tuple(event for event in events if isinstance(event, Resync) or listener.concerns(event))
        if not concerning:
            return
        try:
            with listener.owner:
                await listener.tell(News(concerning, shared))
        except Exception:  # one broken page must not stop the notification of the others
            log.exception('a page could not be told the news')


_hub: Hub | None = None


def listen(concerns: Callable[[Event], bool], tell: Callable[[News], Awaitable[None]]) -> None:
    """Notify the page under construction of the events that concern it, as long as it is open.

    After a gap in the events every page receives a Resync, even one that no event concerns.
    """
    global _hub
    if _hub is None:
        _hub = Hub()
    owner = _Presence(lambda: _forget(listener))
    listener = _Listener(concerns, tell, owner)
    _hub.add(listener)


def listeners() -> int:
    """How many parts of open pages are listening."""
    return len(_hub._listeners) if _hub is not None else 0  # noqa: SLF001 - this module's own


def _forget(listener: _Listener) -> None:
    if _hub is not None:
        _hub.remove(listener)


def on_leave(work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Run this when the page under construction is left; nothing waits for it, a failure is logged."""
    _Presence(lambda: _start(work()))


def _start(work: Coroutine[Any, Any, Any]) -> None:
    background_tasks.create(work, name='after the page')


def on_desk(organisation_id: int | None, tell: Callable[[News], Awaitable[None]]) -> None:
    """Listen to arrivals, departures and changes in the queue of one organisation."""

    def concerns(event: Event) -> bool:
        if isinstance(event, Changed):
            return organisation_id in (event.from_holder, event.to_holder)
        return isinstance(event, ClaimChanged) and event.holder_id == organisation_id

    listen(concerns, tell)


def below(path: str, tell: Callable[[News], Awaitable[None]]) -> None:
    """Listen to every change in a subtree."""
    listen(lambda event: isinstance(event, Changed) and event.unit_path.startswith(path), tell)


def on_application(application_id: int, tell: Callable[[News], Awaitable[None]]) -> None:
    """Listen to what happens to one application."""
    listen(lambda event: getattr(event, 'application_id', None) == application_id, tell)
