"""The texts of 考场编排: columns and cells of its lists, its plans, and the next steps."""

from __future__ import annotations

from components.exam.seating_panel import PlanView
from components.kit.status import cell
from components.kit.words import Kind
from components.table.data_table import Column
from components.table.listing import Row
from domain import clock
from domain.rules.exam.seating import Unseated
from domain.rules.vocabulary import Grade, PlanState
from domain.services.exam.seating_lists import Drawn, SeatingOverview, TradeRow
from domain.services.exam.seating_rooms import Placed

ROOMS = (
    Column('session', '场次'),
    Column('site', '考点'),
    Column('number', '考场号', 'number'),
    Column('room', '考场'),
    Column('trades', '工种（人数）'),
    Column('fill', '人数 / 座位', 'number'),
    Column('standing', '准考证', 'tag'),
)
TRADES_SHOWN = 4


def trade_columns(standing: SeatingOverview) -> list[Column]:
    """Trade, one column for each grade that the office seats, and totals."""
    grades = [Column(f'grade_{int(grade)}', grade.label, 'number') for grade in sorted(standing.grades, reverse=True)]
    return [
        Column('name', '工种'), *grades, Column('persons', '可编排人数', 'number'),
        Column('seated', '已有座位', 'number'), Column('waiting', '待编排', 'number'),
    ]  # fmt: skip


def trade_cells(row: TradeRow) -> Row:
    by_grade = {f'grade_{grade}': count for grade, count in row.by_grade.items()}
    return {
        'id': row.code, 'name': row.name, 'persons': row.persons, 'seated': row.seated,
        'waiting': row.persons - row.seated, **by_grade,
    }  # fmt: skip


def room_cells(row: Placed) -> Row:
    trades = '、'.join(f'{name} {count}' for name, count in row.trades[:TRADES_SHOWN])
    more = f' 等 {len(row.trades)} 个工种' if len(row.trades) > TRADES_SHOWN else ''
    published = row.published == row.persons
    state = '已发布' if published else '未发布' if not row.published else f'已发布 {row.published} 人'
    return {
        'id': f'{row.session.id}-{row.room.id}',
        'name': f'{row.session.name} {row.room.site.name} {row.number:03} 考场',
        'session': row.session.name,
        'site': f'{row.room.site.number:02} {row.room.site.name}',
        'number': f'{row.number:03}',
        'room': row.room.name,
        'trades': trades + more,
        'fill': f'{row.persons} / {row.room.capacity}',
        'standing': cell(state, 'green' if published else 'amber'),
    }


def plan_view(drawn: Drawn) -> PlanView:
    """One plan in a line: whether a repeated draw gives the same seats, and what does not fit."""
    plan, published = drawn.plan, drawn.plan.state is PlanState.PUBLISHED
    verdict: tuple[str, Kind] | None = None
    if drawn.places is False:
        verdict = ('考点考场或场次已变化', 'amber')
    elif drawn.people is False:
        verdict = ('发布后报名数据已变化', 'grey') if published else ('报名数据已变化', 'amber')
    elif drawn.people:
        verdict = ('可复现', 'green')
    remarks = [
        f'{Grade(int(left["grade"])).label} {left["persons"]} 人未编排（{Unseated(left["why"]).label}）'
        for left in plan.left
    ]
    if drawn.invalid:
        remarks.append(f'{drawn.invalid} 人已取消资格或退费，其准考证无效')
    if drawn.printed:
        remarks.append(f'已打印 {drawn.printed} 人')
    return PlanView(
        plan.id, clock.minute_text(plan.drawn_at), drawn.who, plan.seed, plan.seated,
        (plan.state.label, 'green' if published else 'amber'), verdict, '；'.join(remarks), published,
    )  # fmt: skip


def button_of(standing: SeatingOverview) -> tuple[str, str]:
    """The current text of the button, and what it does."""
    if standing.draft:
        return '重新编排', '替换未发布的编排；已发布的座位保持不变。同一种子、同样的数据得到同样的座位。'
    if standing.plans:
        return '补充编排', '只为发布后新增的人员安排座位，已发布的座位保持不变。'
    return '编排', '同一工种尽量集中在同一场次和考场，相邻座位尽量不是同一单位；种子记入操作日志，可以复现。'


def next_steps(standing: SeatingOverview) -> list[tuple[str, Kind]]:
    """What is missing or does not fit, each with the step that solves it."""
    steps: list[tuple[str, Kind]] = []
    to_come = [sitting for sitting in standing.sittings if not sitting.over]
    if not standing.rooms:
        steps.append(('还没有可用的考场：请先在“考务管理 - 考点考场”中新增考点和考场。', 'amber'))
    if not to_come:
        steps.append(('还没有尚未开始的考试场次：请先在“考务管理 - 考点考场 - 考试场次”中新增。', 'amber'))
    if not standing.ready:
        steps.append(('还没有可以编排的人员：终审通过并已缴费（或免缴）的人员会出现在这里。', 'blue'))
    if to_come and standing.short:
        grades = '、'.join(f'{Grade(grade).label} {count} 人' for grade, count in standing.short.items())
        steps.append((f'{grades}没有适用的场次：请在“考试场次”中新增或修改场次的等级，然后编排。', 'amber'))
    lacking = _lacking(standing)
    if lacking:
        steps.append((f'座位不足：{lacking}。请增加考场或场次，然后重新编排。', 'amber'))
    waiting = sum(standing.waiting.values())
    if standing.draft:
        steps.append(('编排尚未发布：核对无误后点“发布准考证”，单位和本人即可在打印时间内查看、打印。', 'blue'))
    elif standing.plans and waiting and standing.rooms and to_come:
        steps.append((f'发布后新增 {waiting} 人待编排：点“补充编排”为其安排座位。', 'blue'))
    return steps


def _lacking(standing: SeatingOverview) -> str:
    """For the newest plan: how many seats are missing by grade, and in which sessions."""
    newest = standing.plans[0].plan if standing.plans else None
    lines = []
    for left in newest.left if newest else ():
        grade = int(left['grade'])
        if left['why'] == Unseated.NO_SEAT and standing.waiting.get(grade):
            names = '、'.join(f'“{one.session.name}”' for one in standing.sittings if grade in one.session.grades)
            lines.append(f'{Grade(grade).label}在{names}中缺 {left["persons"]} 个座位')
    return '；'.join(lines)
