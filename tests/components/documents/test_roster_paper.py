"""A roster on paper, read back: every name is found, every page has head and number, nothing is silently lost."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from components.documents import fonts
from components.documents.job_progress import JobProgress
from components.documents.pdf import FOOT
from components.documents.roster import Roster, missing_characters, print_roster
from components.documents.table import PaperColumn

RARE = ('张喆', '李堃', '王㛃', '陈䶮', '赵𬭎', '买买提·吐尔逊', '阿依古丽·艾合买提', '刘𠮷', '王伟𪚥')
MM = 72 / 25.4
NOWHERE = '𧰼'  # in none of the fonts
LONG = '宜阳县道路运输事业发展与综合行政执法服务中心（宜阳县交通战备办公室）ABC-2026号勤务保障科'


def row(number: int, name: str, unit: str = '宜阳县人民医院') -> tuple[str, ...]:
    return (name, f'41032719900101{number:04}', unit)


def roster(*rows: tuple[str, ...], mark: str = '') -> Roster:
    return Roster(
        title='2026年度终审通过名册',
        notes=('编制单位：宜阳县', f'共 {len(rows)} 人', '日期：2026年4月3日'),
        columns=(PaperColumn('姓名', 30), PaperColumn('身份证号', 36), PaperColumn('单位', 50, 'left')),
        rows=rows,
        totals=(('五级', 0), ('合计', len(rows))),
        boxes=('制表人（签字）', '单位（盖章）'),
        author='宜阳县',
        made_at=datetime(2026, 4, 3, tzinfo=UTC),
        mark=mark,
    )


def printed(paper: Roster, folder: Path) -> list[str]:
    """The text of every page without blanks, as pypdf finds it."""
    path = folder / 'roster.pdf'
    pages = print_roster(JobProgress(folder), paper, path)
    texts = [re.sub(r'\s', '', page.extract_text()) for page in PdfReader(path).pages]
    assert len(texts) == pages
    return texts


def test_rare_characters_are_found_in_the_text(tmp_path: Path) -> None:
    paper = roster(*(row(at, name) for at, name in enumerate(RARE)))
    assert missing_characters(paper) == ''
    text = ''.join(printed(paper, tmp_path))
    assert [name for name in RARE if name not in text] == []


@pytest.mark.skipif(not shutil.which('pdftotext'), reason='no pdftotext (poppler-utils)')
def test_rare_characters_are_found_by_poppler(tmp_path: Path) -> None:
    printed(roster(*(row(at, name) for at, name in enumerate(RARE)), mark='演示数据'), tmp_path)
    for options in ((), ('-layout',)):
        output = subprocess.run(
            ['pdftotext', *options, tmp_path / 'roster.pdf', '-'], check=True, capture_output=True
        ).stdout.decode()
        assert [name for name in RARE if name not in output] == []


def test_every_glyph_of_a_rare_name_has_ink() -> None:
    for character in ''.join(RARE):
        path = fonts.font_of(character)
        assert path is not None
        with TTFont(path) as font:
            assert font['glyf'][font.getBestCmap()[ord(character)]].numberOfContours != 0, character


def test_characters_in_no_font_are_named_before_printing_and_marked_on_paper(tmp_path: Path) -> None:
    paper = roster(row(1, f'孙{NOWHERE}'), row(2, f'{NOWHERE}𠮷'), row(3, '王\u200b伟'))
    assert missing_characters(paper) == NOWHERE
    text = ''.join(printed(paper, tmp_path))
    assert '孙〓' in text
    assert '〓𠮷' in text
    assert '王伟' in text


def test_an_operator_adds_a_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TTFont(fonts.RARE) as font:
        cmap = font.getBestCmap()
        for table in font['cmap'].tables:
            if table.isUnicode() and table.format == 12:
                table.cmap[ord(NOWHERE)] = cmap[ord('𠮷')]
        font.save(tmp_path / 'extra.ttf')
    monkeypatch.setattr(fonts, 'EXTRA', tmp_path)
    fonts.fonts_for.cache_clear()
    try:
        assert missing_characters(roster(row(1, f'孙{NOWHERE}'))) == ''
        assert f'孙{NOWHERE}' in printed(roster(row(1, f'孙{NOWHERE}')), tmp_path)[0]
    finally:
        fonts.fonts_for.cache_clear()


def test_every_page_has_head_and_number_and_the_last_one_all_boxes(tmp_path: Path) -> None:
    texts = printed(roster(*(row(at, '王伟') for at in range(1, 76))), tmp_path)
    assert len(texts) >= 4
    for number, text in enumerate(texts, start=1):
        assert f'第{number}页/共{len(texts)}页' in text
        assert ('序号姓名身份证号单位' in text) == ('王伟' in text)
    numbers = re.findall(r'(\d+)王伟41032719900101(\d{4})', ''.join(texts))
    assert [int(running) for running, _ in numbers] == [int(of) for _, of in numbers] == list(range(1, 76))
    assert '2026年度终审通过名册编制单位：宜阳县共75人日期：2026年4月3日' in texts[0]
    last = texts[-1]
    assert all(words in last for words in ('等级五级合计', '人数075', '制表人（签字）', '单位（盖章）'))


@pytest.mark.parametrize('rows', range(9, 22))
def test_totals_and_boxes_are_on_one_page_and_above_its_foot(rows: int, tmp_path: Path) -> None:
    texts = printed(roster(*(row(at, '王伟') for at in range(rows))), tmp_path)
    (last,) = [number for number, text in enumerate(texts) if '合计' in text or '盖章' in text]
    heights: dict[str, float] = {}

    def note(text: str, _user: list[float], place: list[float], _font: object, _size: float) -> None:
        heights.setdefault(text.strip(), place[5])

    PdfReader(tmp_path / 'roster.pdf').pages[last].extract_text(visitor_text=note)
    assert FOOT * MM < heights['年　　月　　日'] < heights['单位（盖章）'] < heights['合计']


def test_a_long_unit_is_wrapped_and_stays_whole(tmp_path: Path) -> None:
    (text,) = printed(roster(row(1, '王伟', LONG)), tmp_path)
    assert LONG in text
    (endless,) = printed(roster(row(1, '王伟', LONG * 40)), tmp_path)
    assert '…' in endless


def test_the_mark_is_on_every_page_of_a_demonstration_only(tmp_path: Path) -> None:
    rows = [row(at, '王伟') for at in range(40)]
    assert all('演示数据' in text for text in printed(roster(*rows, mark='演示数据'), tmp_path))
    assert not any('演示数据' in text for text in printed(roster(*rows), tmp_path))


def test_a_called_off_paper_is_none(tmp_path: Path) -> None:
    job_progress = JobProgress(tmp_path)
    paper = roster(*(row(at, '王伟') for at in range(120)))
    assert job_progress.done == 0
    job_progress.stop()
    assert print_roster(job_progress, paper, tmp_path / 'roster.pdf') == 0
    assert not (tmp_path / 'roster.pdf').exists()
    assert job_progress.done == 50


def test_the_paper_says_who_made_it_and_when(tmp_path: Path) -> None:
    printed(roster(row(1, '王伟')), tmp_path)
    pdf = PdfReader(tmp_path / 'roster.pdf')
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ('2026年度终审通过名册', '宜阳县')
    assert pdf.metadata.creation_date == datetime(2026, 4, 3, tzinfo=UTC)
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height


def test_the_job_imports_neither_user_interface_nor_database() -> None:
    code = (
        'import sys, components.documents.roster\n'
        'print([name for name in ("nicegui", "fastapi", "tortoise", "pages") if name in sys.modules])'
    )
    root = Path(__file__).parents[3]
    output = subprocess.run([sys.executable, '-c', code], check=True, capture_output=True, cwd=root).stdout
    assert output.strip() == b'[]'


def test_the_fonts_are_those_with_a_documented_origin() -> None:
    origins = (fonts.FOLDER / 'SOURCES.md').read_text('utf-8')
    files = sorted(fonts.FOLDER.glob('*.ttf'))
    assert len(files) == 3
    for path in files:
        assert f'`{hashlib.sha256(path.read_bytes()).hexdigest()}`' in origins, path.name
