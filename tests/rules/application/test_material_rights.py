"""Who may add and remove files of which material, at which moment in the life of the application."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.rules.actor import Actor
from domain.rules.application.material_rights import Keeping, refusal
from domain.rules.vocabulary import Level, MaterialKind, Role, Status

SCHOOL, DEPARTMENT, COUNTY, CITY = 4, 3, 2, 1
PATH = '0001000200030004'
PERSON = Actor(account_id=50, role=Role.APPLICANT, name='杨淼', organisation_id=SCHOOL)
LEVELS = {SCHOOL: Level.UNIT, DEPARTMENT: Level.DEPARTMENT, COUNTY: Level.COUNTY, CITY: Level.CITY}
OFFICES = {
    office: Actor(
        account_id=office, role=Role.ADMIN, name='管理员', organisation_id=office, level=level, path=PATH[: 4 * office]
    )
    for office, level in LEVELS.items()
}
KEYS = frozenset(f'material:{kind.value}' for kind in MaterialKind)
DRAFT = Keeping(Status.DRAFT, PERSON.account_id, None, SCHOOL, PATH, KEYS)
AT_COUNTY = replace(DRAFT, status=Status.IN_REVIEW, holder_id=COUNTY, open_keys=())
APPROVED = replace(AT_COUNTY, status=Status.APPROVED, holder_id=None)
PHOTO, SALARY, EXCEPTION, PROMISE = (
    MaterialKind.PHOTO, MaterialKind.SALARY, MaterialKind.EXCEPTION, MaterialKind.PROMISE,
)  # fmt: skip


def allowed(kind: MaterialKind, keeping: Keeping) -> list[int]:
    """Which offices may, from the city down to the school."""
    return [office for office in (CITY, COUNTY, DEPARTMENT, SCHOOL) if not refusal(OFFICES[office], kind, keeping)]


@pytest.mark.parametrize(
    ('kind', 'keeping', 'offices'),
    [
        (PHOTO, DRAFT, []),
        (SALARY, DRAFT, []),
        (SALARY, AT_COUNTY, [COUNTY]),
        (SALARY, APPROVED, []),
        (EXCEPTION, DRAFT, [CITY, COUNTY]),
        (EXCEPTION, replace(DRAFT, status=Status.RETURNED), [CITY, COUNTY]),
        (EXCEPTION, AT_COUNTY, [CITY, COUNTY]),
        (EXCEPTION, APPROVED, []),
        (EXCEPTION, replace(AT_COUNTY, unit_path='00010009'), [CITY]),
        (PROMISE, DRAFT, []),
        (PROMISE, AT_COUNTY, [SCHOOL]),
        (PROMISE, APPROVED, [SCHOOL]),
        (PROMISE, replace(APPROVED, status=Status.REJECTED), []),
    ],
)
def test_each_material_has_its_office_and_its_time(kind: MaterialKind, keeping: Keeping, offices: list[int]) -> None:
    assert allowed(kind, keeping) == offices


@pytest.mark.parametrize(
    ('kind', 'sentence'),
    [
        (PHOTO, '证件照由报考人员本人上传'),
        (SALARY, '工资表由正在审核的单位上传'),
        (EXCEPTION, '破格/一线证明由县区及以上管理员上传'),
        (PROMISE, '容缺承诺书由所在单位上传'),
    ],
)
def test_whoever_may_not_reads_whose_file_it_is(kind: MaterialKind, sentence: str) -> None:
    assert refusal(OFFICES[DEPARTMENT], kind, AT_COUNTY) == sentence


def test_a_reviewer_of_the_county_adds_the_salary_but_no_exception() -> None:
    reviewer = replace(OFFICES[COUNTY], role=Role.REVIEWER)
    assert refusal(reviewer, SALARY, AT_COUNTY) == ''
    assert refusal(reviewer, EXCEPTION, AT_COUNTY) == '破格/一线证明由县区及以上管理员上传'


def test_an_applicant_changes_a_draft_and_after_a_return_only_what_is_open() -> None:
    assert refusal(PERSON, PHOTO, DRAFT) == ''
    returned = replace(DRAFT, status=Status.RETURNED, open_keys=('material:certificate',))
    assert refusal(PERSON, MaterialKind.CERTIFICATE, returned) == ''
    assert refusal(PERSON, PHOTO, returned) == '本次退回没有要求修改该材料'
    assert refusal(PERSON, PHOTO, AT_COUNTY) == '该申报当前为“审核中”，不能修改材料'
    assert refusal(PERSON, SALARY, DRAFT) == '工资表由正在审核的单位上传'


def test_nobody_changes_the_draft_of_another() -> None:
    assert refusal(replace(PERSON, account_id=51), PHOTO, DRAFT) == '证件照由报考人员本人上传'
    assert refusal(replace(OFFICES[SCHOOL], account_id=50), PHOTO, DRAFT) == '证件照由报考人员本人上传'


@pytest.mark.parametrize('keeping', [AT_COUNTY, APPROVED])
def test_what_was_deferred_is_supplied_by_the_applicant_or_the_office_that_deferred_it(keeping: Keeping) -> None:
    deferred = replace(keeping, deferred=(SALARY,), deferrer_id=DEPARTMENT)
    by_office = [DEPARTMENT] if keeping is APPROVED else [COUNTY, DEPARTMENT]  # the holder may in any case
    assert allowed(SALARY, deferred) == by_office
    assert refusal(PERSON, SALARY, deferred) == ''
    assert refusal(replace(PERSON, account_id=51), SALARY, deferred) == '工资表由正在审核的单位上传'
    assert refusal(PERSON, MaterialKind.EXCELLENCE, deferred) == '优秀年度考核结果由正在审核的单位上传'


@pytest.mark.parametrize('status', [Status.RETURNED, Status.REJECTED, Status.CANCELLED])
def test_a_deferral_opens_nothing_while_the_application_is_not_on_its_way(status: Status) -> None:
    deferred = replace(AT_COUNTY, status=status, deferred=(SALARY,), deferrer_id=DEPARTMENT)
    assert refusal(PERSON, SALARY, deferred) == '工资表由正在审核的单位上传'
    assert allowed(SALARY, deferred) == []
