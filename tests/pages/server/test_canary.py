"""What the private names of NiceGUI mean: that each still stands is seen in tests/test_private_names.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nicegui
import nicegui.nicegui
import pytest
from fastapi import Request
from nicegui import Client, ui
from nicegui.elements.choice_element import ChoiceElement
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.event_listener import EventListener

from pages.server import event_shapes

SCRIPT = (Path(nicegui.__file__).parent / 'static' / 'nicegui.js').read_text()


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(ui.page('/canary'))
    yield made
    made.delete()


def test_the_page_script_sends_what_the_guard_lets_through() -> None:
    for event in ('"event"', '"ack"', '"javascript_response"'):
        assert event in SCRIPT, event


def test_the_page_script_says_when_it_has_shaken_hands() -> None:
    assert 'did_handshake' in SCRIPT  # tests wait for it


def test_a_listener_says_its_event_and_its_element(client: Client) -> None:
    with client:
        button = ui.button('press', on_click=lambda: None)
    (listener,) = button._event_listeners.values()
    assert isinstance(listener, EventListener)
    assert (listener.type, listener.element_id) == ('click', button.id)


def test_a_choice_is_sent_as_its_place_among_the_values(client: Client) -> None:
    with client:
        box = ui.select({1: '一', 2: '二'}, value=1)
    assert isinstance(box, ChoiceElement)
    assert isinstance(box, ValueElement)
    assert box._values == [1, 2]
    assert 'new-value-mode' not in box.props
    assert any(event_shapes.changes_value(box, one.type) for one in box._event_listeners.values())


def test_every_page_listens_for_moves_within_the_shell(client: Client) -> None:
    assert set(event_shapes.MOVES) <= {one.type for one in client.layout._event_listeners.values()}
    assert client.sub_pages_router.current_path == '/'


async def test_only_a_socket_that_shook_hands_is_one_of_the_page() -> None:
    request = Request({'type': 'http', 'path': '/', 'headers': [], 'query_string': b'', 'server': ('test', 80)})
    client = Client(ui.page('/canary-hands'), request=request)
    assert client._socket_to_document_id == {}
    hand = {'client_id': client.id, 'tab_id': 'tab', 'document_id': 'document'}
    assert await nicegui.nicegui._on_handshake('test-socket', hand)
    assert list(client._socket_to_document_id) == ['test-socket']
    client.delete()


def test_a_page_without_a_request_says_so(client: Client) -> None:
    with pytest.raises(RuntimeError):
        _ = client.request


def test_an_element_hears_of_its_deletion(client: Client) -> None:
    heard = list[str]()

    class Hearing(ui.element):
        def _handle_delete(self) -> None:
            super()._handle_delete()
            heard.append('deleted')

    with client:
        Hearing().delete()
    assert heard == ['deleted']


def test_values_are_told_apart_by_the_field_they_are_for(client: Client) -> None:
    with client:
        fields = {
            'select': ui.select({1: '一', 2: '二'}), 'many': ui.select([1, 2], multiple=True),
            'number': ui.number(), 'input': ui.input(), 'box': ui.checkbox(), 'toggle': ui.toggle([1, 2]),
        }  # fmt: skip
    good = {
        'select': '{"value": 1, "label": "二"}', 'many': '[{"value": 0, "label": 1}]', 'number': '12.5',
        'input': '"text"', 'box': 'true', 'toggle': '1',
    }  # fmt: skip
    bad = ('{"value": 2}', '[1]', 'NaN', '1e999', '{}', '"\\ud800', '{"value": {}}', '[' * 99 + ']' * 99)
    for name, field in fields.items():
        listener = next(one for one in field._event_listeners.values() if event_shapes.changes_value(field, one.type))
        assert event_shapes.fits(field, listener, [good[name]]), name
        assert event_shapes.fits(field, listener, ['null']), name
        assert not any(event_shapes.fits(field, listener, [text]) for text in bad), name
