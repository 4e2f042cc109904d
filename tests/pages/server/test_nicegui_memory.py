"""The saved work for every element changes no result, and the memory of left pages is freed at once."""

from __future__ import annotations

import gc
import inspect
import weakref
from collections.abc import Callable
from functools import partial

import pytest
from nicegui import Client, helpers, ui
from nicegui.element import Element
from nicegui.observables import ObservableList

from components.frame.page_parts import release_with
from components.table.data_table import Column, DataTable, Loaded, Page
from pages.server import nicegui_memory
from tests.waiting import until


class Handler:
    """Methods with all kinds of signatures."""

    def nothing(self) -> None: ...
    def one(self, event: object) -> None: ...
    def perhaps(self, event: object = None) -> None: ...
    @classmethod
    def of_class(cls, event: object) -> None: ...


def local() -> Callable[[], None]:
    class Inner:
        def method(self) -> None: ...

    return Inner().method


@pytest.fixture(autouse=True)
def spared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, 'expects_arguments', helpers.expects_arguments)  # restored after the test
    monkeypatch.setattr(Element, '_handle_delete', Element._handle_delete)
    nicegui_memory.spare()
    nicegui_memory.spare()


@pytest.mark.parametrize(
    ('handler', 'expects'),
    [
        (Handler().nothing, False),
        (Handler().one, True),
        (Handler().perhaps, False),
        (Handler.of_class, True),
        (local(), False),
        (lambda: None, False),
        (lambda event: event, True),
        (partial(Handler().one, 1), False),
        ([].append, True),
    ],
)
def test_the_answer_equals_that_of_the_signature(handler: Callable[..., object], expects: bool) -> None:
    for _ in range(2):
        assert helpers.expects_arguments(handler) is expects


def test_a_signature_is_read_once_for_all_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[object]()
    signature = inspect.signature

    def noting(func: Callable[..., object]) -> inspect.Signature:
        read.append(func)
        return signature(func)

    monkeypatch.setattr(helpers.functions, 'signature', noting)
    kept = [Handler() for _ in range(50)]
    collections = [ObservableList([], on_change=handler.nothing) for handler in kept]
    assert len(collections) == 50
    assert len(read) <= 1


class Part:
    """A part of a page that holds the page's callback while the page holds it."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback = callback


async def test_deleted_elements_are_freed_without_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nicegui_memory, 'AFTERGLOW', 0.05)
    client = Client(ui.page('/lean'))

    def built() -> tuple[ui.column, list[weakref.ref[object]]]:
        parts: list[object] = []
        with client, ui.column() as whole:
            field = ui.input().classes('a').style('color: red').props('dense')
            field.on_value_change(field.clear)
        part = Part(parts.clear)
        parts.append(part)
        release_with(whole, part)
        return whole, [weakref.ref(one) for one in (field, field.classes, field.style, field.props, part)]

    gc.collect()
    gc.disable()
    try:
        whole, left = built()
        assert all(one() for one in left)
        whole.clear()
        client.outbox.updates.clear()  # of a page that was never opened
        assert [one() is None for one in left] == [True, True, True, True, False]
        whole.delete()
        await until(lambda: left[-1]() is None, 'the end of the part')
    finally:
        gc.enable()
        client.delete()


def test_at_the_end_of_the_program_it_goes_at_once() -> None:
    client = Client(ui.page('/lean-end'))
    with client, ui.column() as whole:
        part = Part(whole.delete)
        release_with(whole, part)
    client.delete()
    assert not vars(part)


async def test_long_work_may_end_when_its_table_has_forgotten_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nicegui_memory, 'AFTERGLOW', 0.05)
    loaded = list[Page]()

    async def load(page: Page) -> Loaded:
        loaded.append(page)
        return Loaded((), 0)

    client = Client(ui.page('/lean-table'))
    with client:
        table = DataTable([Column('name', '姓名')], load)
        await table.reload()
    client.delete()
    await until(lambda: not vars(table), 'the end of the table')
    await table.reload()
    assert len(loaded) == 1
