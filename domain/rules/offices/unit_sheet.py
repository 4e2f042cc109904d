"""The workbook for the import in 单位管理: its columns, and what each row requests."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules.sheets.cells import line_of
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import SheetRow, SheetTable
from domain.rules.typed_text import squeezed
from domain.rules.vocabulary import Level, Nature

SUPERIOR, NAME, KIND, NATURE = '上级单位', '单位名称', '单位级别', '单位性质'
ADMINISTRATOR, MOBILE = '管理员姓名', '管理员手机号'
COLUMNS = (SUPERIOR, NAME, KIND, NATURE, ADMINISTRATOR, MOBILE)
KINDS = (Level.DEPARTMENT, Level.UNIT)
HEADINGS = Headings(COLUMNS, (NAME,), keys=(NAME, ADMINISTRATOR, MOBILE))


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


def read_lines(table: SheetTable) -> list[UnitLine]:
    """Every row of the table, numbered as Excel does."""
    return [_line(row) for row in table.rows]


def _line(row: SheetRow) -> UnitLine:
    """A code or mobile number that Excel stored as a number is complete: it has fewer than sixteen digits."""
    if row.is_blank:
        return UnitLine(row.number)
    if refusal := row.refusal(COLUMNS):
        return UnitLine(row.number, fault=refusal)
    cells = {column: line_of(row.cells.get(column)) for column in COLUMNS}
    kind, nature = squeezed(cells[KIND]), squeezed(cells[NATURE])
    fault = ''
    if kind and kind not in [level.label for level in KINDS]:
        fault = f'{KIND}应为{"或".join(level.label for level in KINDS)}'
    elif nature and Nature.of_label(nature) is None:
        fault = f'{NATURE}应为：{"、".join(Nature.labels().values())}'
    elif bool(cells[ADMINISTRATOR]) != bool(cells[MOBILE]):
        fault = f'{ADMINISTRATOR}和{MOBILE}应同时填写或同时留空'
    return UnitLine(
        row=row.number,
        superior=cells[SUPERIOR],
        name=cells[NAME],
        level=Level.of_label(kind),
        nature=Nature.of_label(nature),
        administrator=cells[ADMINISTRATOR],
        mobile=cells[MOBILE],
        fault=fault,
    )
