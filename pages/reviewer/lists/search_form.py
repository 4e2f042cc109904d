"""The fields of the search forms above the lists of applications."""

from __future__ import annotations

from collections.abc import Sequence

from components.table.filters import Choice, DateRange, Field, Keyword
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Blank
from domain.rules.vocabulary import (
    ORDINARY_GRADES,
    Basis,
    Channel,
    DeferralState,
    Finding,
    Grade,
    Level,
    OrderStatus,
    Status,
    stage_label,
)
from domain.services.year.years import trade_names
from pages.views.offices import unit_field

YES_NO = {'yes': '有', 'no': '无'}


async def common_fields(
    actor: Actor, filters: ApplicationFilters, grades: Sequence[Grade] = ORDINARY_GRADES
) -> list[Field]:
    """The filters of every list. Without grades there is no grade field (高级技师审核)."""
    fields: list[Field] = [
        Keyword('keyword', '关键字', '姓名/证号/手机'),
        await unit_field(actor, filters.unit),
    ]
    if grades:
        fields.append(Choice('grades', '申报等级', {str(int(grade)): grade.label for grade in grades}))
    fields += [
        Choice('trades', '申报工种', await trade_names()),
        Choice('channels', '申报类型', Channel.labels()),
        Choice('bases', '申报依据', Basis.labels()),
        Choice('findings', '预审', Finding.labels()),
        DateRange('submitted', '提交时间'),
    ]
    return fields


async def search_fields(actor: Actor, filters: ApplicationFilters) -> list[Field]:
    """All fields of 报名信息查询."""
    return [
        *await common_fields(actor, filters, tuple(Grade)),
        Choice('statuses', '状态', Status.labels()),
        Choice('stages', '当前环节', {level.value: stage_label(level) for level in reversed(Level)}),
        Choice('deferrals', '是否容缺', DeferralState.labels()),
        Choice('noted', '意见/标记', YES_NO, multiple=False),
        Choice('payments', '缴费状态', OrderStatus.labels()),
        Choice('blanks', '尚缺', Blank.labels()),
        Choice('own', '下级单位', {'yes': '不含下级'}, multiple=False),
    ]
