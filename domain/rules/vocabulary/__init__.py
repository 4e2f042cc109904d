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
from domain.rules.vocabulary.exam import ORDINARY_SUBJECTS, SENIOR_SUBJECTS, Conclusion, PlanState, Subject
from domain.rules.vocabulary.money import OrderStatus, PayChannel, ReceiptOutcome
from domain.rules.vocabulary.offices import BRANCHES, RANK, AccountState, Level, Nature, OfficeKind, Role, stage_label
from domain.rules.vocabulary.people import NATIONS, POLITICS, Assessment, Education, Honour, HonourLevel, Sex, StaffKind
from domain.rules.vocabulary.word import Word

__all__ = [
    'BRANCHES',
    'NATIONS',
    'ORDINARY_GRADES',
    'ORDINARY_SUBJECTS',
    'POLITICS',
    'RANK',
    'RELAXED_CHANNELS',
    'SENIOR_GRADES',
    'SENIOR_SUBJECTS',
    'AccountState',
    'Act',
    'Assessment',
    'Basis',
    'Channel',
    'Conclusion',
    'DeferralState',
    'Education',
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
