"""The content of each submission, and how it differs from the one before: 修改对比."""

from __future__ import annotations

from datetime import datetime

from domain.rules.application.changes import changes, material_changes
from domain.rules.application.form import Form
from domain.rules.application.pins import material_key, remarks
from domain.rules.vocabulary import MaterialKind
from domain.services.eligibility.prechecks import live_materials
from domain.services.year.years import trade_names
from storage.models import Application, Material, Revision

Files = dict[MaterialKind, list[tuple[str, str]]]  # SHA-256 and the name to show


async def keep(application: Application, form: Form, at: datetime) -> Revision:
    """Store the current submission, inside its transaction; ``application`` still has the pins that it answers."""
    files = await _files(application.id)
    last = await latest(application.id)
    return await Revision.create(
        application_id=application.id,
        submission=application.submissions + 1,
        form=form.model_dump(mode='json'),
        materials={kind.value: [digest for digest, _ in rows] for kind, rows in files.items()},
        changes=await _changes(application, last, form, files) if last else [],
        at=at,
    )


async def latest(application_id: int) -> Revision | None:
    """The latest submission; the caller has checked that the application is in reach."""
    return await Revision.filter(application_id=application_id).order_by('-submission').first()


async def touched(application: Application, form: Form) -> frozenset[str]:
    """The keys of the fields and materials that now differ from the latest submission."""
    last = await latest(application.id)
    if last is None:
        return frozenset()
    since = live_materials(application.id).filter(uploaded_at__gt=last.at)
    fields = changes(Form.model_validate(last.form), form, {})
    kinds = {material_key(row.kind) for row in await since}
    return frozenset(change.key for change in fields) | kinds


async def _files(application_id: int) -> Files:
    files: Files = {}
    for row in await live_materials(application_id).order_by('id'):
        files.setdefault(row.kind, []).append((row.sha256, row.label))
    return files


async def _changes(application: Application, last: Revision, form: Form, files: Files) -> list[dict[str, str]]:
    asked = remarks(application.pins)
    found = [(change.key, change) for change in changes(Form.model_validate(last.form), form, await trade_names())] + [
        (material_key(MaterialKind(change.key)), change) for change in material_changes(await _named(last), files)
    ]
    return [
        {'key': key, 'label': change.label, 'old': change.old, 'new': change.new, 'remark': asked.get(key, '')}
        for key, change in found
    ]


async def _named(last: Revision) -> Files:
    """The files of an earlier submission with the names they had then, removed ones included."""
    there = Material.filter(application_id=last.application_id, uploaded_at__lte=last.at).order_by('id')
    names = {(row.kind, row.sha256): row.label for row in await there}
    return {
        (kind := MaterialKind(value)): [(digest, names.get((kind, digest), '')) for digest in found]
        for value, found in last.materials.items()
    }
