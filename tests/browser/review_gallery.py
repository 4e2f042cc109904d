"""The review page with sample data: ``python -m tests.browser.review_gallery PORT``, then ``/?case=plain``."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from datetime import date

from fastapi import Response
from fpdf import FPDF
from nicegui import app, ui
from nicegui.elements.upload_files import FileUpload
from PIL import Image, ImageDraw

from components.application.views import CheckView
from components.frame.page_head import breadcrumb
from components.frame.shell import Visitor, administrators_shell
from components.review.actions import ReviewActions
from components.review.panel import review_panel
from components.review.views import Pins, PriorPassView
from domain.errors import DecidedAlready, Unmet
from domain.rules.vocabulary import Act, Finding, Level, MaterialKind, Role
from tests.browser.review_sample import SAMPLES


@app.get('/sample/{number}.png')
def sample_image(number: int) -> Response:
    """A page drawn as an image."""
    size = (460, 645) if number == 9 else (1200, 800)
    picture = Image.new('RGB', size, (226, 234, 244))
    draw = ImageDraw.Draw(picture)
    for line in range(60, size[1] - 40, 60):
        draw.line((60, line, size[0] - 60 - (line * 37 % 300), line), fill=(120, 140, 165), width=8)
    kept = io.BytesIO()
    picture.save(kept, 'PNG')
    return Response(kept.getvalue(), media_type='image/png')


@app.get('/sample/{number}.pdf')
def sample_pdf(number: int) -> Response:
    """A PDF of two pages."""
    pdf = FPDF()
    for page in (1, 2):
        pdf.add_page()
        pdf.set_font('helvetica', size=24)
        pdf.cell(text=f'Sample {number}, page {page}')
    return Response(bytes(pdf.output()), media_type='application/pdf')


async def _slowly(*call: object) -> None:
    print(*call, flush=True)
    await asyncio.sleep(0.3)


def _actions() -> ReviewActions:
    async def approve() -> None:
        await _slowly('approve')
        raise Unmet('请先上传工资表，或将材料设为容缺后补')

    async def give_back(reason: str, pins: Pins) -> None:
        await _slowly('give back', reason, pins)
        raise DecidedAlready('宜阳县人民医院 王芳', '通过', '4月3日 10:21')

    async def defer(items: tuple[MaterialKind, ...], note: str, day: date) -> None:
        await _slowly('defer', items, note, day)

    async def recheck(passed: bool, opinion: str) -> None:
        await _slowly('recheck', passed, opinion)

    async def check_id(number: str) -> list[CheckView]:
        await _slowly('check', number)
        return [
            CheckView(Finding.MET, '校验码正确'),
            CheckView(Finding.MET, '出生日期、性别一致', '1976-04-12，女'),
            CheckView(Finding.MET, '本年度没有其他申报'),
        ]

    async def prior_passes() -> list[PriorPassView]:
        await _slowly('prior passes')
        return [PriorPassView(2019, '二级（技师）', '护理员', '宜阳县人民医院', '1916001234200456', '合格')]

    async def upload(kind: MaterialKind, file: FileUpload) -> None:
        await _slowly('upload', kind, file.name, file.size())

    async def save_draft(act: Act, text: str, pins: Pins) -> None:
        await _slowly('draft', act, text, pins)

    return ReviewActions(
        approve=approve,
        give_back=give_back,
        reject=_slowly,
        reopen=_slowly,
        cancel=_slowly,
        defer=defer,
        confirm_supplied=_slowly,
        recheck=recheck,
        check_id=check_id,
        verify_id=_slowly,
        prior_passes=prior_passes,
        upload=upload,
        save_draft=save_draft,
        refresh=_slowly,
        previous=_slowly,
        next=_slowly,
        back=_slowly,
        take_over=_slowly,
    )


@ui.page('/')
def gallery(case: str = 'senior', dark: bool = False, changed: bool = False) -> None:
    """One sample in the shell of a unit."""
    visitor = Visitor('宜阳县人民医院', '单位管理员', Role.ADMIN, Level.UNIT)
    with administrators_shell(visitor, year=2026, dark=dark, counts={'waiting_ordinary': 11, 'waiting_senior': 2}):
        breadcrumb(('报名管理', '本级审核中', '高级技师审核', '审核'))
        panel = review_panel(SAMPLES[case], _actions())
        if changed:
            panel.changed_elsewhere('王芳（宜阳县人民医院）已于 10:21 通过该申报')


if __name__ == '__main__':
    os.environ.pop('PYTEST_CURRENT_TEST', None)
    ui.run(host='127.0.0.1', port=int(sys.argv[1]), reload=False, show=False, language='zh-CN')
