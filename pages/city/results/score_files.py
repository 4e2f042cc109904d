"""Workbooks of 成绩导入: the empty template, the name list to fill in, and the import dialog."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial

from components.documents import plain_table, workbook
from components.imports.import_dialog import ImportDialog
from components.imports.import_result import ImportOutcome
from components.kit.words import Kind
from domain.errors import Refusal
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.results.result_filters import ResultFilters
from domain.rules.results.score_sheet import ATTENDANCE, ID_NUMBER, NEEDED
from domain.rules.vocabulary import Attendance, Grade, Subject, Word
from domain.rules.year.subjects import YearSubjects, alike, subjects_of
from domain.services.exam.exam_sessions import grades_of
from domain.services.results import score_import, score_lists
from domain.services.results.score_import import ScoreOutcome, ScoreReport
from domain.services.results.score_lists import ScoreRow
from domain.services.year.years import Year
from pages.access import current_actor
from pages.city.results.score_rows import headings, named
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_list
from pages.views.import_outcome import import_outcome, note_lines

TITLE, NAMES = '成绩导入', '成绩名单模板'
NOTES = (
    ('必填列', '、'.join(NEEDED) + '，以及该等级的各科成绩'),
    (ID_NUMBER, '可不填；填写的须与准考证号一致，单元格须为“文本”格式（本模板已设好）'),
    ('成绩', '最多两位小数；某科缺考的填“缺考”或 -1，某科违纪的填“违纪”或 -2'),
    (Subject.REVIEW.label, '可分两次导入：先导入前面各科的成绩，评审结束后再导入综合评审成绩，已有的成绩不必再填'),
    (
        ATTENDANCE,
        f'指整个人：留空、{"、".join(one.label for one in Attendance)}；“正常”用于取消已登记的缺考或违纪（含单科）',
    ),
    ('空单元格', '不改变已登记的内容'),
    ('重复', '同一准考证号只能出现一行，重复的各行都不导入'),
)
_KINDS: dict[Word, Kind] = {
    ScoreOutcome.ADDED: 'green',
    ScoreOutcome.CHANGED: 'blue',
    ScoreOutcome.SAME: 'grey',
    ScoreOutcome.REFUSED: 'red',
    ScoreOutcome.BLANK: 'grey',
}


async def open_import_dialog(year: Year) -> None:
    """导入成绩, with a template for the office's grades in this year; returns when the dialog is closed."""
    grades = grades_of(await current_actor())

    def template() -> bytes:
        subjects = subjects_of(year.subjects, grades)
        return workbook.template('成绩', headings(subjects), (*NOTES, *_full_marks(year.subjects, grades)))

    async def take(content: bytes, step: Step) -> ImportOutcome:
        return outcome_of(await score_import.import_rows(await current_actor(), dialog.file_name, content, step))

    remark = '请按模板填写；要带考生名单的，请用“下载名单模板”。'
    dialog = ImportDialog('导入成绩', take, template, '成绩导入模板.xlsx', remark=remark)
    await dialog.shown()


def _full_marks(table: YearSubjects, grades: Collection[Grade]) -> Iterator[tuple[str, str]]:
    """Which subjects the grades have, with the full marks."""
    for group in alike(table, grades):
        marks = '、'.join(f'{rule.subject.label}（满分 {rule.full_mark}）' for rule in table[group[0]].rules)
        yield '、'.join(grade.label for grade in group), marks


async def download_names(
    actor: Actor,
    year: Year,
    filters: ResultFilters,
    *,
    title: str = NAMES,
    fill: Callable[[ScoreRow], dict[str, str]] | None = None,
) -> None:
    """下载名单模板: everyone in the list of this year who is still qualified, with empty cells for the scores.

    ``fill`` gives the scores to write. Raises Refusal for an empty list.
    """
    total, subjects = await score_lists.count(actor, filters), subjects_of(year.subjects, grades_of(actor))
    if not total:
        raise Refusal('没有可下载的人员：准考证发布后，应考人员会出现在这里')
    await hand_over_list(
        actor, of_year(title, year.year), headings(subjects), total, score_lists.names(actor, filters),
        lambda row: named(row, subjects, fill(row) if fill else None),
        partial(score_lists.record_names, actor, filters=filters),
        sheet='成绩', doing='正在生成', done='已生成 {} 人的名单，含完整身份证号，本次下载已记入操作日志',
    )  # fmt: skip


def outcome_of(report: ScoreReport) -> ImportOutcome:
    """The report as shown in the dialog; its file names the ticket of each row."""
    remark = '导入已停止，停止前导入的行已保存。' if report.stopped else ''
    if any(one.verdict in (ScoreOutcome.ADDED, ScoreOutcome.CHANGED) for one in report.verdicts):
        remark += '成绩尚未发布，核对无误后请在列表中发布。'
    rows: list[tuple[str | int, ...]] = [('', *line) for line in note_lines(report.notes)]
    rows += [(one.row, one.number, one.verdict.label, one.message) for one in report.verdicts]
    file = plain_table.csv_file(('行号', '准考证号', '结果', '说明'), rows)
    return replace(import_outcome(report, _KINDS, '成绩导入结果', remark), report=file)
