"""考点 and 考场 as typed: numbers, names, address and seats, with each problem at its field."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Invalid, Problem
from domain.rules.typed_text import spaced

MOST_SITES, MOST_ROOMS, MOST_SEATS = 99, 999, 99
LONGEST_SITE, LONGEST_ADDRESS, LONGEST_DIRECTIONS, LONGEST_ROOM = 60, 120, 200, 40


@dataclass(frozen=True, slots=True)
class SiteForm:
    """A site as typed; ``directions`` may be empty."""

    number: str
    name: str
    address: str
    directions: str = ''
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The same, read."""

    number: int
    name: str
    address: str
    directions: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class RoomForm:
    """A room as typed; without a name its number is its name."""

    number: str
    capacity: str
    name: str = ''
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """The same, read."""

    number: int
    capacity: int
    name: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class RoomsForm:
    """批量添加考场: from number to number, all with one capacity."""

    first: str
    last: str
    capacity: str


def read_site(form: SiteForm) -> SitePlan:
    """Raises Invalid with a problem at ``number``, ``name``, ``address`` or ``directions``."""
    problems: list[Problem] = []
    number = _number('number', '考点编号', form.number, MOST_SITES, problems)
    name = _text('name', '考点名称', form.name, 2, LONGEST_SITE, problems)
    address = _text('address', '地址', form.address, 2, LONGEST_ADDRESS, problems)
    directions = _text('directions', '乘车路线', form.directions, 0, LONGEST_DIRECTIONS, problems)
    if problems:
        raise Invalid(problems)
    return SitePlan(number, name, address, directions, form.enabled)


def read_room(form: RoomForm) -> RoomPlan:
    """Raises Invalid with a problem at ``number``, ``capacity`` or ``name``."""
    problems: list[Problem] = []
    number = _number('number', '考场编号', form.number, MOST_ROOMS, problems)
    capacity = _number('capacity', '座位数', form.capacity, MOST_SEATS, problems)
    name = _text('name', '考场名称', form.name, 0, LONGEST_ROOM, problems) or room_name(number)
    if problems:
        raise Invalid(problems)
    return RoomPlan(number, capacity, name, form.enabled)


def read_rooms(form: RoomsForm) -> tuple[RoomPlan, ...]:
    """Raises Invalid with a problem at ``first``, ``last`` or ``capacity``."""
    problems: list[Problem] = []
    first = _number('first', '起始编号', form.first, MOST_ROOMS, problems)
    last = _number('last', '结束编号', form.last, MOST_ROOMS, problems)
    capacity = _number('capacity', '座位数', form.capacity, MOST_SEATS, problems)
    if not problems and last < first:
        problems.append(Problem('last', '结束编号不能小于起始编号'))
    if problems:
        raise Invalid(problems)
    return tuple(RoomPlan(number, capacity, room_name(number), True) for number in range(first, last + 1))


def room_name(number: int) -> str:
    """The name of a room for which no name was typed."""
    return f'第 {number} 考场'


def _number(key: str, label: str, typed: str, most: int, problems: list[Problem]) -> int:
    text = typed.strip()
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= most:
        return int(text)
    problems.append(Problem(key, f'{label}应为 1–{most} 的整数'))
    return 0


def _text(key: str, label: str, typed: str, least: int, most: int, problems: list[Problem]) -> str:
    text = spaced(typed)
    if not least <= len(text) <= most or not text.isprintable():
        problems.append(Problem(key, f'请填写{label}（{least}–{most} 字）' if least else f'{label}最多 {most} 字'))
    return text
