"""缴款单, the payment slip: the paper with a pay code, its QR code and twenty digits, its persons and how to pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from components.documents.pdf import DEMO_MARK, Paper, drawn
from components.documents.qr import draw_qr
from components.documents.table import PaperColumn, Table

QR_SIZE = 62.0  # mm, with its quiet zone
_COLUMNS = (
    PaperColumn('序号', 6),
    PaperColumn('报名序号', 16),
    PaperColumn('姓名', 16),
    PaperColumn('单位', 40, 'left'),
    PaperColumn('金额（元）', 14, 'right'),
)


@dataclass(frozen=True, slots=True)
class PaymentSlip:
    """What the paper says; ``address`` is that of the QR code, ``payers`` are number, name, unit and amount."""

    title: str
    payee: str
    pay_code: str
    total: str
    until: str
    address: str
    payers: Sequence[tuple[str, str, str, str]]
    made_at: datetime
    foot: str
    demo: bool = False


def print_slip(slip: PaymentSlip, path: Path) -> int:
    """Write the paper as PDF at ``path``; how many pages it has."""
    mark = DEMO_MARK if slip.demo else ''
    with drawn(Paper(slip.title, slip.payee, slip.made_at, mark=mark)) as paper:
        paper.foot = slip.foot
        paper.add_page()
        paper.line_of(22, slip.title, 18, align='centre', bold=True)
        paper.line_of(29, f'收款单位：{slip.payee}', 11, align='centre')
        top = 36.0
        draw_qr(paper, slip.address, paper.l_margin, top, QR_SIZE)
        left = paper.l_margin + QR_SIZE + 8
        room = paper.epw - QR_SIZE - 8
        lines = (
            ('应缴合计', f'{slip.total}（{len(slip.payers)} 人）', 16),
            ('缴款码', slip.pay_code, 14),
            ('缴费截止', slip.until, 11),
        )
        y = top + 8
        for label, text, size in lines:
            paper.line_of(y, label, 9, left=left, room=room)
            paper.line_of(y + 7, text, size, left=left, room=room, bold=True)
            y += 15
        for text in (
            '扫描左侧二维码，核对姓名和金额后缴费；也可凭缴款码缴费。',
            '缴款码只能使用一次' + ('，其中任何一人另行缴费后即失效。' if len(slip.payers) > 1 else '。'),
        ):
            paper.line_of(y, text, 9, left=left, room=room)
            y += 5
        paper.set_y(top + QR_SIZE + 6)
        table = Table(paper, _COLUMNS, least_height=7)
        for at, (number, name, unit, amount) in enumerate(slip.payers, start=1):
            table.row((str(at), number, name, unit, amount))
        table.row(('', '合计', '', f'{len(slip.payers)} 人', slip.total), bold=True)
        table.close()
        paper.output(str(path))
        return int(paper.page_no())
