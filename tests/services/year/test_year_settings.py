"""考核年度, 时间节点, 收费标准, 工种目录 and 常用意见: who may, what is refused, and what pages read afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sized
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest

from domain import clock, events
from domain.errors import Forbidden, InUse, Invalid, NotFound, SignedOut, Unmet
from domain.events import Event, YearChanged
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import AccountState, Act, Grade
from domain.rules.year.subject_form import texts_of
from domain.rules.year.subjects import DEFAULT
from domain.rules.year.trade_filters import TradeFilters
from domain.rules.year.window_form import WindowForm, moment_text
from domain.services import journal
from domain.services.year import year_settings
from domain.services.year.reason_library import (
    MOST,
    ReasonForm,
    add_reason,
    delete_reason,
    edit_reason,
    phrases_for,
    shared_reasons,
)
from domain.services.year.trade_catalogue import add_trade, edit_trade, groups, trades
from domain.services.year.unfinished import unfinished
from domain.services.year.year_fees import set_fees, typed_fees
from domain.services.year.year_subjects import set_subjects
from domain.services.year.year_windows import add_window, delete_window, edit_window, form_of, windows_of
from domain.services.year.years import current_year, open_trades, trade_names
from storage.models import CommonReason, ExamYear, JournalEntry, Trade, Window
from tests import town as cast
from tests.queries import counted
from tests.town import Town

PAGE = Paging()
EVERYBODY_ELSE = (cast.CITY, cast.COUNTY, cast.COUNTY_REVIEWER, cast.DEPARTMENT, cast.SCHOOL)
PHRASE = ReasonForm(Act.RETURN.value, '请补充材料')


class Listed(Protocol):
    """A page of any of the lists."""

    @property
    def rows(self) -> Sized: ...


def problems(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.key for problem in refused.value.problems]


def window(name: str = '网上报名（第二批）') -> WindowForm:
    opens = moment_text(clock.now() + timedelta(days=1))
    return WindowForm(name, 'registration', '', opens, moment_text(clock.now() + timedelta(days=2)))


ACTS: dict[str, Callable[[Actor], Awaitable[object]]] = {
    'years': lambda actor: year_settings.exam_years(actor, PAGE),
    'numbers': year_settings.year_numbers,
    'year': lambda actor: year_settings.chosen_year(actor, 1),
    'unfinished': lambda actor: unfinished(actor, 1),
    'add year': lambda actor: year_settings.add_year(actor, '2027'),
    'make current': lambda actor: year_settings.make_current(actor, 1),
    'delete year': lambda actor: year_settings.delete_year(actor, 1),
    'fees': lambda actor: set_fees(actor, 1, {'5': '1'}, seen={}),
    'subjects': lambda actor: set_subjects(actor, 1, [Grade.FIVE], texts_of(DEFAULT[Grade.FIVE]), seen={}),
    'trades': lambda actor: trades(actor, TradeFilters(), PAGE),
    'groups': groups,
    'add trade': lambda actor: add_trade(actor, '测试工', '01'),
    'edit trade': lambda actor: edit_trade(actor, '0101', '测试工', enabled=False, seen=('汽车驾驶员', True)),
    'reasons': lambda actor: shared_reasons(actor, PAGE),
    'add reason': lambda actor: add_reason(actor, PHRASE),
    'edit reason': lambda actor: edit_reason(actor, 1, PHRASE, seen=PHRASE),
    'delete reason': lambda actor: delete_reason(actor, 1),
}


@pytest.mark.parametrize('act', ACTS)
async def test_nobody_below_the_province_may_even_look(town: Town, act: str) -> None:
    for login in EVERYBODY_ELSE:
        with pytest.raises(Forbidden):
            await ACTS[act](town.actor(login))
    reviewer = replace(town.actor(cast.COUNTY_REVIEWER), level=town.actor(cast.PROVINCE).level)
    with pytest.raises(Forbidden):
        await ACTS[act](reviewer)
    assert not await JournalEntry.exists()


async def test_a_new_year_begins_with_what_the_last_one_had(town: Town) -> None:
    province, this = town.actor(cast.PROVINCE), await ExamYear.get()
    await town.application()
    heard: list[Event] = []
    stop = events.subscribe(heard.append)
    added = await year_settings.add_year(province, str(this.year + 1))
    stop()
    assert (added.parameters, added.fees, added.current) == (this.parameters, this.fees, False)
    assert heard == [YearChanged(Act.EDIT_YEAR)]
    for typed in (str(this.year), '', '26', '1999', '2999', '二〇二六'):
        with pytest.raises(Invalid) as refused:
            await year_settings.add_year(province, typed)
        assert problems(refused) == ['year']
    rows = (await year_settings.exam_years(province, PAGE)).rows
    assert [(row.year, row.current, row.windows, row.fees, row.applications) for row in rows] == [
        (this.year + 1, False, 0, 5, 0),
        (this.year, True, 10, 5, 1),
    ]
    assert await JournalEntry.filter(act=Act.EDIT_YEAR).count() == 1


async def test_one_year_is_current_and_one_with_applications_stays(town: Town) -> None:
    province, this = town.actor(cast.PROVINCE), await ExamYear.get()
    await town.application()
    added = await year_settings.add_year(province, str(this.year + 1))
    for year_id, refusal in ((this.id, InUse), (99, NotFound)):
        with pytest.raises(refusal):
            await year_settings.delete_year(province, year_id)
    await year_settings.make_current(province, added.id)
    assert (await current_year()).id == added.id
    assert await ExamYear.filter(current=True).count() == 1
    with pytest.raises(Unmet):
        await year_settings.make_current(province, added.id)
    with pytest.raises(InUse, match='已有申报'):
        await year_settings.delete_year(province, this.id)
    await year_settings.make_current(province, this.id)
    await year_settings.delete_year(province, added.id)
    assert await ExamYear.all().count() == 1
    assert [one async for one in journal.breaks()] == []


async def test_changed_windows_are_read_again_by_everyone(town: Town) -> None:
    province = town.actor(cast.PROVINCE)
    before = len((await current_year()).windows)
    await add_window(province, 1, window())
    assert len((await current_year()).windows) == before + 1
    found = await windows_of(province, 1, PAGE)
    (mine,) = [row.id for row in found.rows if row.name == window().name]
    assert found.total == before + 1
    seen = await form_of(province, mine)
    assert seen == window()
    with pytest.raises(Invalid):
        await edit_window(province, mine, replace(seen, closes=seen.opens), seen=seen)
    await edit_window(province, mine, replace(seen, name='改名'), seen=seen)
    with pytest.raises(Unmet, match='他人修改'):
        await edit_window(province, mine, replace(seen, name='再改'), seen=seen)
    await delete_window(province, mine)
    with pytest.raises(NotFound):
        await delete_window(province, mine)
    with pytest.raises(NotFound):
        await add_window(province, 99, window())
    assert len((await current_year()).windows) == before
    lines = [entry.details['done'] for entry in await JournalEntry.filter(act=Act.EDIT_WINDOW).order_by('id')]
    assert lines == ['新增', '修改', '删除']


async def test_fees_are_typed_in_yuan_and_kept_in_fen(town: Town) -> None:
    province = town.actor(cast.PROVINCE)
    seen = typed_fees(await ExamYear.get())
    assert seen == {'5': '160.00', '4': '190.00', '3': '235.00', '2': '300.00', '1': '450.00'}
    with pytest.raises(Invalid) as refused:
        await set_fees(province, 1, {**seen, '5': '1.234', '4': '负一', '3': '99999', '2': '-3'}, seen=seen)
    assert problems(refused) == ['5', '4', '3', '2']
    assert await set_fees(province, 1, {**seen, '5': '￥165.5元', '1': ''}, seen=seen)
    year = await current_year()
    assert (year.fees[Grade.FIVE], Grade.ONE in year.fees) == (165_50, False)
    with pytest.raises(Unmet, match='他人修改'):
        await set_fees(province, 1, seen, seen=seen)
    now = typed_fees(await ExamYear.get())
    assert not await set_fees(province, 1, now, seen=now)
    entry = await JournalEntry.get(act=Act.EDIT_FEES)
    assert entry.details['changed'] == ['五级：￥160.00 → ￥165.50', '一级：￥450.00 → 未设置']


async def test_a_trade_is_added_renamed_and_closed_but_never_deleted(town: Town) -> None:
    province = town.actor(cast.PROVINCE)
    await trade_names()
    added = await add_trade(province, ' 无人机 驾驶员 ', '02')
    assert (added.code, added.name, added.group_name) == ('0204', '无人机驾驶员', '车辆')
    other = await add_trade(province, '殡葬礼仪师', '', '殡葬')
    assert (other.code, other.group_code) == ('1601', '16')
    assert (await open_trades())['1601'] == '殡葬礼仪师'
    for name, group, new, where in (
        ('汽车驾驶员', '01', '', 'name'), ('驾', '01', '', 'name'), ('某工种', '', '', 'group'),
        ('某工种', '99', '', 'group'), ('某工种', '01', '新类', 'new_group'), ('某工种', '', '车辆', 'new_group'),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            await add_trade(province, name, group, new)
        assert problems(refused) == [where]
    await edit_trade(province, '1601', '殡葬服务员', enabled=False, seen=('殡葬礼仪师', True))
    assert '1601' not in await open_trades()
    assert (await trade_names())['1601'] == '殡葬服务员'
    with pytest.raises(Unmet, match='他人修改'):
        await edit_trade(province, '1601', '殡葬工', enabled=True, seen=('殡葬礼仪师', True))
    with pytest.raises(NotFound):
        await edit_trade(province, '9999', '殡葬工', enabled=True, seen=('', True))
    with pytest.raises(Invalid):
        await edit_trade(province, '1601', '汽车驾驶员', enabled=True, seen=('殡葬服务员', False))
    for filters, total in (
        (TradeFilters(keyword='无人机', groups=('02',)), 1),
        (TradeFilters(standing=AccountState.DISABLED), 1),
        (TradeFilters(keyword='010'), 9),
    ):
        assert (await trades(province, filters, PAGE)).total == total
    assert await JournalEntry.filter(act=Act.EDIT_TRADE).count() == 3
    assert await Trade.filter(code='1601').exists()


async def test_a_shared_reason_is_offered_to_every_office_at_once(town: Town) -> None:
    province, school = town.actor(cast.PROVINCE), town.actor(cast.SCHOOL)
    own = await CommonReason.create(act='return', text='只给本校', organisation_id=school.organisation_id, position=1)
    await add_reason(province, PHRASE)
    assert '请补充材料' in (await phrases_for(school))[Act.RETURN]
    row = await CommonReason.get(text='请补充材料')
    seen = ReasonForm(row.act, row.text, str(row.position))
    await edit_reason(province, row.id, ReasonForm('reject', '不予受理', '0'), seen=seen)
    assert (await phrases_for(school))[Act.REJECT][0] == '不予受理'
    with pytest.raises(Unmet, match='他人修改'):
        await edit_reason(province, row.id, PHRASE, seen=seen)
    for form, where in (
        (ReasonForm('approve', '同意通过'), 'act'), (ReasonForm('return', '短'), 'text'),
        (ReasonForm('return', '长' * 201), 'text'), (ReasonForm('return', '请补充', '-1'), 'position'),
        (ReasonForm('return', '请补充', '1000'), 'position'), (ReasonForm('reject', '不予受理'), 'text'),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            await add_reason(province, form)
        assert problems(refused) == [where]
    with pytest.raises(NotFound):
        await delete_reason(province, own.id)  # an office's own reason cannot be changed by the province
    await delete_reason(province, row.id)
    assert own.id not in [one.id for one in (await shared_reasons(province, PAGE)).rows]
    assert await JournalEntry.filter(act=Act.EDIT_REASON).count() == 3


async def test_no_more_reasons_than_a_dialog_offers(town: Town) -> None:
    there = await CommonReason.all().count()
    await CommonReason.bulk_create(CommonReason(act='return', text=f'意见{n}', position=n) for n in range(MOST - there))
    with pytest.raises(Unmet, match=str(MOST)):
        await add_reason(town.actor(cast.PROVINCE), PHRASE)


LISTS: dict[str, Callable[[Actor, Paging], Awaitable[Listed]]] = {
    'years': year_settings.exam_years,
    'windows': lambda actor, paging: windows_of(actor, 1, paging),
    'trades': lambda actor, paging: trades(actor, TradeFilters(), paging),
    'reasons': shared_reasons,
}


@pytest.mark.parametrize('rows', LISTS)
async def test_one_row_and_three_cost_the_same_queries(town: Town, monkeypatch: pytest.MonkeyPatch, rows: str) -> None:
    province = town.actor(cast.PROVINCE)
    costs = []
    for size in (1, 3):
        if size == 3:
            for ahead in (1, 2):
                await ExamYear.create(year=(await ExamYear.get(current=True)).year + ahead)
        with counted(monkeypatch) as sent:
            found = await LISTS[rows](province, Paging(size=size))
        assert len(found.rows) == size
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 4


async def test_an_ended_session_changes_nothing(town: Town) -> None:
    stranger = replace(town.actor(cast.PROVINCE), session='gone')
    with pytest.raises(SignedOut):
        await add_window(stranger, 1, window())
    assert not await Window.filter(name=window().name).exists()
    assert not await JournalEntry.exists()
