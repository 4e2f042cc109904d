"""A form of boxes: rows below each other, and every value in the largest type in which it fits its box."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from components.documents.boxes import LABEL_SIZE, LEAST_SIZE, PAD, VALUE_SIZE, Boxes
from components.documents.pdf import Paper, drawn


class Watched(Paper):
    """A paper that remembers its lines of text and its rectangles."""

    def __init__(self) -> None:
        super().__init__('表', '洛阳市', datetime(2026, 4, 3, tzinfo=UTC))
        self.lines: list[tuple[str, float, str, float, float]] = []  # text, size, alignment, left, base line
        self.boxes: list[tuple[float, float, float, float, bool]] = []  # place, size, and whether it is shaded
        self.rooms: list[float] = []

    def line_of(self, y: float, text: str, size: float, **how: Any) -> None:
        self.lines.append((text, size, how.get('align', 'left'), how.get('left') or 0.0, y))
        if how.get('room'):
            assert self.width_of(text, size, bold=how.get('bold', False)) <= how['room'] + 0.01
        super().line_of(y, text, size, **how)

    def rect(self, x: float, y: float, w: float, h: float, *more: Any, **how: Any) -> None:
        self.boxes.append((x, y, w, h, how.get('style') == 'F'))
        super().rect(x, y, w, h, *more, **how)


@pytest.fixture
def paper() -> Iterator[Watched]:
    made = Watched()
    with drawn(made):
        made.add_page()
        made.lines.clear()
        yield made


def test_labels_and_values_alternate_and_only_the_labels_are_shaded(paper: Watched) -> None:
    form = Boxes(paper, 12, 20)
    form.row(9, ('姓名', 20), ('赵敏', 40), ('性别', 20), ('女', 30))
    assert [(text, size, align, left) for text, size, align, left, _ in paper.lines] == [
        ('姓名', LABEL_SIZE, 'centre', 12 + PAD), ('赵敏', VALUE_SIZE, 'left', 32 + PAD),
        ('性别', LABEL_SIZE, 'centre', 72 + PAD), ('女', VALUE_SIZE, 'left', 92 + PAD),
    ]  # fmt: skip
    label, value, *_ = (base for *_, base in paper.lines)
    assert (label, value) == (pytest.approx(25.7012), pytest.approx(25.8728))  # in the middle of nine millimetres
    assert paper.boxes == [
        (12, 20, 20, 9, True), (12, 20, 20, 9, False), (32, 20, 40, 9, False),
        (72, 20, 20, 9, True), (72, 20, 20, 9, False), (92, 20, 30, 9, False),
    ]  # fmt: skip


def test_centred_rows_have_values_only_and_a_head_labels_only(paper: Watched) -> None:
    form = Boxes(paper, 12, 20)
    form.head(8, ('科目', 40), ('时间', 40))
    form.row(9, ('岗位技能', 40), ('09:00', 40), centred=True)
    assert [(text, size, align) for text, size, align, _, _ in paper.lines] == [
        ('科目', LABEL_SIZE, 'centre'), ('时间', LABEL_SIZE, 'centre'),
        ('岗位技能', VALUE_SIZE, 'centre'), ('09:00', VALUE_SIZE, 'centre'),
    ]  # fmt: skip
    assert [shaded for *_, shaded in paper.boxes] == [True, False, True, False, False, False]
    assert [left for _, _, _, left, _ in paper.lines] == [12 + PAD, 52 + PAD] * 2


def test_each_row_begins_where_the_one_before_ended(paper: Watched) -> None:
    form = Boxes(paper, 12, 20)
    form.head(8, ('科目', 40))
    form.row(9, ('一', 40))
    form.gap(3)
    assert form.y == 40
    form.row(7, ('二', 40))
    assert [y for _, y, _, _, shaded in paper.boxes if not shaded] == [20, 28, 40]
    assert form.y == 47


def test_a_long_value_is_wrapped_and_set_smaller_until_it_fits(paper: Watched) -> None:
    text = '宜阳县道路运输事业发展与综合行政执法服务中心'
    Boxes(paper, 12, 20).row(12, ('单位', 20), (text, 50))
    _, *lines = paper.lines
    assert ''.join(line for line, *_ in lines) == text
    assert len(lines) == 2
    (size,) = {size for _, size, *_ in lines}
    assert size == 11.5  # half a point below the largest
    paper.lines.clear()
    Boxes(paper, 12, 40).row(9, ('单位', 20), (text, 50))
    _, *lines = paper.lines
    assert ''.join(line for line, *_ in lines) == text
    assert {size for _, size, *_ in lines} == {9.0}  # two lines in a box of nine millimetres
    assert all(40 < base < 49 for *_, base in lines)


def test_what_fits_in_no_type_is_cut_and_says_so(paper: Watched) -> None:
    Boxes(paper, 12, 20).row(9, ('单位', 20), (''.join(chr(ord('一') + at) for at in range(200)), 50))
    _, *lines = paper.lines
    (first, *_), (last, *_) = lines
    assert ord(last[0]) == ord(first[-1]) + 1  # nothing is left out before the end
    assert len(last) == len(first)
    assert {size for _, size, *_ in lines} == {LEAST_SIZE}
    assert len(lines) == 2
    assert [line.endswith('…') for line, *_ in lines] == [False, True]
    assert all(20 < base < 29 for *_, base in lines)


def test_a_box_that_is_too_low_for_any_line_still_shows_one(paper: Watched) -> None:
    Boxes(paper, 12, 20).row(2, ('单位', 20), ('长' * 40, 50))
    _, value = paper.lines
    assert (value[1], value[0].endswith('…')) == (LEAST_SIZE, True)


def test_a_separate_box_has_its_label_on_top_and_moves_nothing(paper: Watched) -> None:
    form = Boxes(paper, 12, 20)
    form.big(150, 30, 40, 30, '座位号', '07')
    assert form.y == 20
    assert paper.boxes == [(150, 30, 40, 8.4, True), (150, 30, 40, 8.4, False), (150, 30, 40, 30, False)]
    label, value = paper.lines
    assert label[:3] == ('座位号', LABEL_SIZE, 'centre')
    assert value == ('07', 30, 'centre', 150, 30 + 8.4 + (30 - 8.4) / 2 + 4)
