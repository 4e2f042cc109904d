"""考场签到表 on paper, read back: one room per sheet, everybody on it, room to sign for each subject."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from components.documents.job_progress import JobProgress
from components.documents.sign_in_sheet import Sheets, SignInSheet, missing_characters, print_sheets

SUBJECTS = ('岗位技能', '职业道德', '职业能力')
NOWHERE = '𧰼'  # in none of the fonts


def sheet(people: int, room: str = '第 001 考场', subjects: tuple[str, ...] = SUBJECTS) -> SignInSheet:
    rows = [
        (
            f'{seat:02}',
            f'2603301001{seat:02}',
            '赵𬭎',
            '男',
            f'41032719900101{seat:04}',
            '宜阳县人民医院',
            '三级',
            '电工',
        )
        for seat in range(1, people + 1)
    ]
    return SignInSheet('考点：01 洛阳市技工学校', room, '第一场', rows, subjects)


def of(*sheets: SignInSheet, title: str = '签到表') -> Sheets:
    return Sheets(title, sheets, '洛阳市', datetime(2026, 4, 3, tzinfo=UTC))


def printed(sheets: Sheets, folder: Path) -> list[str]:
    """The text of every page without blanks."""
    path = folder / 'sheets.pdf'
    pages = print_sheets(JobProgress(folder), sheets, path)
    texts = [re.sub(r'\s', '', page.extract_text()) for page in PdfReader(path).pages]
    assert len(texts) == pages
    return texts


def test_every_room_has_a_sheet_with_its_people_and_their_number(tmp_path: Path) -> None:
    first, second = printed(of(sheet(2), sheet(1, '第 002 考场', ('理论考试',))), tmp_path)
    for text in ('签到表', '考点：01洛阳市技工学校', '第001考场', '第一场', '260330100101', '260330100102', '应到2人'):
        assert text in first
    assert [first.count(f'{subject}签名') for subject in SUBJECTS] == [1, 1, 1]
    assert '监考员签字：' in first
    assert ('第002考场' in second, '应到1人' in second, second.count('签名')) == (True, True, 1)
    assert first.count('第001考场') == 2  # above the list and at the foot
    assert '第001考场' not in second


def test_a_full_room_goes_on_under_a_repeated_head_and_closes_once(tmp_path: Path) -> None:
    texts = printed(of(sheet(60)), tmp_path)
    assert len(texts) > 2
    assert [
        f'41032719900101{seat:04}' for seat in range(1, 61) if f'41032719900101{seat:04}' not in ''.join(texts)
    ] == []
    assert {text.count('身份证号') for text in texts} == {1}
    assert ['应到60人' in text for text in texts] == [False] * (len(texts) - 1) + [True]


def test_the_closing_line_is_never_below_the_paper(tmp_path: Path) -> None:
    (just_fits,) = printed(of(sheet(14)), tmp_path)
    assert '应到14人' in just_fits
    first, second = printed(of(sheet(15)), tmp_path)  # the list fits, the line below it does not
    assert ('260330100115' in first, '应到' in first, '应到15人' in second) == (True, False, True)


def test_a_cancelled_print_writes_no_file(tmp_path: Path) -> None:
    job_progress = JobProgress(tmp_path)
    job_progress.stop()
    path = tmp_path / 'sheets.pdf'
    assert print_sheets(job_progress, of(sheet(1), sheet(1)), path) == 0
    assert not path.exists()
    assert job_progress.done == 1


def test_the_progress_is_the_number_of_rooms(tmp_path: Path) -> None:
    printed(of(sheet(1), sheet(1), sheet(1)), tmp_path)
    assert JobProgress(tmp_path).done == 3


@pytest.mark.parametrize('where', ['title', 'left', 'centre', 'right', 'rows'])
def test_a_character_that_is_in_no_font_is_named_wherever_it_stands(where: str) -> None:
    texts = {place: NOWHERE if place == where else '洛' for place in ('left', 'centre', 'right')}
    rows = [('01', f'孙{NOWHERE}' if where == 'rows' else '赵𬭎')]
    found = of(SignInSheet(**texts, rows=rows, subjects=SUBJECTS), title=NOWHERE if where == 'title' else '签到表')
    assert missing_characters(found) == NOWHERE
    assert missing_characters(of(sheet(1))) == ''
