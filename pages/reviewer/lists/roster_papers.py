"""The two 名册: their columns on paper and in a workbook, and the values for a printed one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from components.documents.pdf import DEMO_MARK
from components.documents.roster import Roster
from components.documents.table import PaperColumn
from domain import clock
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.rosters import ORIGINALS, Reach
from domain.services.lists import rosters
from domain.services.lists.rosters import RosterEntry

BOX, NO_BOX = '□', '—'


@dataclass(frozen=True, slots=True)
class RosterPaper:
    """One of the two pages. ``cells`` gives a person's values for ``columns``."""

    path: str
    title: str
    reaches: tuple[Reach, ...]
    columns: tuple[PaperColumn, ...]
    cells: Callable[[RosterEntry], tuple[str, ...]]
    boxes: tuple[str, ...]
    originals: bool = False
    row_height: float = 0.0

    @property
    def switched(self) -> bool:
        """Whether there is more than 终审通过 to choose; otherwise the filters for status and stage are not needed."""
        return len(self.reaches) > 1

    def fitting(self, filters: ApplicationFilters) -> ApplicationFilters:
        """Without the filters that this page does not show."""
        return filters if self.switched else replace(filters, statuses=(), stages=())


def _approved_cells(row: RosterEntry) -> tuple[str, ...]:
    return (
        row.number,
        row.name,
        row.sex.label,
        row.id_number,
        row.unit,
        row.grade.full_label if row.grade else '',
        row.trade,
        row.channel.label,
        clock.local(row.approved_at).date().isoformat() if row.approved_at else '',
    )


def _onsite_cells(row: RosterEntry) -> tuple[str, ...]:
    boxes = (BOX if needed else NO_BOX for needed in row.originals)
    return (row.name, row.id_number, row.unit, row.grade.label if row.grade else '', row.trade, *boxes, '')


# fmt: off
APPROVED = RosterPaper(
    '/rosters/approved', '终审通过名册', (Reach.FINAL,),
    (
        PaperColumn('报名序号', 25), PaperColumn('姓名', 24), PaperColumn('性别', 10), PaperColumn('身份证号', 37),
        PaperColumn('单位', 64, 'left'), PaperColumn('申报等级', 29), PaperColumn('申报工种', 30),
        PaperColumn('申报类型', 18), PaperColumn('终审时间', 22),
    ),
    _approved_cells,
    ('制表人（签字）', '审核人（签字）', '负责人（签字）', '单位（盖章）'),
)
ONSITE = RosterPaper(
    '/rosters/onsite', '现场审核名册', (Reach.FINAL, Reach.COUNTY),
    (
        PaperColumn('姓名', 22), PaperColumn('身份证号', 36), PaperColumn('单位', 46, 'left'),
        PaperColumn('申报\n等级', 12), PaperColumn('申报工种', 29),
        *(PaperColumn(f'{label[:2]}\n{label[2:]}', 9.2) for label in ORIGINALS), PaperColumn('本人签字', 26),
    ),
    _onsite_cells,
    ('现场审核人（签字）', '现场审核人（签字）', '审核组长（签字）', '单位（盖章）'),
    originals=True, row_height=9.5,
)
# fmt: on


def years_of(rows: Sequence[RosterEntry]) -> str:
    """The years that these persons belong to, for a title: 2026年度."""
    return '、'.join(str(year) for year in sorted({row.year for row in rows})) + '年度'


def paper_of(
    kind: RosterPaper,
    reach: Reach,
    rows: Sequence[RosterEntry],
    *,
    organisation: str,
    now: datetime,
    demo: bool,
) -> Roster:
    """The roster of these persons, ready to print; its title names the years they belong to."""
    day = clock.local(now)
    counted = {grade.full_label: count for grade, count in rosters.totals(rows).items()}
    scope = f'范围：{reach.label}　　' if kind.switched else ''
    return Roster(
        title=f'{years_of(rows)}工勤技能岗位等级考核{kind.title}',
        notes=(f'编制单位：{organisation}', f'{scope}共 {len(rows)} 人', f'日期：{day.year}年{day.month}月{day.day}日'),
        columns=kind.columns,
        rows=[kind.cells(row) for row in rows],
        totals=(*counted.items(), ('合计', len(rows))),
        boxes=kind.boxes,
        author=organisation,
        made_at=now,
        mark=DEMO_MARK if demo else '',
        row_height=kind.row_height,
    )
