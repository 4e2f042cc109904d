"""The organisations that must exist for the county's workbook to be read as expected, all from the demonstration."""

from __future__ import annotations

from domain.rules.registration.registration_sheet import SheetUnit

# code, name, code of the parent, whether it is below 410327 宜阳县
SHEET_UNITS = (
    ('410327001000', '宜阳县教育体育局', '410327', True),
    ('410327001001', '宜阳县第一高级中学', '410327001000', True),
    ('410327001002', '宜阳县实验小学', '410327001000', True),
    ('410327002000', '宜阳县卫生健康委员会', '410327', True),
    ('410327002001', '宜阳县人民医院', '410327002000', True),
    ('410327003000', '宜阳县交通运输局', '410327', True),
    ('410327003001', '宜阳县公路养护中心', '410327003000', True),
    ('410328001000', '洛宁县教育体育局', '410328', False),
    ('410328001001', '洛宁县第一高级中学', '410328001000', False),
)
# 410327009999 is also in the workbook and must not exist.


def lookup() -> dict[str, SheetUnit]:
    """The units as the importing county sees them, by code; the ids are the positions in the list."""
    return {code: SheetUnit(place, in_scope) for place, (code, _, _, in_scope) in enumerate(SHEET_UNITS, start=1)}
