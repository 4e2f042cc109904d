"""准考证 on paper, read back: everything is on the person's own page, for any name and photo."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from components.documents.job_progress import JobProgress
from components.documents.ticket import Tickets, missing_characters, print_tickets
from components.documents.ticket_page import Ticket
from domain.rules.exam.tickets import notes_for
from domain.rules.vocabulary import ExamMode, Grade, Subject
from domain.rules.year.subject_form import LONGEST_NOTE
from domain.rules.year.subjects import DEFAULT, GradeSubjects, SubjectRule

RARE = ('张喆', '李堃', '王㛃', '陈䶮', '赵𬭎', '买买提·吐尔逊')
LONG_UNIT = '宜阳县道路运输事业发展与综合行政执法服务中心（宜阳县交通战备办公室）ABC-2026号勤务保障科'
LONGEST_NAME = '阿不都热合曼·买买提吐尔逊江艾山·阿布力孜肉孜托合提尼牙孜'
DAY = '2026年4月11日（星期六）'
TICKET = Ticket(
    year=2026,
    number='260330101207',
    registration='202600000318',
    name='王伟',
    sex='男',
    id_number='410327199001019991',
    unit='宜阳县第一高级中学',
    trade='汽车驾驶员',
    grade='三级（高级工）',
    photo=None,
    session='第二场（三级）',
    sittings=(('岗位技能', DAY, '09:00—10:30'), ('职业道德', DAY, '10:40—11:20')),
    site='洛阳市职业技能考核中心',
    site_address='洛阳市西工区中州中路 218 号',
    directions='地铁 1 号线解放路站 B 口',
    room='012',
    seat='07',
    notes=notes_for(DEFAULT[Grade.THREE]),
    issuer='洛阳市',
    issued_on='2026年4月3日',
    address='https://gk.example/t/0123456789abcdef0123456789abcdef',
)


def job(*tickets: Ticket, mark: str = '') -> Tickets:
    return Tickets(tickets, '宜阳县', datetime(2026, 4, 3, tzinfo=UTC), mark)


def printed(folder: Path, *tickets: Ticket, mark: str = '') -> list[str]:
    """The text of every page without blanks."""
    path = folder / 'tickets.pdf'
    pages = print_tickets(JobProgress(folder), job(*tickets, mark=mark), path)
    texts = [re.sub(r'\s', '', page.extract_text()) for page in PdfReader(path).pages]
    assert len(texts) == pages == len(tickets)
    return texts


def photo(folder: Path, colour: str = 'navy') -> Path:
    path = folder / f'{colour}.jpg'
    Image.new('RGB', (295, 413), colour).save(path, 'JPEG')
    return path


def test_the_ticket_has_all_its_content(tmp_path: Path) -> None:
    (text,) = printed(tmp_path, replace(TICKET, photo=photo(tmp_path)))
    for words in (
        '2026年度河南省机关事业单位工勤技能岗位等级考核', '准考证', TICKET.number, TICKET.registration, '王伟', '男',
        TICKET.id_number, TICKET.unit, TICKET.trade, TICKET.grade, TICKET.session, '岗位技能', DAY, '09:00—10:30',
        '10:40—11:20', TICKET.site, '中州中路218号（地铁1号线解放路站B口）', '012', '07', '考生须知', '计算机作答',
        '签发单位洛阳市', '（盖章）', '2026年4月3日', '扫码核验真伪',
    ):  # fmt: skip
        assert words in text, words
    assert '照片' not in text.replace('准考证', '')
    assert '页' not in text


@pytest.mark.skipif(not shutil.which('pdftotext'), reason='no pdftotext (poppler-utils)')
def test_rare_names_are_found_by_poppler_also_under_the_mark(tmp_path: Path) -> None:
    printed(tmp_path, *(replace(TICKET, name=name) for name in RARE), mark='演示数据')
    output = subprocess.run(
        ['pdftotext', tmp_path / 'tickets.pdf', '-'], check=True, capture_output=True
    ).stdout.decode()
    assert [text for text in (*RARE, TICKET.number, TICKET.id_number) if text not in output] == []


def test_rare_names_are_found_on_their_own_page(tmp_path: Path) -> None:
    tickets = [replace(TICKET, name=name) for name in RARE]
    assert missing_characters(job(*tickets)) == ''
    for name, text in zip(RARE, printed(tmp_path, *tickets), strict=True):
        assert name in text
    assert missing_characters(job(replace(TICKET, name='孙𧰼'))) == '𧰼'


def test_long_names_and_units_stay_whole(tmp_path: Path) -> None:
    (text,) = printed(
        tmp_path, replace(TICKET, name=LONGEST_NAME, unit=LONG_UNIT, site=LONG_UNIT, directions='路' * 60)
    )
    assert LONGEST_NAME in text
    assert text.count(LONG_UNIT) == 2
    (text,) = printed(tmp_path, replace(TICKET, unit=LONG_UNIT * 6))
    assert '…' in text


def test_each_ticket_has_the_photo_of_its_own_person(tmp_path: Path) -> None:
    broken, colours = tmp_path / 'broken.jpg', ('red', 'green')
    broken.write_bytes(b'\xff\xd8\xff' + b'0' * 64)
    photos = (*(photo(tmp_path, colour) for colour in colours), None, tmp_path / 'gone.jpg', broken)
    texts = printed(tmp_path, *(replace(TICKET, photo=one) for one in photos))
    pages = PdfReader(tmp_path / 'tickets.pdf').pages
    for page, text, colour in zip(pages, texts, (*colours, None, None, None), strict=True):
        assert ('照片（加盖骑缝章）' in text) == (colour is None)
        seen = [image.image.convert('RGB').getpixel((100, 100)) for image in page.images if image.image]
        expected = {'red': (254, 0, 0), 'green': (0, 128, 1)}
        assert len(seen) == (colour is not None)
        for pixel in seen:
            assert isinstance(pixel, tuple)
            assert all(abs(a - b) < 6 for a, b in zip(pixel, expected[str(colour)], strict=True))


def test_the_mark_is_on_every_ticket_of_a_demonstration_only(tmp_path: Path) -> None:
    assert all('演示数据' in text for text in printed(tmp_path, TICKET, TICKET, mark='演示数据'))
    assert '演示数据' not in printed(tmp_path, TICKET)[0]


def test_the_notes_of_grade_one_name_its_two_papers_and_the_panel_review(tmp_path: Path) -> None:
    (text,) = printed(tmp_path, replace(TICKET, notes=notes_for(DEFAULT[Grade.ONE])))
    assert '职业道德、专业基础知识采用计算机作答' in text
    assert '方可参加综合评审' in text


def test_five_subjects_with_their_notes_leave_the_foot_free(tmp_path: Path) -> None:
    chosen = (Subject.SKILL, Subject.ETHICS, Subject.PRACTICE, Subject.KNOWLEDGE, Subject.REVIEW)
    modes = (ExamMode.COMPUTER, ExamMode.WRITTEN, ExamMode.PRACTICE, ExamMode.COMPUTER, ExamMode.PANEL)
    pairs = zip(chosen, modes, strict=True)
    of = GradeSubjects(tuple(SubjectRule(one, mode=mode, note='说' * LONGEST_NOTE) for one, mode in pairs))
    sittings = tuple((one.label, DAY, '09:00—10:30') for one in chosen)
    full = replace(TICKET, sittings=sittings, notes=notes_for(of))
    printed(tmp_path, full)
    heights: dict[str, float] = {}

    def found(text: str, _cm: object, tm: list[float], _font: object, _size: object) -> None:
        heights.update({text.strip(): tm[5]} if text.strip() else {})

    PdfReader(tmp_path / 'tickets.pdf').pages[0].extract_text(visitor_text=found)
    last = next(height for text, height in heights.items() if '请妥善保管' in text)
    assert last > next(height for text, height in heights.items() if '签发单位' in text) + 10


def test_called_off_tickets_are_none(tmp_path: Path) -> None:
    job_progress = JobProgress(tmp_path)
    job_progress.stop()
    assert print_tickets(job_progress, job(*[TICKET] * 25), tmp_path / 'tickets.pdf') == 0
    assert job_progress.done == 10
    assert not (tmp_path / 'tickets.pdf').exists()


def test_the_job_imports_neither_user_interface_nor_database() -> None:
    code = (
        'import sys, components.documents.ticket\n'
        'print([name for name in ("nicegui", "fastapi", "tortoise", "pages") if name in sys.modules])'
    )
    output = subprocess.run(
        [sys.executable, '-c', code], check=True, capture_output=True, cwd=Path(__file__).parents[3]
    ).stdout
    assert output.strip() == b'[]'


@pytest.mark.parametrize('dpi', [100, 200])
def test_each_ticket_has_its_own_code_readable_also_under_the_mark(tmp_path: Path, dpi: int) -> None:
    addresses = [f'https://gk.example/t/{number:032x}' for number in (0, 2**127 - 1)]
    printed(
        tmp_path, *(replace(TICKET, address=address, photo=photo(tmp_path)) for address in addresses), mark='演示数据'
    )
    with pypdfium2.PdfDocument(tmp_path / 'tickets.pdf') as document:
        for page, address in zip(document, addresses, strict=True):
            found = zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())
            assert [(code.text, code.format) for code in found] == [(address, zxingcpp.BarcodeFormat.QRCode)]
