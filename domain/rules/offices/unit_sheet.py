"""The workbook for the import in 单位管理: its columns, and what each row requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import Invalid, Problem
from domain.rules.typed_text import squeezed
from domain.rules.vocabulary import Level, Nature

SUPERIOR, NAME, KIND, NATURE = '上级单位', '单位名称', '单位级别', '单位性质'
ADMINISTRATOR, MOBILE = '管理员姓名', '管理员手机号'
COLUMNS = (SUPERIOR, NAME, KIND, NATURE, ADMINISTRATOR, MOBILE)
KINDS = (Level.DEPARTMENT, Level.UNIT)
_HEADER_WITHIN = 10  # a title and notes may be above the header


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row as written. ``superior`` is a code or a name, empty for the importing organisation itself;
    ``level`` is None if the superior decides it; ``fault`` says what cannot be read."""

    row: int
    superior: str = ''
    name: str = ''
    level: Level | None = None
    nature: Nature | None = None
    administrator: str = ''
    mobile: str = ''
    fault: str = ''

    @property
    def is_blank(self) -> bool:
        """Whether the row is empty."""
        return self == UnitLine(self.row)


def read_lines(rows: Sequence[Sequence[object]]) -> list[UnitLine]:
    """Every row below the header, numbered as Excel does. Raises Invalid if there is no header."""
    headers = ([squeezed(_text(cell)) for cell in row] for row in rows[:_HEADER_WITHIN])
    found = next(((at, header) for at, header in enumerate(headers, start=1) if NAME in header), None)
    if found is None:
        raise Invalid([Problem('file', f'没有找到表头：前几行中应有“{NAME}”一列，请使用下载的模板填写')])
    at, header = found
    lines = enumerate(rows[at:], start=at + 1)
    return [_line(number, dict(zip(header, row, strict=False))) for number, row in lines]


def _line(number: int, row: Mapping[str, object]) -> UnitLine:
    cells = {column: _text(row.get(column)) for column in COLUMNS}
    kind, nature = squeezed(cells[KIND]), squeezed(cells[NATURE])
    fault = ''
    if kind and kind not in [level.label for level in KINDS]:
        fault = f'{KIND}应为{"或".join(level.label for level in KINDS)}'
    elif nature and Nature.of_label(nature) is None:
        fault = f'{NATURE}应为：{"、".join(Nature.labels().values())}'
    elif bool(cells[ADMINISTRATOR]) != bool(cells[MOBILE]):
        fault = f'{ADMINISTRATOR}和{MOBILE}应同时填写或同时留空'
    return UnitLine(
        row=number,
        superior=' '.join(cells[SUPERIOR].split()),
        name=cells[NAME],
        level=Level.of_label(kind),
        nature=Nature.of_label(nature),
        administrator=cells[ADMINISTRATOR],
        mobile=cells[MOBILE],
        fault=fault,
    )


def _text(cell: object) -> str:
    """A code or mobile number that Excel stored as a number is complete: it has fewer than sixteen digits."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return '' if cell is None else str(cell).strip()
