"""A county's registration workbook: a verdict for every row, and the registration of every accepted row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.errors import Invalid, Problem
from domain.rules.application.form import FIELD, Form
from domain.rules.application.id_number import IdNumber
from domain.rules.application.person import Unfit
from domain.rules.eligibility.retirement import is_retired, retires_on
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.sheets import cells
from domain.rules.sheets.dates import read_date
from domain.rules.sheets.row_verdicts import RowVerdict
from domain.rules.year.parameters import Parameters

COLUMNS = (
    '姓名', '身份证号', '手机号', '单位编码', '民族', '文化程度', '参加工作时间', '现工种', '现等级', '取得时间',
    '申报等级', '申报工种', '申报依据', '备注',
)  # fmt: skip
NEEDED = ('姓名', '身份证号', '手机号', '单位编码', '申报等级', '申报工种')
_HEADER_WITHIN = 10  # a title and notes may be above the header
_SHOWN = 30  # characters of a wrong cell that a message quotes


@dataclass(frozen=True, slots=True)
class SheetUnit:
    """An organisation that a workbook may name, and whether it is in the importing account's subtree."""

    id: int
    in_scope: bool


@dataclass(frozen=True, slots=True)
class Registration:
    """An accepted row: the values for the draft of a new applicant."""

    id_number: IdNumber
    mobile: str
    unit_id: int
    form: Form


@dataclass(frozen=True)
class RegistrationRow(RowVerdict[RegistrationVerdict]):
    """The verdict on one row; an accepted row has its registration."""

    registration: Registration | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The data that the rows are checked against. ``units`` by code; ``trades``: code to name."""

    units: Mapping[str, SheetUnit]
    trades: Mapping[str, str]
    parameters: Parameters
    registration_opens_on: date
    today: date
    spellings: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, 'spellings', cells.trade_spellings(self.trades))  # once, not per row


Row = Mapping[str, object]


def read_rows(rows: Sequence[Sequence[object]], frame: Frame) -> list[RegistrationRow]:
    """One verdict for every row below the header; only the first problem of a row is reported.

    ``rows`` is the whole sheet from its first row, so that the row numbers are those of Excel. Raises Invalid if no
    header is found. Optional values that cannot be read are left empty for the applicant and named in the message.
    Source: 1-domain §3 and §4.
    """
    verdicts: list[RegistrationRow] = []
    accepted: dict[str, int] = {}
    for number, row in _below_header(rows):
        if not any(cells.text_of(cell) for cell in row.values()):
            verdicts.append(RegistrationRow(number, RegistrationVerdict.BLANK, '空行，已跳过'))
            continue
        verdict = _verdict(number, row, frame, accepted)
        if verdict.registration is not None:
            accepted[verdict.registration.id_number.value] = number
        verdicts.append(verdict)
    return verdicts


def unit_codes_in(rows: Sequence[Sequence[object]]) -> set[str]:
    """The unit codes in a workbook, so that only these units are read from the database. Raises as ``read_rows``."""
    return {code for _, row in _below_header(rows) if (code := cells.text_of(row.get('单位编码')))}


def _below_header(rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, Row]]:
    """The rows below the header, each with its number and as a mapping from column to cell."""
    headers = ([cells.text_of(cell) for cell in row] for row in rows[:_HEADER_WITHIN])
    found = next(
        ((at, header) for at, header in enumerate(headers, start=1) if {'姓名', '身份证号'} <= {*header}), None
    )
    if found is None:
        raise Invalid([Problem('file', '没有找到表头：前几行中应有“姓名”“身份证号”等列名，请使用下载的模板填写')])
    at, header = found
    if lacking := [column for column in NEEDED if column not in header]:
        raise Invalid([Problem('file', f'表头缺少列：{"、".join(lacking)}，请使用下载的模板填写')])
    for number, row in enumerate(rows[at:], start=at + 1):
        yield number, {column: cell for column, cell in zip(header, row, strict=False) if column in COLUMNS}


def _verdict(number: int, row: Row, frame: Frame, accepted: Mapping[str, int]) -> RegistrationRow:
    try:
        registration, notes = _registration(row, frame)
    except Unfit as refusal:
        return RegistrationRow(number, RegistrationVerdict(refusal.code), str(refusal))
    if first := accepted.get(registration.id_number.value):
        message = f'身份证号与第 {first} 行重复，同一人每年只能申报一次'
        return RegistrationRow(number, RegistrationVerdict.DUPLICATE_IN_FILE, message)
    return RegistrationRow(number, RegistrationVerdict.OK, '；'.join(('已接收', *notes)), registration)


def _registration(row: Row, frame: Frame) -> tuple[Registration, list[str]]:
    """The registration of a row and notes on optional values that could not be read. Raises Unfit with the verdict."""
    name = cells.read_name(row.get('姓名'))
    person = cells.read_id_number(row.get('身份证号'), frame.today)
    if is_retired(person.born_on, person.sex, frame.parameters, frame.registration_opens_on):
        day = retires_on(person.born_on, person.sex, frame.parameters)
        raise Unfit(RegistrationVerdict.RETIRED, f'该人员已于 {day} 达到退休年龄，不能报名')
    mobile = cells.read_mobile(row.get('手机号'))
    unit = _unit(row, frame)
    grade = cells.read_grade(row.get('申报等级'))
    if grade is None:
        sentence = f'申报等级{_quoted(row, "申报等级")}无法识别，应为五级至一级，或初级工至高级技师'
        raise Unfit(RegistrationVerdict.GRADE_UNKNOWN, sentence)
    trade = cells.read_trade(row.get('申报工种'), frame.spellings)
    if trade is None:
        sentence = f'申报工种{_quoted(row, "申报工种")}不在工种目录中，请按目录中的名称填写'
        raise Unfit(RegistrationVerdict.TRADE_UNKNOWN, sentence)
    optional, notes = _optional(row, frame)
    form = Form.model_validate({**optional, 'name': name, 'mobile': mobile, 'grade': grade, 'trade': trade})
    return Registration(person, mobile, unit.id, form), notes


def _unit(row: Row, frame: Frame) -> SheetUnit:
    code = cells.text_of(row.get('单位编码'))
    unit = frame.units.get(code)
    if unit is None:
        sentence = f'单位编码{_quoted(row, "单位编码")}不存在，请在单位管理中核对'
        raise Unfit(RegistrationVerdict.UNIT_UNKNOWN, sentence)
    if not unit.in_scope:
        sentence = f'单位编码{_quoted(row, "单位编码")}不在您的管理范围内，不能为其导入'
        raise Unfit(RegistrationVerdict.UNIT_OUT_OF_SCOPE, sentence)
    return unit


def _optional(row: Row, frame: Frame) -> tuple[dict[str, object], list[str]]:
    """The optional values of a row, and a note for each value that could not be read."""
    readers = {
        'nation': cells.read_nation,
        'education': cells.read_education,
        'joined_on': _date_or_none,
        'held_trade': lambda cell: cells.read_trade(cell, frame.spellings),
        'held_grade': cells.read_grade,
        'obtained_on': _date_or_none,
        'basis': cells.read_basis,
    }
    values: dict[str, object] = {}
    notes = []
    for key, read in readers.items():
        label = FIELD[key].label
        if not cells.text_of(row.get(label)):
            continue
        value = read(row.get(label))
        if value is None:
            notes.append(f'{label}{_quoted(row, label)}无法识别，已留空，请本人补填')
        else:
            values[key] = value
    return values, notes


def _date_or_none(cell: object) -> date | None:
    try:
        return read_date(cell)
    except ValueError:
        return None


def _quoted(row: Row, label: str) -> str:
    text = cells.text_of(row.get(label))
    return f'“{text[:_SHOWN]}”' if text else '未填写或'
