"""原件: the link to the original stands beside its file for as long as the original is kept."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from components.application.views import FileView
from domain.rules.vocabulary import Act, Level, MaterialKind, Status
from domain.services.application import materials
from domain.services.review.decisions import Opinion, decide
from storage.models import Application, Material
from tests import samples
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town

PICTURE = samples.scan(form='PNG')


def links(user: User) -> list[str]:
    """The addresses of the originals on the page."""
    assert user.client
    return [one.props['href'] for one in user.client.elements.values() if 'original' in one.classes]


async def salary(town: Town) -> tuple[Application, Material]:
    """A senior application at its county, which has just uploaded the salary table."""
    application = await town.application(grade=1, at=Level.COUNTY, papers=True)
    await Material.filter(kind=MaterialKind.SALARY).update(removed_at=application.created_at)
    county = town.actor(cast.COUNTY)
    return application, await materials.upload(county, application.id, MaterialKind.SALARY, '工资表.png', PICTURE)


async def test_the_reviewer_has_the_link_beside_the_file_and_in_the_viewer(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application, row = await salary(served)
    await sign_in(user, cast.COUNTY)
    await user.open(f'/review/senior/{application.id}')
    assert links(user) == [f'/files/{row.id}/original']
    assert user.client
    thumb = next(one for one in user.client.elements.values() if one.props.get('aria-label') == '查看工资表')
    UserInteraction(user, {thumb}, None).click()
    await settled()
    assert links(user) == [f'/files/{row.id}/original'] * 2
    await user.should_see(f'原件 {round(len(PICTURE) / 1024)} KB')


async def test_the_link_is_gone_once_the_application_is_rejected(served: Town, user: User, sign_in: SignIn) -> None:
    application, row = await salary(served)
    await sign_in(user, cast.COUNTY)
    await decide(served.actor(cast.COUNTY), application.id, Act.REJECT, Opinion('工资不符'), seen=application.version)
    await user.open(f'/applications/{application.id}')
    await user.should_see('工资表')
    assert links(user) == []
    gone = await user.http_client.get(f'/files/{row.id}/original')
    assert gone.status_code == 404


async def test_the_applicant_saves_exactly_what_was_uploaded(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT)
    person = served.applicant(application)
    row = await materials.upload(person, application.id, MaterialKind.ID_CARD, '身份证.png', PICTURE)
    await materials.upload(person, application.id, MaterialKind.FORM, '报名表.pdf', samples.pdf())  # is its original
    await sign_in(user, application.id_number)
    await user.open('/my?step=materials')
    await user.should_see('身份证.png')
    (link,) = links(user)
    saved = await user.http_client.get(link)
    assert (link, saved.content) == (f'/files/{row.id}/original', PICTURE)
    assert saved.headers['content-disposition'].startswith('attachment;')
    await user.should_see(kind=ui.upload)


@pytest.mark.parametrize(
    ('size', 'words'),
    [(100, '原件 1 KB'), (51_200, '原件 50 KB'), (999 << 10, '原件 999 KB'), (1 << 20, '原件 1.0 MB')],
)
def test_the_link_says_how_much_is_saved(size: int, words: str) -> None:
    assert FileView(1, '/files/1', 'x.jpg', 'image/jpeg', original_size=size).original_text == words
