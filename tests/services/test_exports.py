"""An export holds exactly what its list holds, in full, and is written down."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from domain import clock
from domain.errors import Forbidden, SignedOut
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, Channel, Grade, Level, Role, Sex, Status
from domain.rules.wanted import Paging, Wanted
from domain.services import exports, journal, listings, years
from domain.services.listings import Row
from storage.config import Settings
from storage.database import close_database, open_database
from storage.models import Account, Application, ExamYear, JournalEntry, Organisation, Trade

OTHER_NUMBER = '410327199001019990'


class Town:
    """Two counties, a unit in each, and applications that wait at the first unit or at the other county's."""

    yiyang: Actor
    luoning: Actor
    unit: Actor
    units: dict[str, Organisation]
    _next = 0

    async def build(self) -> None:
        years.forget()
        self.year = await ExamYear.create(year=2026, current=True)
        await Trade.create(code='0101', name='汽车驾驶员', group_code='01', group_name='行政后勤')
        province = await self._organisation('410000', '河南省', Level.PROVINCE, '0001', None)
        city = await self._organisation('410300', '洛阳市', Level.CITY, '00010003', province)
        yiyang = await self._organisation('410327', '宜阳县', Level.COUNTY, '000100030027', city)
        luoning = await self._organisation('410328', '洛宁县', Level.COUNTY, '000100030028', city)
        self.units = {
            '宜阳': await self._organisation(
                '410327001001', '宜阳县第一高级中学', Level.UNIT, '0001000300270001', yiyang
            ),
            '洛宁': await self._organisation(
                '410328001001', '洛宁县第一高级中学', Level.UNIT, '0001000300280001', luoning
            ),
        }
        self.yiyang, self.luoning = await self._actor(yiyang), await self._actor(luoning)
        self.unit = await self._actor(self.units['宜阳'])
        self.applicant = await Account.create(
            login='applicant', role=Role.APPLICANT, name='张三', organisation=self.units['宜阳'], created_at=clock.now()
        )

    async def apply(self, where: str = '宜阳', *, held: bool = True, **more: object) -> Application:
        self._next += 1
        now = clock.at(2026, 4, 1, 9, 0)
        values = {
            'number': f'2026{self._next:06}',
            'year': self.year,
            'applicant': self.applicant,
            'unit': self.units[where],
            'name': f'张{self._next}',
            'id_number': f'11010119900101{self._next:04}',
            'sex': Sex.MALE,
            'born_on': clock.today(),
            'grade': Grade.THREE,
            'trade': '0101',
            'channel': Channel.REGULAR,
            'created_at': now,
            'changed_at': now,
            **more,
        }
        if held:
            waiting = {'status': Status.IN_REVIEW, 'stage': Level.UNIT, 'holder': self.units[where]}
            values = {**waiting, 'submitted_at': now, 'arrived_at': now, **values}
        return await Application.create(**values)

    async def _organisation(
        self, code: str, name: str, level: Level, path: str, parent: Organisation | None
    ) -> Organisation:
        return await Organisation.create(code=code, name=name, level=level, path=path, parent=parent)

    async def _actor(self, office: Organisation) -> Actor:
        account = await Account.create(
            login=office.code, role=Role.ADMIN, name='王丽', organisation=office, created_at=clock.now()
        )
        return Actor(account.id, account.name, Role.ADMIN, office.id, office.name, office.level, office.path)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    await open_database(Settings(data=tmp_path / 'data', database=None))
    town = Town()
    await town.build()
    yield town
    await close_database()


async def _all(leaving: exports.Leaving) -> list[Row]:
    return [row async for rows in leaving.chunks for row in rows]


def _names(rows: Sequence[Row]) -> list[str]:
    return [row.name for row in rows]


async def test_the_desk_leaves_as_the_list_shows_it(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, 'CHUNK', 2)
    for minute in (5, 1, 1, 3, 4):  # two arrived in the same moment
        await town.apply(arrived_at=clock.at(2026, 4, 1, 9, minute))
    await town.apply(grade=Grade.ONE, senior=True)

    leaving = await exports.rows_for_desk(town.unit, senior=False, wanted=Wanted())
    rows = await _all(leaving)
    listed = await listings.desk(town.unit, senior=False, wanted=Wanted(), paging=Paging())

    assert leaving.total == listed.total == 5
    assert [row.id for row in rows] == [row.id for row in listed.rows]
    assert {row.id_number for row in rows} == {f'11010119900101000{at}' for at in range(1, 6)}
    assert {row.id_number for row in listed.rows} == {f'110101********000{at}' for at in range(1, 6)}


async def test_the_search_leaves_whole_drafts_included(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, 'CHUNK', 2)
    made = [await town.apply(held=at % 2 == 0) for at in range(5)]

    rows = await _all(await exports.rows_for_search(town.yiyang, wanted=Wanted()))

    assert [row.id for row in rows] == [row.id for row in reversed(made)]
    assert {row.trade for row in rows} == {'汽车驾驶员'}


async def test_another_countys_rows_never_leave(town: Town) -> None:
    own, foreign = await town.apply('宜阳'), await town.apply('洛宁')
    below = Wanted(unit=town.units['宜阳'].id)

    assert _names(await _all(await exports.rows_for_search(town.yiyang, wanted=Wanted()))) == [own.name]
    assert _names(await _all(await exports.rows_for_search(town.luoning, wanted=Wanted()))) == [foreign.name]
    assert _names(await _all(await exports.rows_for_search(town.luoning, wanted=below))) == []
    assert _names(await _all(await exports.rows_for_desk(town.unit, senior=False, wanted=Wanted()))) == [own.name]
    assert _names(await _all(await exports.rows_for_desk(town.yiyang, senior=False, wanted=Wanted()))) == []


async def test_the_filters_are_those_of_the_list(town: Town) -> None:
    await town.apply(grade=Grade.FIVE)
    wanted = await town.apply(grade=Grade.TWO, name='李雷', id_number=OTHER_NUMBER)

    for asked in (Wanted(grades=(Grade.TWO,)), Wanted(keyword='李'), Wanted(keyword=OTHER_NUMBER)):
        leaving = await exports.rows_for_search(town.yiyang, wanted=asked)
        assert (leaving.total, _names(await _all(leaving))) == (1, [wanted.name])


async def test_what_is_decided_meanwhile_repeats_and_skips_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, 'CHUNK', 2)
    made = [await town.apply(arrived_at=clock.at(2026, 4, 1, 9, minute)) for minute in range(6)]
    chunks = (await exports.rows_for_desk(town.unit, senior=False, wanted=Wanted())).chunks

    first = await anext(chunks)
    await Application.filter(id=made[0].id).update(holder_id=None, status=Status.APPROVED)  # it has left the desk
    rest = [row async for rows in chunks for row in rows]

    assert [row.id for row in first + rest] == [application.id for application in made]


async def test_an_applicant_takes_nothing(town: Town) -> None:
    applicant = Actor(town.applicant.id, '张三', Role.APPLICANT)
    with pytest.raises(Forbidden):
        await exports.rows_for_search(applicant, wanted=Wanted())
    with pytest.raises(Forbidden):
        await exports.rows_for_desk(applicant, senior=False, wanted=Wanted())


async def test_each_export_is_written_down(town: Town) -> None:
    await exports.record_export(town.yiyang, '报名信息查询', 3, Wanted(grades=(Grade.TWO,)))

    entry = await JournalEntry.get()
    assert (entry.act, entry.account_id, entry.office) == (Act.EXPORT, town.yiyang.account_id, '宜阳县')
    assert entry.details == {'list': '报名信息查询', 'count': 3, 'filters': {'grades': ['2']}}
    assert [found async for found in journal.breaks()] == []


async def test_a_disabled_account_takes_nothing_and_leaves_nothing(town: Town) -> None:
    await Account.filter(id=town.yiyang.account_id).update(enabled=False)
    with pytest.raises(SignedOut):
        await exports.record_export(town.yiyang, '报名信息查询', 3, Wanted())
    assert not await JournalEntry.exists()


async def test_three_rows_cost_the_queries_of_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    connection, counts = get_connection('default'), []
    for _ in range(2):
        for _ in range(2 if counts else 1):
            await town.apply()
        asked: list[str] = []
        with monkeypatch.context() as patch:
            for name in ('execute_query', 'execute_query_dict'):
                patch.setattr(connection, name, _noting(getattr(connection, name), asked))
            years.forget()
            await anext((await exports.rows_for_search(town.yiyang, wanted=Wanted())).chunks)
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def _noting(
    execute: Callable[..., Awaitable[object]], asked: list[str]
) -> Callable[[str, list[object] | None], Awaitable[object]]:
    async def noted(query: str, values: list[object] | None = None) -> object:
        asked.append(query)
        return await execute(query, values)

    return noted
