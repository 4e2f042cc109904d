"""The progress of the applicant's result, in words: the line of steps, the verdict, and the next step."""

from __future__ import annotations

from components.kit.stations import State, Station
from domain import clock
from domain.rules.results.scores import papers_passed
from domain.rules.vocabulary import Conclusion
from domain.services.results.own_results import OwnResult, ResultProgress

BEFORE = {
    ResultProgress.NOT_APPROVED: '终审通过并缴费后参加考试，成绩发布后在这里查看',
    ResultProgress.CANCELLED: '本年度不再发布考核结果。如有疑问，请联系单位或县区及以上管理员',
    ResultProgress.UNPAID: '缴费（或免缴）并参加考试后，成绩在这里查看',
    ResultProgress.UNSEATED: '考场编排发布后可打印准考证；考试结束、成绩发布后在这里查看',
    ResultProgress.WAITING: '考试已经进行，成绩核对后统一发布，发布时本页自动更新',
}
NEXT = {
    Conclusion.PASSED: '您已通过本年度考核，后续证书办理请留意单位通知。',
    Conclusion.FAILED: '本年度考核未通过，符合条件的可在下一年度重新报名。',
    Conclusion.ABSENT: '您未参加考试，符合条件的可在下一年度重新报名。',
    Conclusion.VIOLATION: '因违反考场纪律，本年度成绩无效。如有疑问，请联系考务机构。',
    Conclusion.THEORY_PASSED: '理论考试已合格，请按通知参加综合评审，评审结果发布后本页自动更新。',
    Conclusion.REVIEW_PASSED: '您已通过理论考试和综合评审，后续证书办理请留意单位通知。',
    Conclusion.REVIEW_FAILED: '综合评审未通过，符合条件的可在下一年度重新报名。',
}


def hint(own: OwnResult) -> str:
    """The next step, before there is a result."""
    if own.progress is ResultProgress.BEFORE:
        return f'考试将于 {clock.short_text(own.starts_at)} 开始，请按准考证所列时间参加；成绩发布后在这里查看'
    return BEFORE[own.progress]


def what_next(own: OwnResult) -> str:
    """The next step, in one plain sentence."""
    if own.conclusion is Conclusion.FAILED and own.subjects and own.subjects.panel:
        return '理论考试未合格，不进入综合评审；符合条件的可在下一年度重新报名。'
    return NEXT[own.conclusion] if own.conclusion else ''


def steps(own: OwnResult) -> list[Station]:
    """考试 → 成绩发布, or with a panel review 理论考试 → 综合评审 → 结果."""
    sat: State = 'done' if own.progress in (ResultProgress.WAITING, ResultProgress.PUBLISHED) else 'todo'
    if own.progress is ResultProgress.BEFORE:
        sat = 'now'
    absent = own.conclusion in (Conclusion.ABSENT, Conclusion.VIOLATION)
    when = clock.short_text(own.starts_at)
    if own.subjects is None or own.subjects.panel is None:
        exam = Station(
            '考试', 'stopped' if absent else sat, when, own.conclusion.label if absent and own.conclusion else ''
        )
        return [exam, _publication(own)]
    return [*_two_steps(own, sat, when), _publication(own)]


def _two_steps(own: OwnResult, sat: State, when: str) -> list[Station]:
    """The papers, which are the theory, and the panel's review (1-domain §6)."""
    ended = own.conclusion in (Conclusion.ABSENT, Conclusion.VIOLATION)
    failed = own.conclusion is Conclusion.FAILED
    reviewed = own.conclusion in (Conclusion.REVIEW_PASSED, Conclusion.REVIEW_FAILED)
    label = own.conclusion.label if own.conclusion else ''
    if ended and not (own.marks and own.subjects and papers_passed(own.subjects, own.marks.scores)):
        return [Station('理论考试', 'stopped', when, label), Station('综合评审', 'todo')]
    theory = Station(
        '理论考试', 'stopped' if failed else sat, when, '未合格' if failed else '合格' if own.conclusion else ''
    )
    if ended:
        return [theory, Station('综合评审', 'stopped', '', label)]
    if reviewed:
        return [
            theory,
            Station('综合评审', 'done' if own.conclusion is Conclusion.REVIEW_PASSED else 'stopped', '', label),
        ]
    waiting = own.conclusion is Conclusion.THEORY_PASSED
    return [theory, Station('综合评审', 'now' if waiting else 'todo', '', '待评审' if waiting else '')]


def _publication(own: OwnResult) -> Station:
    title = '最终结果' if own.subjects and own.subjects.panel else '成绩发布'
    if own.progress is not ResultProgress.PUBLISHED:
        return Station(
            title,
            'now' if own.progress is ResultProgress.WAITING else 'todo',
            '',
            '等待发布' if own.progress is ResultProgress.WAITING else '',
        )
    if own.conclusion is Conclusion.THEORY_PASSED:
        return Station(title, 'todo')
    return Station(title, 'done', clock.short_text(own.published_at), '已发布')
