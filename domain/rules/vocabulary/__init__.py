"""The vocabulary of the domain: every status, level, grade and kind, with its one Chinese label on screen."""

from __future__ import annotations

from domain.rules.vocabulary.acts import Act
from domain.rules.vocabulary.applications import (
    ORDINARY_GRADES,
    RELAXED_CHANNELS,
    SENIOR_GRADES,
    Basis,
    Channel,
    DeferralState,
    Finding,
    Grade,
    GradeRange,
    MaterialKind,
    NoteState,
    Status,
    WindowKind,
)
from domain.rules.vocabulary.exam import Attendance, Conclusion, ExamMode, PassRule, PlanState, Subject
from domain.rules.vocabulary.money import OrderStatus, PayChannel, ReceiptOutcome
from domain.rules.vocabulary.offices import BRANCHES, RANK, AccountState, Level, Nature, OfficeKind, Role, stage_label
from domain.rules.vocabulary.people import NATIONS, POLITICS, Assessment, Education, Honour, HonourLevel, Sex, StaffKind
from domain.rules.vocabulary.word import Word

__all__ = [
    'BRANCHES',
    'NATIONS',
    'ORDINARY_GRADES',
    'POLITICS',
    'RANK',
    'RELAXED_CHANNELS',
    'SENIOR_GRADES',
    'AccountState',
    'Act',
    'Assessment',
    'Attendance',
    'Basis',
    'Channel',
    'Conclusion',
    'DeferralState',
    'Education',
    'ExamMode',
    'Finding',
    'Grade',
    'GradeRange',
    'Honour',
    'HonourLevel',
    'Level',
    'MaterialKind',
    'Nature',
    'NoteState',
    'OfficeKind',
    'OrderStatus',
    'PassRule',
    'PayChannel',
    'PlanState',
    'ReceiptOutcome',
    'Role',
    'Sex',
    'StaffKind',
    'Status',
    'Subject',
    'WindowKind',
    'Word',
    'stage_label',
]
