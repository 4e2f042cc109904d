"""The organisations of the demonstration world: the divisions of Henan, and invented offices below some of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.rules.vocabulary import Level, Nature
from storage.models import Organisation
from storage.queries.organisations import DIGITS

DIVISIONS = Path(__file__).parents[2] / 'assets' / 'divisions.csv'


@dataclass(frozen=True, slots=True)
class Place:
    """One organisation before it is a row; ``parent`` is a code, empty for the province."""

    code: str
    name: str
    level: Level
    parent: str
    nature: Nature | None = None


# fmt: off
_OFFICES: tuple[tuple[str, str, Nature], ...] = (
    ('410000001000', '河南省水利厅', Nature.ADMINISTRATIVE),
    ('410000001001', '河南省水利机械站', Nature.FULLY_FUNDED),
    ('410300001000', '洛阳市城市管理局', Nature.ADMINISTRATIVE),
    ('410300001001', '洛阳市市政设施养护中心', Nature.FULLY_FUNDED),
    ('410300001002', '洛阳市环境卫生服务中心', Nature.PARTLY_FUNDED),
    ('410327001000', '宜阳县教育体育局', Nature.ADMINISTRATIVE),
    ('410327001001', '宜阳县第一高级中学', Nature.FULLY_FUNDED),
    ('410327001002', '宜阳县实验小学', Nature.FULLY_FUNDED),
    ('410327001003', '宜阳县职业教育中心', Nature.FULLY_FUNDED),
    ('410327002000', '宜阳县卫生健康委员会', Nature.ADMINISTRATIVE),
    ('410327002001', '宜阳县人民医院', Nature.PARTLY_FUNDED),
    ('410327002002', '宜阳县中医院', Nature.PARTLY_FUNDED),
    ('410327003000', '宜阳县交通运输局', Nature.ADMINISTRATIVE),
    ('410327003001', '宜阳县公路养护中心', Nature.FULLY_FUNDED),
    ('410327003002', '宜阳县道路运输服务中心', Nature.CIVIL_SERVICE_LIKE),
    ('410327004000', '宜阳县农业农村局', Nature.ADMINISTRATIVE),
    ('410327004001', '宜阳县农业技术推广中心', Nature.FULLY_FUNDED),
    ('410327004002', '宜阳县农业机械服务中心', Nature.SELF_FUNDED),
    ('410327005000', '宜阳县总工会', Nature.MASS_ORGANISATION),
    ('410327005001', '宜阳县工人文化宫', Nature.SELF_FUNDED),
    ('410328001000', '洛宁县教育体育局', Nature.ADMINISTRATIVE),
    ('410328001001', '洛宁县第一高级中学', Nature.FULLY_FUNDED),
    ('410328002000', '洛宁县卫生健康委员会', Nature.ADMINISTRATIVE),
    ('410328002001', '洛宁县人民医院', Nature.PARTLY_FUNDED),
    ('410400001000', '平顶山市水利局', Nature.ADMINISTRATIVE),
    ('410400001001', '平顶山市白龟山水库运行中心', Nature.FULLY_FUNDED),
    ('410400001002', '平顶山市水利工程服务站', Nature.OTHER),
    ('410402001000', '平顶山市新华区住房和城乡建设局', Nature.ADMINISTRATIVE),
    ('410402001001', '平顶山市新华区市政维护站', Nature.FULLY_FUNDED),
)
_EVERYWHERE = (
    ('801', '机关事务服务中心', '机关车队'),
    ('802', '水利局', '水利工程管理站'),
    ('803', '卫生健康委员会', '妇幼保健院'),
)
# fmt: on


def places(*, broad: bool = False) -> tuple[Place, ...]:
    """All organisations, superiors first; ``broad`` adds three departments with a unit each to every county."""
    divisions = tuple(_divisions())
    everywhere = tuple(_below_every_county(divisions)) if broad else ()
    return divisions + tuple(_office(*office) for office in _OFFICES) + everywhere


def rows_of(chosen: Iterable[Place]) -> list[Organisation]:
    """The rows of these places with their ids and paths; superiors come first in ``chosen`` and in the result."""
    rows: dict[str, Organisation] = {}
    below: dict[str, int] = {}
    for number, place in enumerate(chosen, start=1):
        below[place.parent] = below.get(place.parent, 0) + 1
        parent = rows.get(place.parent)
        rows[place.code] = Organisation(
            id=number,
            code=place.code,
            name=place.name,
            level=place.level,
            nature=place.nature,
            parent_id=parent.id if parent else None,
            path=(parent.path if parent else '') + str(below[place.parent]).zfill(DIGITS),
        )
    return list(rows.values())


def _divisions() -> Iterator[Place]:
    with DIVISIONS.open(encoding='utf-8', newline='') as file:
        found = [Place(row['code'], row['name'], Level(row['level']), row['parent']) for row in csv.DictReader(file)]
    height = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2}
    return iter(sorted(found, key=lambda place: (height[place.level], place.code)))


def _office(code: str, name: str, nature: Nature) -> Place:
    if code.endswith('000'):
        return Place(code, name, Level.DEPARTMENT, code[:6], nature)
    return Place(code, name, Level.UNIT, f'{code[:9]}000', nature)


def _below_every_county(divisions: Iterable[Place]) -> Iterator[Place]:
    for county in divisions:
        if county.level is not Level.COUNTY:
            continue
        for part, department, unit in _EVERYWHERE:
            yield _office(f'{county.code}{part}000', county.name + department, Nature.ADMINISTRATIVE)
            yield _office(f'{county.code}{part}001', county.name + unit, Nature.FULLY_FUNDED)
