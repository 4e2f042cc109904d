"""A county's registration workbook: a verdict for every row, and the registration of every accepted row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.rules.application.form import FIELD, Form
from domain.rules.application.id_number import IdNumber
from domain.rules.application.person import Unfit
from domain.rules.eligibility.retirement import cutoff, retires_on
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.sheets import cells
from domain.rules.sheets.dates import UnclearDate, read_date
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.row_verdicts import RowVerdict
from domain.rules.sheets.table import Row, SheetRow, SheetTable
from domain.rules.year.parameters import Parameters

COLUMNS = (
    '姓名', '身份证号', '手机号', '单位编码', '民族', '文化程度', '参加工作时间', '现工种', '现等级', '取得时间',
    '申报等级', '申报工种', '申报依据', '备注',
)  # fmt: skip
NEEDED = ('姓名', '身份证号', '手机号', '单位编码', '申报等级', '申报工种')
HEADINGS = Headings(COLUMNS, ('姓名', '身份证号'), keys=('姓名', '身份证号', '手机号'), needed=NEEDED)
LONGEST_REMARK = 500
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
    remark: str = ''


@dataclass(frozen=True)
class RegistrationRow(RowVerdict[RegistrationVerdict]):
    """The verdict on one row; an accepted row has its registration, and notes on what of it could not be read."""

    registration: Registration | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_noted(self) -> bool:
        return bool(self.notes)


@dataclass(frozen=True, slots=True)
class Frame:
    """The data that the rows are checked against. ``units`` by code; ``trades``: code to name."""

    units: Mapping[str, SheetUnit]
    trades: Mapping[str, str]
    parameters: Parameters
    year: int
    registration_opens_on: date
    today: date
    spellings: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, 'spellings', cells.trade_spellings(self.trades))  # once, not per row


def read_rows(table: SheetTable, frame: Frame) -> list[RegistrationRow]:
    """One verdict for every row of the table; only the first problem of a row is reported.

    Optional values that cannot be read are left empty for the applicant and named in the message.
    Source: 1-domain §3 and §4.
    """
    verdicts: list[RegistrationRow] = []
    accepted: dict[str, int] = {}
    for row in table.rows:
        if row.is_blank:
            verdicts.append(RegistrationRow(row.number, RegistrationVerdict.BLANK, '空行，已跳过'))
            continue
        verdict = _verdict(row, frame, accepted)
        if verdict.registration is not None:
            accepted[verdict.registration.id_number.value] = row.number
        verdicts.append(verdict)
    return verdicts


def unit_codes_in(table: SheetTable) -> set[str]:
    """The unit codes in a workbook, so that only these units are read from the database."""
    return cells.codes_among(row.cells.get('单位编码') for row in table.rows)


def _verdict(row: SheetRow, frame: Frame, accepted: Mapping[str, int]) -> RegistrationRow:
    try:
        registration, notes = _registration(row, frame)
    except Unfit as refusal:
        return RegistrationRow(row.number, RegistrationVerdict(refusal.code), str(refusal))
    if first := accepted.get(registration.id_number.value):
        message = f'身份证号与第 {first} 行重复，同一人每年只能申报一次'
        return RegistrationRow(row.number, RegistrationVerdict.DUPLICATE_IN_FILE, message)
    message = '；'.join(('已接收', *notes))
    return RegistrationRow(row.number, RegistrationVerdict.OK, message, registration, tuple(notes))


def _registration(sheet_row: SheetRow, frame: Frame) -> tuple[Registration, list[str]]:
    """The registration of a row and notes on optional values that could not be read. Raises Unfit with the verdict."""
    if refusal := sheet_row.refusal(NEEDED):
        raise Unfit(RegistrationVerdict.CELL_ERROR, refusal)
    row = sheet_row.cells
    name = cells.read_name(row.get('姓名'))
    person = cells.read_id_number(row.get('身份证号'), frame.today)
    grade = cells.read_grade(row.get('申报等级'))
    day = retires_on(person.born_on, person.sex, frame.parameters)
    if day <= cutoff(frame.parameters, grade, frame.year, frame.registration_opens_on).day:
        raise Unfit(RegistrationVerdict.RETIRED, f'该人员已于 {day} 达到退休年龄，不能报名')
    mobile = cells.read_mobile(row.get('手机号'))
    unit = _unit(row, frame)
    if grade is None:
        sentence = f'申报等级{_quoted(row, "申报等级")}无法识别，应为五级至一级，或初级工至高级技师'
        raise Unfit(RegistrationVerdict.GRADE_UNKNOWN, sentence)
    trade = cells.read_trade(row.get('申报工种'), frame.spellings)
    if trade is None:
        sentence = f'申报工种{_quoted(row, "申报工种")}不在工种目录中，请按目录中的名称填写'
        raise Unfit(RegistrationVerdict.TRADE_UNKNOWN, sentence)
    optional, notes = _optional(sheet_row, frame)
    remark = _remark(sheet_row, notes)
    form = Form.model_validate({**optional, 'name': name, 'mobile': mobile, 'grade': grade, 'trade': trade})
    return Registration(person, mobile, unit.id, form, remark), notes


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


def _optional(sheet_row: SheetRow, frame: Frame) -> tuple[dict[str, object], list[str]]:
    """The optional values of a row, and a note for each value that could not be read."""
    readers: dict[str, Callable[[object], object]] = {
        'nation': cells.read_nation,
        'education': cells.read_education,
        'joined_on': read_date,
        'held_trade': lambda cell: cells.read_trade(cell, frame.spellings),
        'held_grade': cells.read_grade,
        'obtained_on': read_date,
        'basis': cells.read_basis,
    }
    row = sheet_row.cells
    values: dict[str, object] = {}
    notes = []
    for key, read in readers.items():
        label = FIELD[key].label
        if not cells.text_of(row.get(label)):
            continue
        if faults := sheet_row.faults((label,)):
            notes.append(f'{faults}，已留空，请本人补填')
            continue
        try:
            value = read(row.get(label))
        except UnclearDate as unclear:
            notes.append(f'{label} {unclear}，已留空，请本人补填')
            continue
        except ValueError:
            value = None
        if value is None:
            notes.append(f'{label}{_quoted(row, label)}无法识别，已留空，请本人补填')
        else:
            values[key] = value
    return values, notes


def _remark(row: SheetRow, notes: list[str]) -> str:
    """备注, for the reviewers; what of it cannot be kept is added to the notes."""
    if faults := row.faults(('备注',)):
        notes.append(f'{faults}，备注未保存')
        return ''
    text = cells.line_of(row.cells.get('备注'))
    if len(text) > LONGEST_REMARK:
        notes.append(f'备注超过 {LONGEST_REMARK} 字，只保存了前 {LONGEST_REMARK} 字')
    return text[:LONGEST_REMARK]


def _quoted(row: Row, label: str) -> str:
    text = cells.text_of(row.get(label))
    return f'“{text[:_SHOWN]}”' if text else '未填写或'
