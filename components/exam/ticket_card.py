"""准考证 on screen: the same content as on paper, in one column on a phone."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from components.kit.words import h3, words


@dataclass(frozen=True, slots=True)
class TicketView:
    """What is shown; ``sittings`` are subject, day and hours, ``photo_url`` is None without a photo."""

    title: str
    number: str
    facts: tuple[tuple[str, str], ...]
    sittings: tuple[tuple[str, str, str], ...]
    session: str
    site: str
    address: str
    room: str
    seat: str
    notes: tuple[str, ...]
    photo_url: str | None


def ticket_card(view: TicketView) -> ui.element:
    """Draw the ticket; room and seat are the largest text."""
    with ui.element('article').classes('ticket') as card:
        card.props['aria-label'] = f'准考证 {view.number}'
        with ui.element('header'):
            words(view.title, 'p')
            with ui.element('p').classes('number'):
                words('准考证号', 'small')
                words(view.number, 'b', 'num')
        with ui.element('div').classes('person'):
            with ui.element('dl').classes('facts'):
                for label, value in view.facts:
                    words(label, 'dt')
                    words(value, 'dd', 'num')
            _photo(view.photo_url)
        with ui.element('div').classes('place'):
            with ui.element('div').classes('where'):
                words(view.site, 'b')
                words(view.address, 'p', 'muted')
            for label, value in (('考场号', view.room), ('座位号', view.seat)):
                with ui.element('div').classes('seat'):
                    words(label, 'small')
                    words(value, 'b', 'num')
        with ui.element('div').classes('when'):
            h3(view.session)
            with ui.element('ul'):
                for subject, day, hours in view.sittings:
                    with ui.element('li'):
                        words(subject, 'b')
                        words(f'{day}　{hours}', 'span', 'num')
        if view.notes:
            with ui.element('ol').classes('notes'):
                for note in view.notes:
                    words(note, 'li')
    return card


def _photo(url: str | None) -> None:
    with ui.element('div').classes('photo') as frame:
        if url is None:
            frame.classes('none').props['role'] = 'img'
            frame.props['aria-label'] = '未上传证件照'
            return
        picture = ui.element('img').props('alt=证件照')
        picture.props['src'] = url
