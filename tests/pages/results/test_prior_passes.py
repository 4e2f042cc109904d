"""往年报考合格库 as the province sees it: searched, removed, imported."""

from __future__ import annotations

from nicegui.testing import User

from domain.services.results.prior_pass_import import PassVerdict, PriorPassOutcome, PriorPassReport
from pages.province.results.prior_pass_import import outcome_of
from storage.models import PriorPass
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.pages.year.settings_desk import act, press, rows
from tests.town import Town


async def test_prior_passes_are_searched_and_removed(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.PROVINCE)
    for year in (2023, 2024):
        await PriorPass.create(
            id_number='410327197806151014', name='马成龙', year=year, grade=3, trade='保管工', unit='某校',
            certificate_number='',
        )  # fmt: skip
    await user.open('/year/prior-passes?year=2024')
    await user.should_see('共 1 条')
    (shown,) = rows(user)
    assert (shown['id_number'], shown['grade']) == ('410327********1014', '三级')
    act(user, 'remove', shown['id'])
    await user.should_see('确认删除 马成龙（410327********1014）2024 年度三级')
    press(user, '删除')
    await user.should_see('合格记录已删除')
    await settled()
    await user.should_see('共 0 条')
    press(user, '导入Excel')
    await user.should_see('下载模板')


def test_the_outcome_names_every_refused_row() -> None:
    verdicts = (
        PassVerdict(2, PriorPassOutcome.ADDED, ''),
        PassVerdict(3, PriorPassOutcome.REFUSED, '姓名有误'),
        PassVerdict(4, PriorPassOutcome.KNOWN, '库中已有相同记录'),
    )
    outcome = outcome_of(PriorPassReport(verdicts, stopped=True))
    assert [(one.label, one.rows) for one in outcome.counts] == [('已导入', 1), ('已存在', 1), ('未导入', 1)]
    assert [(one.row, one.message) for one in outcome.listed] == [(3, '姓名有误')]
    assert outcome.report.decode('utf-8-sig').splitlines()[2] == '3,未导入,姓名有误'
    assert '停止' in outcome.remark
