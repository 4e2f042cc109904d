"""What many people do on their own screens, done by the services in the server's process, so that open pages see it.

Other journeys prove these steps in Chromium (test_chain, test_manual); here they are only much work: entering people
with all their papers, passing them on at the lower offices, and opening a session for a window.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from fastapi.responses import JSONResponse, Response

from domain import clock
from domain.demo.applications.forms import Worker, worker
from domain.demo.persons import Persons
from domain.rules.actor import Actor
from domain.rules.application.materials import Uploader, required
from domain.rules.vocabulary import Act, Assessment, Basis, Grade, MaterialKind, Sex, Status
from domain.services.access import sessions
from domain.services.application import filling, materials
from domain.services.application.registrations import Person
from domain.services.eligibility.prechecks import form_of
from domain.services.review.decisions import Opinion, decide
from pages.access import Anyone
from pages.register import download
from storage.connection.database import transaction
from storage.models import Account, Application, Material, Organisation
from tests import samples

TRADE, YEARS_ASSESSED = '0101', 5
_persons = Persons(Random(7))
_known: dict[str, Worker] = {}
_PHOTO, _SCAN = samples.photo(600, 840), samples.pdf(1)


def offer() -> None:
    """Register the addresses; called by the program of these tests only."""
    for act in (enter, submit, approve, session):
        download(f'/bulk/{act.__name__}', audience=Anyone)(act)


async def enter(office: str, unit: str, who: str, grade: int, draft: int = 0) -> Response:
    """The county enters ``who``, always the same person, for the current year; who adds all papers and submits."""
    person = _known.setdefault(who, _man(Grade(grade)))
    place = await Organisation.get(code=unit)
    known = Person(person.form.name, person.id_number, person.form.mobile)
    application = await filling.enter(await _actor(office), known, place.id, person.form)
    if not draft:
        await submit(person.id_number)
    return JSONResponse({'name': person.form.name, 'login': person.id_number, 'number': application.number})


async def submit(login: str) -> Response:
    """The applicant adds all papers to the newest draft and submits it."""
    own = await _actor(login)
    draft = await Application.filter(applicant_id=own.account_id).order_by('-id').get_or_none(status=Status.DRAFT)
    assert draft is not None
    await _upload(own, draft, Uploader.APPLICANT)
    await filling.submit(own, draft.id, seen=(await Application.get(id=draft.id)).version)
    return JSONResponse({})


async def approve(login: str, senior: int = 0) -> Response:
    """This office passes on what waits there, of grade 1 or of the others."""
    actor = await _actor(login)
    waiting = Application.filter(holder_id=actor.organisation_id, status=Status.IN_REVIEW, senior=bool(senior))
    rows = await waiting.order_by('id')
    for row in rows:
        if not await Material.filter(application_id=row.id, kind=MaterialKind.SALARY).exists():
            await _upload(actor, row, Uploader.REVIEWER)
        version = (await Application.get(id=row.id)).version
        await decide(actor, row.id, Act.APPROVE, Opinion(), seen=version)
    return JSONResponse({'done': len(rows)})


async def session(login: str) -> Response:
    """A session of this account, which counts as activated."""
    await Account.filter(login=login, activated_at__isnull=True).update(activated_at=clock.now())
    async with transaction():
        token = await sessions.open_session(await Account.get(login=login), '127.0.0.1', 'Chromium', restricted=False)
    return JSONResponse({'token': token})


async def _actor(login: str) -> Actor:
    return sessions.actor_from(await Account.get(login=login).select_related('organisation'))


async def _upload(actor: Actor, application: Application, by: Uploader) -> None:
    for need in required(form_of(application)):
        if need.required and need.by is by:
            file = ('证件照.jpg', _PHOTO) if need.kind is MaterialKind.PHOTO else ('材料.pdf', _SCAN)
            await materials.upload(actor, application.id, need.kind, *file)


def _man(grade: Grade) -> Worker:
    """A man, because he is far from retirement in any year of these tests; his form is complete."""
    basis = Basis.SENIORITY if grade is Grade.FIVE else Basis.PROMOTION
    while (person := worker(_persons, grade, TRADE, basis=basis)).sex is not Sex.MALE:
        pass
    if grade is not Grade.ONE:
        return person
    year = clock.today().year
    assessed = dict.fromkeys(range(year - YEARS_ASSESSED, year), Assessment.EXCELLENT)
    return replace(person, form=person.form.model_copy(update={'assessments': assessed}))
