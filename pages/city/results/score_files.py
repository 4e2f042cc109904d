"""Workbooks of 成绩导入: the empty template, the name list to fill in, and the import dialog."""

from __future__ import annotations

from collections.abc import Callable
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
from domain.rules.results.result_states import Attendance
from domain.rules.results.score_sheet import ATTENDANCE, ID_NUMBER, NEEDED
from domain.rules.vocabulary import Subject, Word
from domain.services.exam.exam_sessions import grades_of
from domain.services.results import score_import, score_lists
from domain.services.results.score_import import ScoreOutcome, ScoreReport
from domain.services.results.score_lists import ScoreRow
from pages.access import current_actor
from pages.city.results.score_rows import headings, named
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_list
from pages.views.import_outcome import import_outcome, note_lines

TITLE, NAMES = '成绩导入', '成绩名单模板'
NOTES = (
    ('必填列', '、'.join(NEEDED) + '，以及该等级的各科成绩'),
    (ID_NUMBER, '可不填；填写的须与准考证号一致，单元格须为“文本”格式（本模板已设好）'),
    ('成绩', '0–100，最多两位小数。二至五级：岗位技能、职业道德、职业能力；一级：理论考试、综合评审'),
    (Subject.REVIEW.label, '一级可分两次导入：先导入理论考试成绩，评审结束后再导入综合评审成绩，已有的成绩不必再填'),
    (ATTENDANCE, f'留空、{"、".join(one.label for one in Attendance)}；“正常”用于取消已登记的缺考或违纪'),
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


async def open_import_dialog() -> None:
    """导入成绩, with the columns of the office's grades; returns when the dialog is closed."""
    grades = grades_of(await current_actor())

    def template() -> bytes:
        return workbook.template('成绩', headings(grades), NOTES)

    async def take(content: bytes, step: Step) -> ImportOutcome:
        return outcome_of(await score_import.import_rows(await current_actor(), dialog.file_name, content, step))

    remark = '请按模板填写；要带考生名单的，请用“下载名单模板”。'
    dialog = ImportDialog('导入成绩', take, template, '成绩导入模板.xlsx', remark=remark)
    await dialog.shown()


async def download_names(
    actor: Actor,
    year: int,
    filters: ResultFilters,
    *,
    title: str = NAMES,
    fill: Callable[[ScoreRow], dict[str, str]] | None = None,
) -> None:
    """下载名单模板: everyone in the list of this year who is still qualified, with empty cells for the scores.

    ``fill`` gives the scores to write. Raises Refusal for an empty list.
    """
    total, grades = await score_lists.count(actor, filters), grades_of(actor)
    if not total:
        raise Refusal('没有可下载的人员：准考证发布后，应考人员会出现在这里')
    await hand_over_list(
        actor, of_year(title, year), headings(grades), total, score_lists.names(actor, filters),
        lambda row: named(row, grades, fill(row) if fill else None),
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
