"""What is spared for every element changes no answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial

import pytest
from nicegui import helpers
from nicegui.observables import ObservableList

from components import lean


class Handler:
    """Methods of all shapes."""

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
    monkeypatch.setattr(helpers, 'expects_arguments', helpers.expects_arguments)  # back to what it was, afterwards
    lean.spare()
    lean.spare()


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
def test_the_answer_is_that_of_the_signature(handler: Callable[..., object], expects: bool) -> None:
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
