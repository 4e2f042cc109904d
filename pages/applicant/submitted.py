"""我的报名 once it is submitted: what was submitted, and the acts since then."""

from __future__ import annotations

from nicegui import ui

from components.application.checklist import checklist
from components.application.field_groups import field_group
from components.application.timeline import timeline
from components.application.viewer import Viewer
from components.application.views import FileView
from components.kit.words import card, h3, notice, words
from domain.rules.actor import Actor
from domain.rules.application.form import Group
from domain.rules.vocabulary import Status
from domain.services.application.filling import OwnApplication
from domain.services.review.application_detail import dossier
from pages.applicant.journey import acts
from pages.views.application import view_of


async def submitted(actor: Actor, own: OwnApplication) -> None:
    """The application as submitted, with the acts since then."""
    found = await dossier(actor, own.application.id)
    view = view_of(actor, found, None, {}, {})
    if own.application.status is Status.REJECTED:
        reason = next((entry.reason for entry in found.history if entry.act.value == 'reject'), '')
        notice(f'审核不通过：{reason}', 'red')
    with ui.element('div').classes('review'):
        with card():
            for group in view.groups:
                field_group(group, view.photo_url, photo=group.title == Group.PERSON.value)
            _files(tuple(file for material in view.materials for file in material.files))
            checklist(view.checks)
        with ui.element('div').classes('side-column'), card().classes('sec'):
            h3('审核记录')
            timeline(acts(own.application, found.history))


def _files(files: tuple[FileView, ...]) -> None:
    with ui.element('div').classes('sec'):
        h3('材料')
        with ui.element('div').classes('mat'):
            for index, file in enumerate(files):
                with (
                    ui.element('button')
                    .classes('thumb')
                    .on('click', lambda _, at=index: Viewer(files, at), []) as thumb
                ):
                    thumb.props['type'] = 'button'
                    picture = ui.element('img').classes('pic').props('loading=lazy')
                    picture.props['src'] = f'/files/{file.id}/thumb'
                    picture.props['alt'] = ''
                    with ui.element('span').classes('name'):
                        words(file.label, 'span', 'what')
