"""The private names of NiceGUI and its libraries that the server uses, and those of all floors together."""

from __future__ import annotations

import sys

import components.private_names
import storage.connection.private_names
from domain.private_names import Moved, NeededFor, PrivateUse, require

SIGNATURES = PrivateUse(
    'nicegui', 'signatures of handlers that are read once', NeededFor.SPEED, {'nicegui.helpers': 'expects_arguments'}
)
REFERENCE_CYCLES = PrivateUse(
    'nicegui', 'deleted elements that go without the collector', NeededFor.SPEED,
    {
        'nicegui.element:Element': '_classes _handle_delete _props _style',
        'nicegui.elements.mixins.value_element:ValueElement': '_change_handlers',
        'nicegui.observables:ObservableCollection': '_change_handlers',
    },
)  # fmt: skip
COLLECTOR = PrivateUse(
    'nicegui', 'a collector that leaves alone what lives long', NeededFor.SPEED,
    {'nicegui.core:app.config': 'has_run_config'},
)  # fmt: skip
LATE_PAGES = PrivateUse(
    'nicegui', 'patience with pages that are built slowly', NeededFor.SPEED,
    {'nicegui:ui.page.__init__.__kwdefaults__': 'response_timeout'},
)  # fmt: skip
SOCKETS_ONLY = PrivateUse(
    'nicegui', 'pages that never ask for long polling', NeededFor.SPEED,
    {'nicegui.core:app.config': 'socket_io_js_transports'},
)  # fmt: skip

NAMES = (
    SIGNATURES,
    REFERENCE_CYCLES,
    COLLECTOR,
    LATE_PAGES,
    SOCKETS_ONLY,
    PrivateUse('starlette', 'the gate around everything, and a life around the server', NeededFor.SAFETY, {
        'starlette.applications:Starlette': 'build_middleware_stack',
        'starlette.routing:Router': 'lifespan_context',
    }),
    PrivateUse('nicegui', 'sockets that speak only for a page of their own session', NeededFor.SAFETY, {
        'nicegui.nicegui:_on_connect': 'QUERY_STRING implicit_handshake',
        'nicegui.nicegui:_on_handshake': 'client_id accept_handshake',
        'nicegui.client:Client': '_socket_to_document_id instances',
    }),
    PrivateUse('nicegui', 'a guard in front of every message of a page', NeededFor.SAFETY, {
        'nicegui.core:sio.handlers./': 'ack event handshake javascript_response log',
        'nicegui.nicegui:_on_event': 'client_id',
        'nicegui.nicegui:_on_ack': 'client_id next_message_id',
        'nicegui.nicegui:_on_log': 'client_id',
        'nicegui.nicegui:_on_javascript_response': 'client_id',
        'nicegui.client:Client.handle_event': 'args id',
        'nicegui.client:Client.handle_javascript_response': 'request_id',
        'nicegui.client:Client.handle_log_message': 'level message',
        'nicegui.element:Element': '_event_listeners',
        'nicegui.element:Element._handle_event': 'listener_id',
    }),
    PrivateUse('nicegui', 'events that carry what their element sends', NeededFor.SAFETY, {
        'nicegui.event_listener:EventListener': 'args id type',
        'nicegui.elements.choice_element:ChoiceElement': '_values',
        'nicegui.elements.mixins.value_element:ValueElement': 'VALUE_PROP',
        'nicegui.elements.keyboard:Keyboard': 'key',
        'nicegui.elements.select:Select': 'new-value-mode',
        'nicegui.elements.table:Table': 'added keys rows selection',
        'nicegui.elements.tree:Tree': 'update:selected',
        'nicegui.sub_pages_router:SubPagesRouter': 'sub_pages_navigate sub_pages_open',
    }),
    PrivateUse('nicegui', 'scripts of a page with the nonce of its policy', NeededFor.SAFETY, {
        'nicegui.client:templates.env': 'cache loader',
        'nicegui/templates/index.html': 'script',
    }),
    PrivateUse('nicegui', 'pages within the shell, with refusals in our words', NeededFor.SAFETY, {
        'nicegui.elements.sub_pages:SubPages':
            '_active_tasks _render_404 _render_error _render_page _required_query_params_changed',
        'nicegui.page_arguments:PageArguments': 'build_kwargs',
    }),
)  # fmt: skip
EVERYWHERE = (*storage.connection.private_names.NAMES, *components.private_names.NAMES, *NAMES)


def refuse_moved() -> None:
    """End the program with a sentence when a library moved a name on which safety depends."""
    try:
        require(EVERYWHERE)
    except Moved as moved:
        sys.exit(f'无法启动：{moved}')
