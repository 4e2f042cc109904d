"""The private names of NiceGUI that our code depends on: a version upgrade shows here what changed."""

from __future__ import annotations

from pathlib import Path

import nicegui
from nicegui import Client, core, ui
from nicegui.element import Element
from nicegui.elements.choice_element import ChoiceElement
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.event_listener import EventListener

from pages.server import event_shapes

SCRIPT = (Path(nicegui.__file__).parent / 'static' / 'nicegui.js').read_text()


def test_the_page_script_has_the_names_that_our_scripts_use() -> None:
    assert 'mounted_app' in SCRIPT  # components/table/rows.py patches rows in it
    assert 'did_handshake' in SCRIPT  # the tests wait for it
    for event in ('"event"', '"ack"', '"javascript_response"'):
        assert event in SCRIPT, event  # the events the guard lets pass


def test_a_page_has_the_names_that_guard_and_frame_use() -> None:
    client = Client(ui.page('/canary-names'))
    try:
        with client:
            button, box = ui.button('press', on_click=lambda: None), ui.select({1: '一', 2: '二'}, value=1)
        listener = next(iter(button._event_listeners.values()))
        assert isinstance(listener, EventListener)
        assert (listener.type, listener.element_id) == ('click', button.id)
        assert {'id', 'type', 'args', 'handler'} <= set(EventListener.__dataclass_fields__)
        assert isinstance(box, ChoiceElement)
        assert isinstance(box, ValueElement)
        assert box._values == [1, 2]
        assert 'new-value-mode' not in box.props
        assert any(event_shapes.changes_value(box, one.type) for one in box._event_listeners.values())
        kinds = {one.type for one in client.layout._event_listeners.values()}
        assert set(event_shapes.MOVES) <= kinds
        assert callable(Element._handle_delete)
        assert callable(Element.ancestors)
    finally:
        client.delete()
    assert hasattr(ui.sub_pages, '_render_page')
    assert 'response_timeout' in (ui.page.__init__.__kwdefaults__ or {})
    assert {'event', 'ack', 'log', 'javascript_response', 'handshake'} <= set(core.sio.handlers['/'])


def test_values_are_validated_by_the_kind_of_their_field() -> None:
    client = Client(ui.page('/canary-shapes'))
    try:
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
            listener = next(
                one for one in field._event_listeners.values() if event_shapes.changes_value(field, one.type)
            )
            assert event_shapes.fits(field, listener, [good[name]]), name
            assert event_shapes.fits(field, listener, ['null']), name
            assert not any(event_shapes.fits(field, listener, [text]) for text in bad), name
    finally:
        client.delete()
