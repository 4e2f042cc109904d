"""导入报名 of a workbook with names as people type and paste them: kept in normal form, or refused naming the place."""

from __future__ import annotations

from pathlib import Path

from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.services.registration.registration_import import import_rows
from storage.models import Application
from tests import town as cast
from tests.town import Town

FILE = Path(__file__).parents[2] / 'data' / 'typed' / 'names.xlsx'
NAMES = {
    2: '高测试', 3: '马测试', 4: '测试甲', 5: '测试甲', 6: '测试甲', 7: '葛测', 9: '买买提·测试', 10: '买买提·测试',
    11: '买买提·测试', 12: '测试', 13: '买买提·测试', 14: '买买提·测试', 15: '买买提·测试', 17: '\U0002cb4a测试',
    18: '\U00030edd测试', 19: '\U0002ebf0测试', 23: '阿不都·热西提', 24: '甲' * 30,
    25: '\u9fef测试', 27: '阿不都·热西提',
}  # fmt: skip
REFUSED = {
    8: '姓名第 1 个字“\ue863”（U+E863）是自造字，系统无法显示和打印，请改用标准编码的汉字',
    16: '姓名不能以间隔号“·”开头或结尾，请核对',
    20: '姓名第 1 个字“⿰”只表示字的结构，不是汉字，请直接输入这个字',
    21: '姓名第 4 个字“（”不是汉字，姓名只能包含汉字和间隔号“·”，请核对',
    22: '姓名第 1 个字“1”不是汉字，姓名只能包含汉字和间隔号“·”，请核对',
    26: '姓名第 2 个字“*”不是汉字，姓名只能包含汉字和间隔号“·”，请核对',
}


async def test_every_name_is_kept_in_normal_form_or_refused_with_its_place(town: Town) -> None:
    report = await import_rows(town.actor(cast.COUNTY), FILE.read_bytes())
    accepted = [one.row for one in report.verdicts if one.verdict is RegistrationVerdict.OK]
    assert {one.row: one.message for one in report.verdicts if one.verdict is RegistrationVerdict.NAME} == REFUSED
    assert [person.name for person in await Application.all().order_by('id')] == [NAMES[row] for row in accepted]
    assert accepted == list(NAMES)
