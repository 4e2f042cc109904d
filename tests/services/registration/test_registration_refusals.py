"""导入报名: a correct row that is refused reports the real reason, not a fault of its cells."""

from __future__ import annotations

import asyncio
import csv
from datetime import timedelta
from pathlib import Path

import pytest

from components.documents.workbook import Heading, Sheet, book_of
from domain import clock
from domain.errors import RefusalCode, SignedOut, Unmet
from domain.events import subscribe
from domain.rules.registration.registration_sheet import COLUMNS, HEADINGS, RegistrationRow, read_rows
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.vocabulary import WindowKind
from domain.services.registration import registration_import
from domain.services.registration.registration_import import import_rows, run
from domain.services.workbooks import read_table
from storage.models import Account, Application, Organisation, Window
from tests import town as cast
from tests.services.registration.test_late_entries import shut
from tests.town import Town

WANG = {'姓名': '王堃', '身份证号': '410327198504129916', '手机号': '13800138001'}
LI = {'姓名': '李喆', '身份证号': '410327198607159923', '手机号': '13800138002'}
ZHAO = {'姓名': '赵一', '身份证号': '410327198802039935', '手机号': '13800138003'}
WORK = {'单位编码': cast.SCHOOL, '申报等级': '三级', '申报工种': '汽车驾驶员'}


def book(*persons: dict[str, str]) -> bytes:
    rows = [[{**WORK, **person}.get(column, '') for column in COLUMNS] for person in persons]
    return book_of([Sheet('报名信息', [Heading(column, 12) for column in COLUMNS], rows)])


async def read(town: Town, person: dict[str, str]) -> RegistrationRow:
    """The verdict on this person's row before it is checked against the database."""
    table = read_table(book(person), HEADINGS)
    (verdict,) = read_rows(table, await registration_import._frame(town.actor(cast.COUNTY), table))
    return verdict


async def test_rows_after_the_window_closed_are_refused_and_earlier_rows_stay(town: Town, tmp_path: Path) -> None:
    file, result = tmp_path / 'book.xlsx', tmp_path / 'report.csv'
    await asyncio.to_thread(file.write_bytes, book(WANG, LI, ZHAO))
    window = await Window.get(kind=WindowKind.REGISTRATION)
    end = subscribe(
        lambda _event: clock.move_to(window.closes_at + timedelta(minutes=1))
    )  # after the first row was entered
    report = await run(file, cast.COUNTY, result)
    end()
    closed = RegistrationVerdict.WINDOW_CLOSED
    assert [one.verdict for one in report.verdicts] == [RegistrationVerdict.OK, closed, closed]
    assert [one.name for one in await Application.all()] == ['王堃']
    lines = list(csv.DictReader(result.read_text('utf-8').splitlines()))
    assert [tuple(line.values()) for line in lines] == [
        ('2', 'ok', '已接收'),
        ('3', 'window_closed', '当前不在报名时间内'),
        ('4', 'window_closed', '当前不在报名时间内'),
    ]


async def test_a_window_that_is_closed_from_the_start_refuses_the_whole_file(town: Town) -> None:
    await shut(WindowKind.REGISTRATION)
    with pytest.raises(Unmet, match='不能导入') as refusal:
        await import_rows(town.actor(cast.COUNTY), book(WANG))
    assert refusal.value.code is RefusalCode.WINDOW_CLOSED


async def test_an_application_a_taken_mobile_and_an_account_elsewhere_are_distinguished(town: Town) -> None:
    await town.application(id_number=WANG['身份证号'])
    await town.application(cast.OTHER_SCHOOL, id_number=LI['身份证号'])
    await Account.filter(login=cast.SCHOOL).update(mobile=ZHAO['手机号'])
    report = await import_rows(town.actor(cast.COUNTY), book(WANG, LI, ZHAO))
    assert [(one.verdict, one.message) for one in report.verdicts] == [
        (RegistrationVerdict.HAS_APPLICATION, '本年度已有一份申报，不能重复报名'),
        (RegistrationVerdict.ACCOUNT_ELSEWHERE, '该身份证号的账号属于其他地区的单位，请联系上级管理员'),
        (RegistrationVerdict.MOBILE_TAKEN, '该手机号已被其他账号使用'),
    ]


@pytest.mark.parametrize(
    ('change', 'verdict', 'message'),
    [
        ({'enabled': False}, RegistrationVerdict.UNIT_DISABLED, '该单位已停用，不能报名'),
        ({'path': '9999'}, RegistrationVerdict.REFUSED, '该单位不存在，或不在您的管理范围内'),
    ],
)
async def test_a_unit_disabled_or_moved_during_the_import_is_reported_as_the_reason(
    town: Town, change: dict[str, object], verdict: RegistrationVerdict, message: str
) -> None:
    accepted = await read(town, WANG)
    await Organisation.filter(code=cast.SCHOOL).update(**change)
    refused = await registration_import._entered(town.actor(cast.COUNTY), accepted)
    assert (refused.verdict, refused.message, refused.registration) == (verdict, message, None)


async def test_a_sign_out_during_the_import_ends_it_and_is_not_reported_as_a_fault_of_the_row(town: Town) -> None:
    accepted = await read(town, WANG)
    await Account.filter(login=cast.COUNTY).update(enabled=False)
    with pytest.raises(SignedOut):
        await registration_import._entered(town.actor(cast.COUNTY), accepted)


async def test_a_unit_code_longer_than_any_is_unknown_and_does_not_end_the_import(town: Town) -> None:
    report = await import_rows(town.actor(cast.COUNTY), book(WANG | {'单位编码': '4' * 21}, LI))
    assert [one.verdict for one in report.verdicts] == [RegistrationVerdict.UNIT_UNKNOWN, RegistrationVerdict.OK]
