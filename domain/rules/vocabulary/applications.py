"""The words of an application: status, grade, channel, basis, materials, deferrals, notes and windows."""

from __future__ import annotations

from enum import IntEnum
from typing import Self

from domain.rules.vocabulary.word import Word


class Status(Word):
    """The status of an application; components/kit/status.py defines its colour."""

    DRAFT = 'draft', '未提交'
    IN_REVIEW = 'in_review', '审核中'
    RETURNED = 'returned', '已退回本人'
    REJECTED = 'rejected', '审核不通过'
    APPROVED = 'approved', '终审通过'
    CANCELLED = 'cancelled', '已取消'


class Grade(IntEnum):
    """等级, five to one: a smaller number is a higher grade."""

    label: str
    title: str

    def __new__(cls, value: int, label: str = '', title: str = '') -> Self:
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.title = title
        return member

    FIVE = 5, '五级', '初级工'
    FOUR = 4, '四级', '中级工'
    THREE = 3, '三级', '高级工'
    TWO = 2, '二级', '技师'
    ONE = 1, '一级', '高级技师'

    @property
    def full_label(self) -> str:
        """As on forms: 三级（高级工）."""
        return f'{self.label}（{self.title}）'


ORDINARY_GRADES = (Grade.FIVE, Grade.FOUR, Grade.THREE, Grade.TWO)
SENIOR_GRADES = (Grade.ONE,)


class GradeRange(Word):
    """The grades that share their times: the notices give 五至二级 and 一级 windows of their own."""

    ORDINARY = 'ordinary', '五至二级'
    SENIOR = 'senior', '一级'

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades of the range."""
        return SENIOR_GRADES if self is GradeRange.SENIOR else ORDINARY_GRADES

    @classmethod
    def of(cls, grade: int) -> GradeRange:
        """The range that this grade belongs to."""
        return cls.SENIOR if grade == Grade.ONE else cls.ORDINARY


class Channel(Word):
    """申报类型."""

    REGULAR = 'regular', '正常'
    SUPPLEMENTARY = 'supplementary', '补报'
    EXCEPTIONAL = 'exceptional', '破格'
    FRONTLINE = 'frontline', '一线'


# Entered by the county: failing rules warn but do not stop (1-domain §4).
RELAXED_CHANNELS = (Channel.EXCEPTIONAL, Channel.FRONTLINE)


class Basis(Word):
    """申报依据."""

    PROMOTION = 'promotion', '逐级晋升'
    SENIORITY = 'seniority', '工作年限'
    EXCELLENCE = 'excellence', '年度考核优秀'
    ACHIEVEMENT = 'achievement', '业绩奖励'
    EXCEPTIONAL = 'exceptional', '破格'
    FRONTLINE = 'frontline', '一线'


class Finding(Word):
    """The result of one eligibility rule, and of all together: 预审."""

    MET = 'met', '符合'
    UNMET = 'unmet', '不符合'
    MANUAL = 'manual', '需人工'


class MaterialKind(Word):
    """材料."""

    PHOTO = 'photo', '证件照'
    ID_CARD = 'id_card', '身份证正反面'
    FORM = 'form', '报名表（盖章）'
    CERTIFICATE = 'certificate', '现等级证书'
    WORK_PROOF = 'work_proof', '工作年限证明（档案）'
    EDUCATION = 'education', '学历证书'
    ASSESSMENT = 'assessment', '近五年年度考核表'
    APPOINTMENT = 'appointment', '二级岗位聘任文件'
    SALARY = 'salary', '工资表'
    EXCELLENCE = 'excellence', '优秀年度考核结果'
    ACHIEVEMENT = 'achievement', '奖励/竞赛/专利'
    EXCEPTION = 'exception', '破格/一线证明'
    PROMISE = 'promise', '容缺承诺书'


class DeferralState(Word):
    OPEN = 'open', '待补'
    SUPPLIED = 'supplied', '已补待复核'
    CLEARED = 'cleared', '已复核'


class NoteState(Word):
    """The states of a city's opinion and of a province's mark."""

    OPEN = 'open', '待反馈'
    ANSWERED = 'answered', '已反馈'
    CLOSED = 'closed', '已办结'


class WindowKind(Word):
    """时间节点."""

    REGISTRATION = 'registration', '网上报名'
    LATE_ENTRY = 'late_entry', '补报'
    REVIEW = 'review', '资格审核'
    DEFERRAL = 'deferral', '容缺补交'
    PAYMENT = 'payment', '网上缴费'
    PRINTING = 'printing', '准考证打印'
    EXAM = 'exam', '考试'
