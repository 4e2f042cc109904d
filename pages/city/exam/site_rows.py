"""The columns and cells of 考点考场: sites, rooms and sessions."""

from __future__ import annotations

from components.kit.status import TagCell, cell
from components.table.data_table import Column
from components.table.listing import Row
from domain import clock
from domain.rules.exam.session_form import span_text
from domain.rules.vocabulary import Grade
from domain.rules.year.typed_times import over_at
from domain.services.exam.exam_sessions import SessionRow
from domain.services.exam.rooms import RoomRow
from domain.services.exam.sites import SiteRow

PATH = '/exam/sites'
SITES = (
    Column('number', '编号', 'number'),
    Column('name', '考点名称'),
    Column('address', '地址'),
    Column('rooms', '考场数', 'number'),
    Column('seats', '座位数', 'number'),
    Column('persons', '已编排', 'number'),
    Column('standing', '状态', 'tag'),
)
ROOMS = (
    Column('number', '编号', 'number'),
    Column('name', '考场名称'),
    Column('capacity', '座位数', 'number'),
    Column('persons', '已编排（各场合计）', 'number'),
    Column('standing', '状态', 'tag'),
)
SESSIONS = (
    Column('name', '场次'),
    Column('grades', '等级'),
    Column('day', '日期', 'number'),
    Column('papers', '科目与时间'),
    Column('persons', '已编排', 'number'),
    Column('printing', '准考证打印'),
    Column('standing', '状态', 'tag'),
)


def site_cells(row: SiteRow) -> Row:
    site = row.site
    return {
        'id': site.id,
        'number': f'{site.number:02}',
        'name': site.name,
        'address': site.address,
        'rooms': row.rooms,
        'seats': row.seats,
        'persons': row.persons,
        'standing': _standing(enabled=site.enabled),
    }


def room_cells(row: RoomRow) -> Row:
    room = row.room
    return {
        'id': room.id,
        'number': room.number,
        'name': room.name,
        'capacity': room.capacity,
        'persons': row.persons,
        'standing': _standing(enabled=room.enabled),
    }


def session_cells(row: SessionRow) -> Row:
    session = row.session
    return {
        'id': session.id,
        'name': session.name,
        'grades': grades_text(session.grades),
        'day': clock.local(session.starts_at).date().isoformat(),
        'papers': '　'.join(f'{paper.subject.label} {span_text(paper)}' for paper in row.papers),
        'persons': row.persons,
        'printing': row.printing.name if row.printing else '任一打印时间',
        'standing': _session_standing(row),
    }


def grades_text(grades: list[int]) -> str:
    """四级、五级: in words, the lower grade first."""
    return '、'.join(Grade(grade).label for grade in sorted(grades, reverse=True))


def _standing(*, enabled: bool) -> TagCell:
    return cell('正常', 'green') if enabled else cell('已停用', 'grey')


def _session_standing(row: SessionRow) -> TagCell:
    now = clock.now()
    if over_at(row.session.ends_at) <= now:
        return cell('已结束', 'grey')
    if row.session.starts_at <= now:
        return cell('考试中', 'green')
    return cell('未开始', 'blue') if row.fits else cell('不在考试时间内', 'amber')
