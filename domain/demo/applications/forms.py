"""The form of an invented worker: a working life that fits the grade, or is too short on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from domain.demo.persons import Persons
from domain.rules.application.form import Form, HonourEntry
from domain.rules.vocabulary import (
    POLITICS,
    RELAXED_CHANNELS,
    Assessment,
    Basis,
    Channel,
    Education,
    Grade,
    Honour,
    HonourLevel,
    Sex,
    StaffKind,
)

YEAR = 2026
_SCHOOLS = ('洛阳市技师学院', '河南交通技师学院', '宜阳县职业教育中心', '河南工业职业技术学院', '洛阳职业技术学院')
_NATIONS = ('汉族',) * 12 + ('回族', '满族', '蒙古族', '维吾尔族')
_LOWER = (Education.JUNIOR, Education.SENIOR, Education.TECHNICAL, Education.SECONDARY)
_UPPER = (Education.SENIOR, Education.TECHNICAL, Education.SECONDARY, Education.COLLEGE, Education.BACHELOR)
# The first and the last year of starting work with which a worker can reach the grade in 2026 before retirement.
_JOINED = {
    Grade.FIVE: (2018, 2024),
    Grade.FOUR: (2005, 2015),
    Grade.THREE: (1998, 2009),
    Grade.TWO: (1995, 2006),
    Grade.ONE: (1991, 2001),
}
_OLDEST_WOMAN = 1997  # the first year of starting work for women who are not yet near a retirement age
_HELD_SINCE = 2021  # the last year for a certificate that is five full years old in 2026


@dataclass(frozen=True, slots=True)
class Worker:
    """An invented person with the form as it was filled in."""

    id_number: str
    sex: Sex
    born_on: date
    form: Form


def worker(
    persons: Persons,
    grade: Grade,
    trade: str,
    *,
    channel: Channel = Channel.REGULAR,
    basis: Basis | None = None,
    short: bool = False,
    year: int = YEAR,
    joined_by: int = YEAR,
) -> Worker:
    """A worker who applies for ``grade`` in ``year``.

    ``short``: with too few years, which a relaxed channel may excuse. ``joined_by``: the last year of starting work.
    """
    random, earlier = persons.random, YEAR - year
    sex = Sex.MALE if random.random() < 0.68 else Sex.FEMALE
    first, last = (one - earlier for one in _JOINED[grade])
    joined = random.randint(max(first, _OLDEST_WOMAN if sex is Sex.FEMALE else first), min(last, joined_by))
    if short:
        joined = {Grade.FIVE: 2012, Grade.FOUR: 2019, Grade.THREE: 2014, Grade.TWO: 2013, Grade.ONE: 2006}[
            grade
        ] - earlier
    born_on = persons.born_in(joined - random.randint(18, 20))
    name, number = persons.name(sex), persons.id_number(sex, born_on)
    basis = basis or _basis(random, grade, channel)
    values = (
        _person(persons, name, grade)
        | _work(random, joined, grade, year)
        | _held(random, joined, grade, trade, basis, _HELD_SINCE - earlier, short=short)
    )
    if grade is Grade.ONE:
        values |= _merits(random, basis, year)
    if channel in RELAXED_CHANNELS:
        values |= {
            'exception_category': '脱贫攻坚一线' if channel is Channel.FRONTLINE else '技能竞赛获奖',
            'exception_document': f'宜人社〔{year}〕12号',
        }
    form = Form(grade=grade, trade=trade, channel=channel, basis=basis, **values)
    return Worker(number, sex, date.fromisoformat(number[6:14]), form)  # an unused number may be of another day


def _basis(random: Random, grade: Grade, channel: Channel) -> Basis:
    if channel in RELAXED_CHANNELS:
        return Basis(channel.value)
    if grade is Grade.FIVE:
        return Basis.SENIORITY
    if grade is Grade.ONE:
        return random.choice((Basis.PROMOTION, Basis.EXCELLENCE, Basis.EXCELLENCE, Basis.ACHIEVEMENT))
    if grade is Grade.TWO:
        return Basis.PROMOTION
    return Basis.PROMOTION if random.random() < 0.7 else Basis.SENIORITY


def _person(persons: Persons, name: str, grade: Grade) -> dict[str, object]:
    random = persons.random
    return {
        'name': name,
        'nation': random.choice(_NATIONS),
        'politics': random.choice(POLITICS[:2]),
        'education': random.choice(_UPPER if grade in (Grade.ONE, Grade.TWO) else _LOWER),
        'school': random.choice(_SCHOOLS),
        'major': random.choice(('机电技术应用', '汽车运用与维修', '电气工程', '行政管理', '护理')),
        'mobile': persons.mobile(),
        'address': f'河南省洛阳市演示路 {random.randint(1, 199)} 号',
    }


def _work(random: Random, joined: int, grade: Grade, year: int) -> dict[str, object]:
    values: dict[str, object] = {
        'staff_kind': StaffKind.ESTABLISHED if random.random() < 0.85 else StaffKind.CONTRACT,
        'joined_on': date(joined, random.choice((3, 7, 9, 12)), 1),
        'confirmed_on': date(joined + 1, random.choice((3, 7, 9)), 1) if joined < year else None,
        'post': random.choice(('后勤服务岗', '设备维护岗', '车辆驾驶岗', '工程养护岗')),
        'vehicle_reform': random.random() < 0.04,
    }
    if grade is not Grade.FIVE:
        values['post_grade'] = Grade(grade + 1)
        values['appointed_on'] = date(_HELD_SINCE + 1 - (YEAR - year), random.choice((1, 3, 7)), 1)
    return values


def _held(
    random: Random, joined: int, grade: Grade, trade: str, basis: Basis, since: int, *, short: bool
) -> dict[str, object]:
    """``since``: the last year for a certificate that is old enough."""
    if grade is Grade.FIVE or (basis is Basis.SENIORITY and random.random() < 0.5):
        return {}
    obtained = since + 2 if short else random.randint(max(joined + 2, 2012), since)
    return {
        'held_trade': trade,
        'held_grade': Grade(grade + 1),
        'certificate_number': f'{obtained % 100:02}16{random.randrange(10**9):09}',
        'obtained_on': date(obtained, random.choice((10, 11, 12)), 20),
        'issuer': '河南省人力资源和社会保障厅',
    }


def _merits(random: Random, basis: Basis, year: int) -> dict[str, object]:
    years = range(year - 5, year)
    excellent = set(random.sample(list(years), random.choice((2, 3))))
    values: dict[str, object] = {
        'assessments': {one: Assessment.EXCELLENT if one in excellent else Assessment.QUALIFIED for one in years}
    }
    if basis is Basis.ACHIEVEMENT:
        title, rank = random.choice((('洛阳市职工技能大赛', 2), ('河南省机关事业单位技能竞赛', 3)))
        honour = HonourEntry(
            kind=Honour.CONTEST, level=HonourLevel.MUNICIPAL, title=title, rank=rank, received_on=date(year - 2, 9, 28)
        )
        values['honours'] = [honour]
    return values
