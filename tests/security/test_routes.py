"""A1: every address for every kind of actor, compared with a table written by hand from 3-screens §1."""

from __future__ import annotations

from collections.abc import Callable

from httpx import Response
from nicegui import app
from nicegui.testing import User
from starlette.routing import Mount, Route

from domain.rules.vocabulary import MaterialKind
from domain.services.access import sessions
from pages.access import ADDRESSES, AddressKind
from storage import files
from storage.models import Account, Application
from tests import branches
from tests import town as cast
from tests.samples import photo
from tests.security.conftest import on_sqlite
from tests.town import Town

NOBODY, WAITING = 'anonymous', 'activating'
# The actors: the applicant, an account of each level, and a reviewer of the county.
PEOPLE = {
    'unit': cast.SCHOOL, 'department': cast.DEPARTMENT, 'county': cast.COUNTY, 'city': cast.CITY,
    'province': cast.PROVINCE, 'reviewer': cast.COUNTY_REVIEWER,
}  # fmt: skip
EVERYBODY = ['applicant', *PEOPLE]
# Who may open what; all other signed-in accounts get 403.
ADMINS = 'unit department county city province'
OFFICES = f'{ADMINS} reviewer'
ABOVE_UNIT, ABOVE_DEPARTMENT, ABOVE_COUNTY = 'department county city province', 'county city province', 'city province'
ALLOWED = {
    '/': OFFICES, '/profile': ' '.join(EVERYBODY), '/search': OFFICES,
    '/review/manual': OFFICES, '/review/senior': OFFICES, '/review/manual/{application_id}': OFFICES,
    '/review/senior/{application_id}': OFFICES, '/applications/{application_id}': OFFICES,
    '/records/approved': OFFICES, '/records/rejected': OFFICES, '/records/returned': OFFICES,
    '/deferrals': OFFICES, '/opinions': OFFICES, '/marks': OFFICES,
    '/rosters/approved': OFFICES, '/rosters/onsite': OFFICES,
    '/statistics': ADMINS, '/tickets': ADMINS,
    '/admin/units': ABOVE_UNIT, '/admin/accounts': ABOVE_UNIT, '/admin/reviewers': ABOVE_DEPARTMENT,
    '/registrations/late': ABOVE_DEPARTMENT, '/registrations/exceptional': ABOVE_DEPARTMENT,
    '/payments/dues': ABOVE_DEPARTMENT, '/payments/orders': ABOVE_DEPARTMENT, '/payments/code': ABOVE_DEPARTMENT,
    '/payments/statistics': ABOVE_DEPARTMENT, '/payments/receipts': ABOVE_DEPARTMENT,
    '/payments/statements': ABOVE_DEPARTMENT,
    '/exam/sites': ABOVE_COUNTY, '/exam/seating': ABOVE_COUNTY, '/exam/results': ABOVE_COUNTY,
    '/results': ABOVE_DEPARTMENT,
    '/year/years': 'province', '/year/windows': 'province', '/year/fees': 'province', '/year/trades': 'province',
    '/year/own-windows': 'city', '/year/subjects': 'province',
    '/year/parameters': 'province', '/year/reasons': 'province', '/year/prior-passes': 'province',
    '/year/audit': 'province', '/marks/draws': 'province',
    '/my': 'applicant', '/my/payment': 'applicant', '/my/ticket': 'applicant', '/my/result': 'applicant',
    '/files/{material_id}': f'applicant {OFFICES}', '/files/{material_id}/thumb': f'applicant {OFFICES}',
    '/files/{material_id}/original': f'applicant {OFFICES}',
}  # fmt: skip
# The same for everybody: the public pages, and the addresses for other machines.
PUBLIC = {
    '/pay/{token}': 404, '/t/{token}': 200, '/healthz': 200, '/metrics': 200, '/sign-in/finish': 303,
    '/pay/notify/wechat': 405,
}  # fmt: skip
SIGN_IN, PASSWORD = '/sign-in', '/password'
OF_NICEGUI = ('/_nicegui', '/assets/', '/favicon.ico')
HEADERS = {
    'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN', 'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
}  # fmt: skip
PAGE_POLICY = (
    "default-src 'self'", "script-src 'self' 'unsafe-eval' 'nonce-", "object-src 'none'", "base-uri 'none'",
    "form-action 'self'", "frame-ancestors 'self'",
)  # fmt: skip
FILE_POLICY = ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'")


@on_sqlite
async def test_every_address_opens_for_its_audience_and_for_nobody_else(
    served: Town, user: User, figure: Callable[[str], None]
) -> None:
    application, cookies = await _people(served)
    foreign = await served.application(unit=cast.OTHER_SCHOOL)
    photos = {row.id: await _photo_of(served, row) for row in (application, foreign)}
    mismatches: list[tuple[str, ...]] = []
    requests = 0
    for path in ADDRESSES:
        for who, cookie in cookies.items():
            of_one = '{' in path and path not in PUBLIC
            ours = not of_one or who != 'branch'
            tries = [(application, _expected(path, who) if ours else _for_a_foreign_one(path, who))]
            if of_one:
                tries.append((foreign, _for_a_foreign_one(path, who)))
            for row, expected in tries:
                number = photos[row.id] if path.startswith('/files') else row.id
                place = '/'.join(str(number) if part.startswith('{') else part for part in path.split('/'))
                answer = await user.http_client.get(place, headers={'cookie': cookie})
                requests += 1
                mismatches += [(place, who, _said(answer), expected)] if _said(answer) != expected else []
                mismatches += [(place, who, lacking) for lacking in _lacking(answer, path)]
    assert mismatches == []
    figure(f'A1 {len(ADDRESSES)} addresses × {len(cookies)} kinds of actors, {requests} answers: 0 mismatches')


@on_sqlite
async def test_every_address_has_a_line_in_the_table_above(served: Town, user: User) -> None:
    """A new page must be listed here with its audience; so must routes that are not added by ``pages.register``."""
    assert ADDRESSES.keys() - {SIGN_IN, PASSWORD} == ALLOWED.keys() | PUBLIC.keys()
    served_paths = {route.path for route in app.routes if isinstance(route, Route | Mount)}
    assert {path for path in served_paths if not path.startswith(OF_NICEGUI)} == {
        path for path, address in ADDRESSES.items() if address.kind is not AddressKind.SCREEN
    }


@on_sqlite
async def test_other_methods_reach_nothing(served: Town, user: User) -> None:
    _, cookies = await _people(served)
    for path, address in ADDRESSES.items():
        for method in ('POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'):
            if (address.kind, method) == (AddressKind.MESSAGE, 'POST'):
                continue
            place = path.replace('{', '').replace('}', '')
            answer = await user.http_client.request(method, place, headers={'cookie': cookies['province']})
            assert (answer.status_code, _lacking(answer, path)) == (405, []), (method, path)


def _lacking(answer: Response, path: str) -> list[str]:
    """The headers with a wrong value."""
    given = answer.headers
    policy = FILE_POLICY if path.startswith('/files') and answer.status_code == 200 else PAGE_POLICY
    wanted = {name: value for name, value in HEADERS.items() if name != 'referrer-policy' or policy is PAGE_POLICY}
    lacking = [name for name, value in wanted.items() if given.get(name) != value and path != '/sign-in/finish']
    lacking += [rule for rule in policy if rule not in given.get('content-security-policy', '')]
    lacking += [] if 'no-store' in given.get('cache-control', '') or path.endswith('/thumb') else ['cache-control']
    if answer.status_code == 200 and path.endswith('/original'):  # it may hold what no browser must show
        lacking += [] if given['content-disposition'].startswith('attachment;') else ['content-disposition']
        lacking += [] if given['content-type'] == 'application/octet-stream' else ['content-type']
    return lacking + [name for name in ('server', 'x-powered-by') if name in given]


def _expected(path: str, who: str) -> str:
    if path in PUBLIC:
        return str(PUBLIC[path]) + (' /sign-in' if path == '/sign-in/finish' else '')
    if path == SIGN_IN:
        return '200' if who == NOBODY else '303 /'
    if who == NOBODY:
        return '303 /sign-in'
    if path == PASSWORD:
        return '200'
    if who == WAITING:
        return '303 /password'
    if (path, who) == ('/', 'applicant'):
        return '303 /my'
    return '200' if (who if who != 'branch' else 'city') in ALLOWED[path].split() else '403'


def _for_a_foreign_one(path: str, who: str) -> str:
    """An application of another city's county: only in the scope of that city (the same here) and the province."""
    expected = _expected(path, who)
    return '404' if expected == '200' and who not in ('city', 'province') else expected


def _said(answer: Response) -> str:
    """The status, and the target of a redirection."""
    return ' '.join([str(answer.status_code), *answer.headers.get('location', '').split('?')[:1]]).strip()


async def _photo_of(town: Town, application: Application) -> int:
    material = await town.upload(application, MaterialKind.PHOTO)
    material.file = (await files.store(photo(), 'jpg')).name
    material.original = (await files.store(photo(), files.ORIGINAL)).name
    material.original_type = 'image/jpeg'
    await material.save(update_fields=['file', 'original', 'original_type'])
    return material.id


async def _people(town: Town) -> tuple[Application, dict[str, str]]:
    """One application, and the cookies of all actors by their names in the table."""
    application = await town.application()
    await branches.add_airport(town)  # it opens what a city opens, and no application of another city
    people = {**PEOPLE, 'branch': branches.AIRPORT}
    cookies = {NOBODY: ''}
    for who, login in {**people, 'applicant': application.id_number, WAITING: cast.PRIMARY}.items():
        account = await Account.get(login=login)
        token = await sessions.open_session(account, '127.0.0.1', 'test', restricted=who == WAITING)
        cookies[who] = f'kaohe={token}'
    return application, cookies
